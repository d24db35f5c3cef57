import threading
from collections.abc import Callable

import pytest

from tools.images.model import State
from tools.images.schedule import Task, ready, run_tasks


def task(
    name: str,
    *needs: str,
    cpu_s: int = 1,
    act: Callable[[], str] = lambda: "",
) -> Task:
    return Task(name=name, needs=needs, cpu_s=cpu_s, act=act)


def names(tasks: list[Task]) -> list[str]:
    return [t.name for t in tasks]


def test_the_dearest_of_the_ready_tasks_comes_first() -> None:
    tasks = [task("small"), task("large", cpu_s=9)]
    assert names(ready(tasks, started=(), done=())) == ["large", "small"]


def test_a_task_waits_for_what_it_needs() -> None:
    tasks = [task("image", "binary"), task("binary")]
    assert names(ready(tasks, started=(), done=())) == ["binary"]
    assert names(ready(tasks, started=("binary",), done=("binary",))) == ["image"]


def test_a_need_that_nobody_does_is_taken_as_done() -> None:
    assert names(ready([task("image", "base")], started=(), done=())) == ["image"]


def test_no_more_tasks_run_at_once_than_there_are_slots() -> None:
    running = 0
    most = 0
    lock = threading.Lock()
    both = threading.Barrier(2)

    def act() -> str:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        both.wait(timeout=10)
        with lock:
            running -= 1
        return ""

    run_tasks([task(str(n), act=act) for n in range(4)], lambda *_: None, slots=2)
    assert most == 2


def test_after_a_failure_nothing_new_starts_and_the_failure_is_raised() -> None:
    done = []

    def fail() -> str:
        raise ValueError("broken")

    tasks = [
        task("broken", cpu_s=2, act=fail),
        task("later", act=lambda: done.append("later") or ""),
    ]
    with pytest.raises(ValueError, match="broken"):
        run_tasks(tasks, lambda *_: None, slots=1)
    assert done == []


def test_progress_tells_start_and_outcome() -> None:
    told: list[tuple[str, State, str]] = []
    run_tasks([task("one", act=lambda: "made")], lambda *event: told.append(event))
    assert told == [("one", State.STARTED, ""), ("one", State.DONE, "made")]
