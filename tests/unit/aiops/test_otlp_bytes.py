"""Whatever is sent, it is answered."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.aiops.otlp_requests import (
    JSON,
    PROTOBUF,
    json_traces,
    otlp_span,
    traces,
)

GZIP = {"Content-Encoding": "gzip"}
EMPTY = b""

_SLOW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@_SLOW
@given(body=st.binary(max_size=300), path=st.sampled_from(["/v1/traces", "/v1/logs"]))
@pytest.mark.parametrize("headers", [PROTOBUF, JSON, {**PROTOBUF, **GZIP}])
def test_no_bytes_make_it_fail(send, body, path, headers):
    assert send(body, path=path, headers=headers).status_code in (200, 400)


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.sampled_from(["5b8efff798038103d269b633813fc60c", "eee19b7ec3c1b174"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "traceId",
                    "spanId",
                    "name",
                    "attributes",
                    "key",
                    "value",
                    "status",
                    "startTimeUnixNano",
                    "stringValue",
                    "events",
                    "kind",
                    "resource",
                    "resourceSpans",
                    "scopeSpans",
                    "spans",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@_SLOW
@given(spans=st.lists(_VALUES, max_size=4))
def test_no_json_makes_it_fail(send, spans):
    try:
        body = json_traces(spans)
    except (TypeError, ValueError):
        # Numbers beyond 64 bits are not JSON for this encoder.
        return
    assert send(body, headers=JSON).status_code == 200


@_SLOW
@given(data=st.data())
def test_no_change_of_a_byte_makes_it_fail(send, data, now_s):
    body = bytearray(traces([otlp_span(n, now_s) for n in range(1, 4)]))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at] = data.draw(st.integers(0, 255))

    assert send(bytes(body)).status_code in (200, 400)


@_SLOW
@given(
    name=st.text(max_size=40),
    values=st.dictionaries(
        st.text(min_size=1, max_size=9), st.text(max_size=40), max_size=5
    ),
)
def test_any_text_is_stored(send, now_s, name, values):
    span = otlp_span(1, now_s, name=name, attributes=values)

    answer = send(traces([span]))

    assert (answer.status_code, answer.data) == (200, EMPTY)
