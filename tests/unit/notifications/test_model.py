from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.errors import MessageError
from notifications.model import MAX_ALERTS, MAX_TEXT, deliveries
from tests.unit.notifications.factories import alert, message

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["alerts", "status", "labels", "receiver", "x"]), inner
        )
    ),
    max_leaves=8,
)


def test_every_alert_of_a_message_is_read():
    found = deliveries(message(alert(fingerprint="a"), alert(fingerprint="b")))

    assert [(each.fingerprint, each.receiver) for each in found] == [
        ("a", "critical"),
        ("b", "critical"),
    ]


def test_a_firing_alert_has_no_end():
    assert deliveries(message(alert(endsAt="2026-01-31T12:05:00Z")))[0].ends_at == ""


def test_a_resolved_alert_says_when_it_ended():
    ended = alert(status="resolved", endsAt="2026-01-31T12:05:00Z")

    assert deliveries(message(ended))[0].ends_at == "2026-01-31T12:05:00Z"


def test_long_texts_are_cut():
    long = alert(annotations={"summary": "x" * 10_000})

    assert len(deliveries(message(long))[0].annotations["summary"]) == MAX_TEXT


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ([], "the body is no JSON object; send Alertmanager's webhook"),
        ({}, "`alerts` is no list of at most 1000; set max_alerts below it"),
        (
            message(*[alert()] * (MAX_ALERTS + 1)),
            "`alerts` is no list of at most 1000; set max_alerts below it",
        ),
        (message(receiver=1), "`receiver` is no text but int"),
        (
            message(alert(status="odd")),
            "status 'odd' is neither firing nor resolved",
        ),
        (message(alert(labels=[])), "`labels` is no JSON object but list"),
        (message(alert(labels={"a": 1})), "`a` is no text but int"),
        (
            {"alerts": [1]},
            "an alert is no JSON object; send Alertmanager's webhook",
        ),
    ],
)
def test_what_is_no_message_is_refused_with_the_reason(body, problem):
    with pytest.raises(MessageError) as caught:
        deliveries(body)

    assert str(caught.value) == problem


@given(JSON)
def test_no_json_is_worse_than_a_refusal(body):
    with suppress(MessageError):
        deliveries(body)
