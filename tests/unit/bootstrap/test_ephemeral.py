import pytest

from tests.unit.bootstrap.factories import places_in
from tools.bootstrap import ephemeral, stack_settings
from tools.bootstrap.ephemeral import Ephemeral
from tools.bootstrap.errors import UnknownStack

HOUR_S = 3600


@pytest.mark.parametrize(
    "name", ["dev", "pr", "pr-", "pr-0", "pr-1x", "my-pr-1", "pr-x"]
)
def test_only_stacks_of_pull_requests_are_ever_swept(name):
    assert ephemeral.found([(name, 0)]) == []


def test_a_stack_is_as_old_as_its_oldest_part():
    births = [("pr-2", 50), ("pr-1", 30), ("pr-2", 20), ("dev", 1)]

    assert ephemeral.found(births) == [
        Ephemeral(name="pr-2", born_s=20),
        Ephemeral(name="pr-1", born_s=30),
    ]


def test_a_stack_lives_exactly_its_time():
    young = Ephemeral(name="pr-1", born_s=0)
    old = Ephemeral(name="pr-2", born_s=-1)

    found = ephemeral.overdue([old, young], now_s=72 * HOUR_S, ttl_h=72)

    assert found == [old]


def a_checkout(folder, **files):
    where = places_in(folder)
    for name, text in files.items():
        (where.checkout / f"Pulumi.{name.replace('_', '-')}.yaml").write_text(text)
    return where


def test_a_pull_request_s_stack_has_dev_s_settings_and_ports_of_its_own(tmp_path):
    where = a_checkout(tmp_path, dev="config:\n  pharos:rateLimit: 5/second\n")

    settings = stack_settings.read(where, "pr-12").settings

    assert (settings.stack, settings.rate_limit) == ("pr-12", "5/second")
    assert settings.ports != stack_settings.read(where, "dev").settings.ports


def test_its_own_file_wins_where_there_is_one(tmp_path):
    where = a_checkout(
        tmp_path, dev="", pr_12="config:\n  pharos:rateLimit: 7/second\n"
    )

    assert stack_settings.read(where, "pr-12").settings.rate_limit == "7/second"


def test_every_other_stack_still_needs_its_file(tmp_path):
    with pytest.raises(UnknownStack, match=r"Pulumi\.blue\.yaml is missing"):
        stack_settings.read(a_checkout(tmp_path, dev=""), "blue")
