"""What the API shows of a made-up shop whose payment fails."""

import math
from dataclasses import replace

import pytest

from aiops.adapters.storage import forecasts, logs, spans
from aiops.adapters.storage.leases import Leases
from aiops.domain.forecasting.forecast import Ahead, Forecast
from aiops.domain.telemetry import LogLine
from aiops.entrypoints.http.factory import create_app
from aiops.entrypoints.loop.jobs import jobs
from tests.unit.aiops.engines import bearer, new_engine
from tests.unit.aiops.observing import START_S
from tests.unit.aiops.shop import Fault, Shop

FAULT_S = START_S + 150
END_S = START_S + 200


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Returns the answer to a path, and its status."""
    clock = [START_S]
    made = new_engine(tmp_path_factory.mktemp("engine"))
    engine = replace(made, now_s=lambda: clock[0])
    (job,) = (job for job in jobs(engine) if job.name == "analysis")
    lease = Leases(engine.database).take("analysis", "test", 600)
    fault = Fault(operation="payment", start_s=FAULT_S, fails=0.9)
    shop = Shop(seed=2, faults=[fault], rate=lambda _: 10.0)
    arrived = []
    for now_s, new in shop.run(START_S, END_S, step_s=2.5):
        arrived += new
        clock[0] = now_s + 0.5
        with engine.database.write() as connection:
            spans.add(connection, new, now_s)
        job.run(lease)
    failed = next(s for s in arrived if s.error and s.service == "payment")
    line = LogLine(
        trace=failed.trace,
        span=failed.span,
        service="payment",
        time_s=failed.end_s,
        severity=17,
        body="card network is away",
    )
    with engine.database.write() as connection:
        logs.add(connection, [line], END_S)
    client = create_app(engine).test_client()

    def ask(path, method="get", key="console"):
        answer = getattr(client, method)(path, headers=bearer(key))
        return answer.get_json(silent=True) or answer.text, answer.status_code

    ask.failed = failed
    yield ask
    engine.database.close()


def test_metrics_have_the_shape_of_their_description(shown):
    answer, _ = shown("/aiops/metrics")

    payment = answer["metrics"]["/payment"]
    assert answer["timestamp"] == pytest.approx(END_S, abs=3)
    assert payment["request_count"] > 300
    assert payment["status_distribution"].keys() == {"200", "500"}
    assert 30 < payment["avg_latency_ms"] < 70
    assert payment["baseline_latency_ms"] == pytest.approx(45, rel=0.2)
    assert payment["health"]["status"] == "unhealthy"
    assert 0 < payment["error_rate"] < 1
    assert payment["service"] == "payment"
    assert answer["metrics"]["/items"]["health"]["status"] == "healthy"


def test_services_tell_their_health_and_why(shown):
    answer, _ = shown("/aiops/services")

    services = {service["name"]: service for service in answer["services"]}
    assert services["items"]["health_score"] > 95
    assert services["payment"]["health_score"] < 30
    assert "of requests fail" in services["payment"]["reasons"][0]
    checkout = services["checkout"]["operations"][0]
    assert checkout["operation"] == "POST /checkout"
    assert checkout["requests_per_s"] == pytest.approx(3.0, rel=0.4)
    assert checkout["p95_ms"] > checkout["mean_ms"]


def test_the_graph_shows_who_calls_whom_and_how_well(shown):
    answer, _ = shown("/aiops/graph?minutes=15")

    assert {node["service"] for node in answer["nodes"]} >= {"checkout", "payment"}
    calls = {(edge["caller"], edge["callee"]): edge for edge in answer["edges"]}
    assert calls.keys() == {("checkout", "payment"), ("checkout", "inventory")}
    payment = calls["checkout", "payment"]
    assert 0.1 < payment["error_ratio"] < 0.5
    assert payment["mean_ms"] > payment["gap_ms"] > 0


@pytest.mark.parametrize(
    ("signal", "unit"),
    [
        ("latency", "ms"),
        ("errors", "ratio"),
        ("timeouts", "ratio"),
        ("traffic", "requests/s"),
    ],
)
def test_a_series_shows_what_was_expected(signal, unit, shown):
    query = f"service=payment&operation=POST%20/payment&signal={signal}&from={START_S}"
    answer, _ = shown(f"/aiops/series?{query}&to={END_S}")

    assert (answer["unit"], answer["step_s"], len(answer["points"])) == (unit, 5, 40)
    late = [point for point in answer["points"] if point[0] >= START_S + 140]
    _, value, expected, low, high, _ = late[0]
    assert low <= expected <= high
    assert value is not None


def test_a_series_marks_where_it_was_anomalous(shown):
    path = f"/aiops/series?service=payment&signal=errors&from={START_S}&to={END_S}"
    points = shown(path)[0]["points"]

    marked = [point[0] for point in points if point[-1]]
    assert marked[0] == FAULT_S
    assert all(value > 0.5 for _, value, *_ in points[32:38])


def test_a_long_series_has_few_points(shown):
    path = (
        f"/aiops/series?service=items&signal=traffic&from={END_S - 80_000}&to={END_S}"
    )
    answer, _ = shown(path)

    assert len(answer["points"]) <= 501
    assert answer["step_s"] % 5 == 0


def test_traces_are_found_by_what_is_in_them(shown):
    path = f"/aiops/traces?service=payment&errors=1&from={START_S}&to={END_S}&limit=5"
    answer, _ = shown(path)

    assert len(answer["traces"]) == 5
    assert all(t["operation"] == "POST /checkout" for t in answer["traces"])
    assert all(t["errors"] >= 2 and t["spans"] == 3 for t in answer["traces"])
    starts = [t["start_s"] for t in answer["traces"]]
    assert starts == sorted(starts, reverse=True)


def test_slow_traces_are_found(shown):
    path = f"/aiops/traces?min_ms=100&from={START_S}&to={END_S}"

    assert all(t["duration_ms"] >= 100 for t in shown(path)[0]["traces"])


def test_a_trace_shows_its_spans_and_log_lines(shown):
    answer, _ = shown(f"/aiops/traces/{shown.failed.trace}")

    services = [span["service"] for span in answer["spans"]]
    assert sorted(services) == ["checkout", "checkout", "payment"]
    assert {s["kind"] for s in answer["spans"]} == {"server", "client"}
    assert [line["body"] for line in answer["logs"]] == ["card network is away"]


def test_log_lines_are_found_by_trace_and_by_words(shown):
    period = f"from={START_S}&to={END_S + 60}"

    by_trace = shown(f"/aiops/logs?trace={shown.failed.trace}")[0]["logs"]
    by_words = shown(f"/aiops/logs?q=NETWORK&{period}")[0]["logs"]
    none = shown(f"/aiops/logs?q=nothing&{period}")[0]["logs"]

    assert by_trace == by_words
    assert len(by_trace) == 1
    assert none == []


def test_analyze_waits_and_tells_what_is_unusual(shown):
    answer, status = shown("/aiops/analyze", "post")

    assert status == 200
    assert answer["complete"] is True
    assert answer["analysed_until_s"] >= END_S - 10
    told = {(a["operation"], a["signal"]) for a in answer["anomalies"]}
    assert ("POST /payment", "errors") in told
    assert answer["anomaly_count"] == len(answer["anomalies"])


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/aiops/series?signal=latency", 422, "service is missing"),
        ("/aiops/series?service=a&signal=colour", 422, "give one of latency, errors"),
        ("/aiops/graph?minutes=never", 422, "minutes is 'never'; give a number"),
        ("/aiops/traces?limit=1000", 422, "limit is '1000'; give a number from 1"),
        ("/aiops/traces?errors=yes", 422, "errors is 'yes'; give 1 or 0"),
        ("/aiops/traces?from=2&to=1", 422, "from, 2, is not before to, 1"),
        ("/aiops/traces?from=2026-01-20T10:00:00", 422, "ISO 8601 with a zone"),
        ("/aiops/traces/short", 422, "32 hexadecimal digits"),
        (f"/aiops/traces/{'0' * 32}", 404, "is not stored"),
    ],
)
def test_a_wrong_request_is_told_what_would_be_right(path, status, words, shown):
    answer, got = shown(path)

    assert got == status
    assert words in answer["detail"]


def test_the_engines_own_metrics_tell_how_the_analysis_is(shown):
    page = shown("/metrics", key="prometheus")[0]

    samples = dict(
        line.rsplit(" ", 1) for line in page.splitlines() if line.startswith("aiops_")
    )
    assert float(samples["aiops_analysis_lag_seconds"]) < 15
    assert float(samples["aiops_analysis_backlog_spans"]) == 0
    assert float(samples["aiops_operations"]) >= 6
    assert float(samples['aiops_service_health{service="payment"}']) < 30
    assert float(samples['aiops_service_health{service="items"}']) > 90
    failing = 'aiops_anomalies{severity="critical",signal="errors"}'
    assert float(samples[failing]) >= 1
    pair = '{callee="payment",caller="checkout"}'
    assert float(samples[f"aiops_calls_per_second{pair}"]) > 0
    assert float(samples[f"aiops_call_errors_ratio{pair}"]) > 0.2
    assert float(samples[f"aiops_call_mean_seconds{pair}"]) > 0


@pytest.mark.parametrize(
    "path", ["metrics", "services", "graph", "forecasts", "traces", "logs"]
)
def test_a_key_for_ingest_reads_nothing(path, shown):
    assert shown(f"/aiops/{path}", key="collector")[1] == 403


def test_forecasts_are_shown_with_times_and_as_a_gauge(engine, client):
    found = Forecast(
        service="payment",
        operation="POST /payment",
        signal=Ahead.LATENCY,
        at_s=engine.now_s() - 5,
        value=320.0,
        limit=500.0,
        unit="ms",
        after_s=605.0,
        earliest_s=300.0,
        latest_s=math.inf,
        seasonal=True,
        what="POST /payment takes 320 ms and will cross the promised 500 ms",
    )
    with engine.database.write() as connection:
        forecasts.put(connection, [found], of=(Ahead.LATENCY,))

    answer = client.get("/aiops/forecasts", headers=bearer("console")).get_json()
    page = client.get("/metrics", headers=bearer("prometheus")).text

    (shown,) = answer["forecasts"]
    assert shown["crosses_s"] == pytest.approx(found.at_s + 605, abs=0.1)
    assert shown["latest_s"] is None
    assert "in about 10 min" in shown["reason"]
    (line,) = [
        line for line in page.splitlines() if line.startswith("aiops_forecast_seconds{")
    ]
    assert line.startswith('aiops_forecast_seconds{service="payment",signal="latency"}')
    assert 500 < float(line.split()[-1]) <= 600

    with engine.database.write() as connection:
        forecasts.put(connection, [], of=(Ahead.LATENCY,))
    assert client.get("/aiops/forecasts", headers=bearer("console")).get_json() == {
        "forecasts": []
    }
