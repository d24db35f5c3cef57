"""One holder at a time; on both databases."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from aiops.adapters.storage import leases
from aiops.adapters.storage.leases import Leases
from aiops.errors import LeaseLost


@pytest.fixture
def held(database):
    return Leases(database)


def test_lease_is_taken_by_one_of_many(held):
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda n: held.take("analysis", f"r{n}", 30), range(8)))

    assert sum(each is not None for each in taken) == 1


def test_holder_renews_its_lease_under_the_same_token(held):
    first = held.take("analysis", "one", 30)
    again = held.take("analysis", "one", 60)

    assert again.token == first.token
    assert again.expires_s > first.expires_s + 29


def test_lease_that_is_not_renewed_goes_to_another(held):
    first = held.take("analysis", "one", 0.2)
    assert held.take("analysis", "two", 30) is None
    time.sleep(0.25)

    second = held.take("analysis", "two", 30)

    assert second.token == first.token + 1
    assert held.take("analysis", "one", 30) is None


def test_released_lease_is_free_at_once(held):
    held.release(held.take("analysis", "one", 30))

    assert held.take("analysis", "two", 30) is not None


def test_leases_of_other_work_are_independent(held):
    assert held.take("analysis", "one", 30) is not None
    assert held.take("retention", "two", 30) is not None


def test_earlier_holder_is_refused(held, database):
    first = held.take("analysis", "one", 0.1)
    time.sleep(0.15)
    second = held.take("analysis", "two", 30)

    with database.write() as connection:
        with pytest.raises(LeaseLost):
            leases.confirm(connection, first)
        connection.rollback()
    with database.write() as connection:
        leases.confirm(connection, second)


def test_late_release_leaves_the_next_holder_alone(held):
    first = held.take("analysis", "one", 0.1)
    time.sleep(0.15)
    held.take("analysis", "two", 30)

    held.release(first)

    assert held.take("analysis", "three", 30) is None
