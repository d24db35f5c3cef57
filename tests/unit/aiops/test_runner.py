"""Jobs run on one replica at a time, and go on after a failure."""

import threading
import time

import pytest

from aiops.adapters.observability.metrics import JobMetrics, new_registry
from aiops.adapters.storage.leases import Leases
from aiops.entrypoints.loop.runner import Job, Runner
from tests.unit.aiops.engines import new_engine


class Replica:
    """A runner in a thread of its own."""

    def __init__(self, engine, run, *, holder, every_s=0.02, ttl_s=5.0):
        self.registry = new_registry()
        job = Job(name="work", every_s=every_s, run=run)
        self._runner = Runner(
            [job],
            Leases(engine.database),
            holder,
            engine.log,
            JobMetrics(self.registry),
            ttl_s=ttl_s,
        )
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._runner.run, args=[self._stopped])
        self._thread.start()

    def stop(self):
        self._stopped.set()
        self._thread.join(20)

    def counted(self, name):
        return self.registry.get_sample_value(name, {"job": "work"})


@pytest.fixture
def engine(tmp_path):
    found = new_engine(tmp_path)
    yield found
    found.database.close()


def until(true, timeout_s=20):
    ends_s = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < ends_s, "it did not come true"
        time.sleep(0.01)


def test_job_runs_again_and_again(engine):
    rounds = []
    replica = Replica(engine, rounds.append, holder="one")
    until(lambda: len(rounds) > 3)
    replica.stop()

    assert {lease.holder for lease in rounds} == {"one"}
    assert replica.counted("aiops_leases_taken_total") == 1


def test_job_goes_on_after_a_failure(engine):
    rounds = []

    def run(lease):
        rounds.append(lease)
        raise ValueError

    replica = Replica(engine, run, holder="one")
    until(lambda: len(rounds) > 2)
    replica.stop()

    assert replica.counted("aiops_job_failures_total") >= 2


def test_second_replica_waits_and_takes_over_when_the_first_ends(engine):
    first, second = [], []
    one = Replica(engine, first.append, holder="one")
    until(lambda: first)
    two = Replica(engine, second.append, holder="two")
    until(lambda: len(first) > 5)
    assert second == []
    one.stop()
    until(lambda: second)
    two.stop()

    assert second[0].token == first[0].token + 1


def test_round_that_has_begun_comes_to_its_end(engine):
    begun, finished = threading.Event(), []

    def run(_lease):
        begun.set()
        time.sleep(0.1)
        finished.append(True)

    replica = Replica(engine, run, holder="one", every_s=60)
    begun.wait(20)
    replica.stop()

    assert finished == [True]
