from datetime import date

from tests.unit.gate.factories import a_stage
from tools.gate.keys import key
from tools.gate.model import Keep

DAY, NEXT = date(2026, 1, 1), date(2026, 1, 2)
DIGESTS = {"src/a": "1", "requirements/dev.txt": "2"}


def test_key_follows_inputs_command_and_pinned_tools():
    keys = [
        key(a_stage(), DIGESTS, {}, DAY),
        key(a_stage(), {**DIGESTS, "src/a": "2"}, {}, DAY),
        key(a_stage(), {**DIGESTS, "requirements/dev.txt": "3"}, {}, DAY),
        key(a_stage(code="pass"), DIGESTS, {}, DAY),
        key(a_stage(tools=("promtool",)), DIGESTS, {"promtool": ["x"]}, DAY),
    ]

    assert len(set(keys)) == len(keys)
    assert key(a_stage(), {**DIGESTS, "other": "1"}, {}, DAY) == keys[0]


def test_only_what_has_dates_is_asked_again_the_next_day():
    daily = a_stage(keep=Keep.TODAY)

    assert key(a_stage(), DIGESTS, {}, DAY) == key(a_stage(), DIGESTS, {}, NEXT)
    assert key(daily, DIGESTS, {}, DAY) != key(daily, DIGESTS, {}, NEXT)
