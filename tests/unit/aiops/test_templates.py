import pytest

from aiops.domain.rootcause.templates import is_error, template

LOGBACK = "16:43:25.207 INFO  t.s.TravelServiceImpl#457 TraceID: 8f2f [price][16]"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (LOGBACK, "INFO t.s.TravelServiceImpl#457"),
        (
            "2026-01-02 ERROR order 4711 of 0123456789abcdef0123 failed",
            "ERROR order # of # failed",
        ),
        ("started in 12 ms", "started in # ms"),
        ("", ""),
    ],
)
def test_lines_of_the_same_origin_share_a_template(line, expected):
    assert template(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            '{"timestamp": "2026-01-02T03:04:05Z", "level": "error", "event": "request '
            'failed", "trace_id": "0af7651916cd43dd", "status": 503, "user": "u17"}',
            "ERROR request failed status=503 user",
        ),
        (
            '{"message": "card 4711 declined", "severity": "WARN", "reason": '
            '"limit 500 of 9a7b0af7651916cd", "amount": 12.5}',
            "WARN card # declined amount reason=limit # of #",
        ),
        ('{"msg": "started"}', "started"),
        ('{"price": 12}', '{"price": #}'),
        ('{"message": "cut off', '{"message": "cut off'),
    ],
)
def test_a_json_line_is_its_message_and_what_tells_failures_apart(line, expected):
    assert template(line) == expected


def test_identifiers_do_not_make_templates():
    assert template("WARN user 17 locked") == template("WARN user 18 locked")


@pytest.mark.parametrize(
    ("line", "expected"),
    [("x ERROR y", True), ("x FATAL y", True), ("x WARN ERRORS", False), ("", False)],
)
def test_errors_are_known_by_their_severity(line, expected):
    assert is_error(line) is expected
