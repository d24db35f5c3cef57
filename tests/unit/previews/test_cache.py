import threading

from previews.web.cache import Cache


class Clock:
    now_s = 0.0

    def __call__(self):
        return self.now_s


def test_a_value_is_made_once_until_it_is_old():
    clock, made = Clock(), []
    cache = Cache(30, 4, clock)

    def make():
        made.append(clock.now_s)
        return len(made)

    assert [cache.get("a", make), cache.get("a", make)] == [1, 1]
    clock.now_s = 30.0
    assert cache.get("a", make) == 2


def test_who_comes_while_it_is_made_waits_for_the_same():
    cache, made = Cache(30, 4), []
    begun, go_on = threading.Event(), threading.Event()

    def make():
        made.append(1)
        begun.set()
        assert go_on.wait(30)
        return "page"

    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(cache.get("a", make)))
        for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    assert begun.wait(30)
    go_on.set()
    for thread in threads:
        thread.join(30)

    assert (answers, made) == (["page"] * 5, [1])


def test_no_more_than_so_many_values_are_kept():
    cache, made = Cache(30, 2), []

    def make():
        made.append(1)
        return len(made)

    for key in ("a", "b", "c", "a"):
        cache.get(key, make)
    assert len(made) == 4


def test_a_failure_is_not_kept():
    cache = Cache(30, 2)

    def fail():
        raise RuntimeError

    try:
        cache.get("a", fail)
    except RuntimeError:
        assert cache.get("a", lambda: "page") == "page"
