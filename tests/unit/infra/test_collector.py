import re

import pytest
import yaml

from infra.specs import collector, limits
from infra.specs.collector import configuration
from infra.specs.settings import SettingsError, parse
from infra.specs.values import seconds

TRACES = {
    "tracesBackend": "jaeger",
    "tracesEndpoint": "http://jaeger:4318",
    "tracesQueryUrl": "http://jaeger:16686",
}


def document(**raw):
    return yaml.safe_load(configuration(parse("dev", raw)))


def masked(text):
    redaction = document()["processors"]["redaction"]
    for pattern in redaction["blocked_values"]:
        text = re.sub(pattern, "****", text)
    return text


def test_every_pipeline_limits_memory_before_it_does_anything_else():
    pipelines = document(**TRACES, lokiUrl="http://loki:3100")["service"]["pipelines"]
    intake = [p for p in pipelines.values() if "otlp" in p["receivers"]]

    assert len(intake) == 3
    assert {p["processors"][0] for p in intake} == {"memory_limiter"}


def test_what_leaves_the_collector_has_been_redacted():
    pipelines = document(**TRACES, lokiUrl="http://loki:3100")["service"]["pipelines"]

    for pipeline in pipelines.values():
        if "otlp" in pipeline["receivers"]:
            assert "redaction" in pipeline["processors"]


@pytest.mark.parametrize(
    "secret",
    [
        "4111 1111 1111 1111",
        "5500-0000-0000-0004",
        "378282246310005",
        "Authorization: Bearer abcdef0123456789",
    ],
)
def test_a_card_or_a_key_is_masked_wherever_it_stands(secret):
    assert secret.split()[-1] not in masked(f"paid with {secret} today")


@pytest.mark.parametrize(
    "harmless", ["order 1700000000000", "trace 4bf92f3577b34da6a3ce929d0e0e4736", "200"]
)
def test_numbers_that_are_no_cards_are_left_alone(harmless):
    assert masked(harmless) == harmless


def test_a_memory_limit_is_met_before_the_container_s():
    limiter = document()["processors"]["memory_limiter"]

    assert limiter["limit_mib"] < limits.COLLECTOR.memory_mib * 0.9
    assert limiter["spike_limit_mib"] < limiter["limit_mib"]


@pytest.mark.parametrize("name", ["otlp_http/engine", "otlp_http/traces"])
def test_a_queue_lies_on_the_volume_and_never_gives_up(name):
    document_ = document(**TRACES)
    exporter = document_["exporters"][name]
    queue = exporter["sending_queue"]

    assert queue["storage"] in document_["service"]["extensions"]
    assert queue["queue_size"] < collector.VOLUME_MIB * 1024 * 1024
    assert seconds(exporter["retry_on_failure"]["max_elapsed_time"]) == 0


def test_traces_go_to_a_backend_in_the_share_that_is_set():
    sampled = document(**TRACES, tracesSamplePercent="25")

    pipeline = sampled["service"]["pipelines"]["traces/sampled"]
    assert pipeline["processors"][-1] == "probabilistic_sampler"
    assert sampled["processors"]["probabilistic_sampler"] == {"sampling_percentage": 25}
    assert "traces/sampled" not in document()["service"]["pipelines"]


def test_the_engine_gets_every_span_and_log_with_the_collector_s_key():
    document_ = document(**TRACES)
    pipelines = document_["service"]["pipelines"]
    auth = document_["exporters"]["otlp_http/engine"]["auth"]["authenticator"]

    for name in ("traces", "logs"):
        assert "otlp_http/engine" in pipelines[name]["exporters"]
        assert "probabilistic_sampler" not in pipelines[name]["processors"]
    assert document_["extensions"][auth] == {"filename": "/run/secrets/engine-key"}


def test_spans_are_counted_before_any_are_left_out():
    traces = document(**TRACES)["service"]["pipelines"]["traces"]

    assert "probabilistic_sampler" not in traces["processors"]
    assert "spanmetrics" in traces["exporters"]


@pytest.mark.parametrize("key", list(TRACES))
def test_half_a_backend_is_refused(key):
    half = {name: value for name, value in TRACES.items() if name == key}
    with pytest.raises(SettingsError, match="traces"):
        parse("dev", half)


# Components of the official program at the catalogue's version, by their names there.
OFFICIAL = {
    "extensions": {"bearertokenauth", "health_check", "file_storage"},
    "receivers": {"otlp"},
    "processors": {"memory_limiter", "redaction", "probabilistic_sampler"},
    "connectors": {"spanmetrics"},
    "exporters": {"otlp_http", "prometheus"},
}


@pytest.mark.parametrize("kind", list(OFFICIAL))
def test_every_component_is_in_the_official_program_too(kind):
    configured = document(**TRACES, lokiUrl="http://loki:3100")[kind]

    assert {name.partition("/")[0] for name in configured} <= OFFICIAL[kind]


def test_nothing_is_left_for_the_official_program_to_expand():
    assert "$" not in configuration(parse("dev", TRACES | {"lokiUrl": "http://l:1"}))
