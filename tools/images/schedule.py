"""Runs tasks that wait for one another, a few at a time, the dearest first."""

from collections.abc import Callable, Collection, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from tools.images.model import Progress, State

SLOTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """
    One step of the work.

    Attributes:
        needs: Names of the tasks that come first; unknown names are taken as done.
        act: Does the work and says in a few words what came out.
        cpu_s: About what it costs; of two that could start, the dearer goes first.
    """

    name: str
    act: Callable[[], str]
    needs: tuple[str, ...] = ()
    cpu_s: int = 1


def ready(
    tasks: Iterable[Task], *, started: Collection[str], done: Collection[str]
) -> list[Task]:
    """Return the tasks that could start now, in the order in which they should."""
    tasks = list(tasks)
    known = {task.name for task in tasks}
    able = [
        task
        for task in tasks
        if task.name not in started
        and all(need in done for need in task.needs if need in known)
    ]
    return sorted(able, key=lambda task: -task.cpu_s)


def run_tasks(
    tasks: Collection[Task], progress: Progress, *, slots: int = SLOTS
) -> None:
    """
    Run every task.

    Raises:
        Exception: The first failure, after what was running has ended; nothing new is
            started then.
    """
    started: set[str] = set()
    done: set[str] = set()
    running: dict[Future[str], str] = {}
    failures: list[BaseException] = []
    with ThreadPoolExecutor(max_workers=slots) as pool:
        while True:
            free = 0 if failures else slots - len(running)
            for task in ready(tasks, started=started, done=done)[:free]:
                started.add(task.name)
                running[pool.submit(_act, task, progress)] = task.name
            if not running:
                break
            ended, _ = wait(running, return_when=FIRST_COMPLETED)
            _collect(ended, running, done, failures)
    if failures:
        raise failures[0]


def _collect(
    ended: Iterable[Future[str]],
    running: dict[Future[str], str],
    done: set[str],
    failures: list[BaseException],
) -> None:
    for future in ended:
        name = running.pop(future)
        error = future.exception()
        if error is None:
            done.add(name)
        else:
            failures.append(error)


def _act(task: Task, progress: Progress) -> str:
    progress(task.name, State.STARTED, "")
    try:
        outcome = task.act()
    except Exception as error:
        progress(task.name, State.FAILED, str(error))
        raise
    progress(task.name, State.DONE, outcome)
    return outcome
