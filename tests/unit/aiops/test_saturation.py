import dataclasses
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

import numpy as np
import pytest

from aiops.adapters.prometheus import Prometheus, PrometheusError
from aiops.adapters.storage.leases import Leases
from aiops.adapters.storage.observations import Observations
from aiops.domain.anomalies import Severity
from aiops.domain.forecasting.line import fitted
from aiops.domain.saturation import Usage, running_out, saturated
from aiops.entrypoints.loop.saturation import SaturationJob

NOW_S = 1_700_000_000.0
TIMES_S = NOW_S - 15.0 * np.arange(60)[::-1]


def usage(ratios, *, service="payment", fills=True):
    return Usage(
        service=service,
        resource="memory",
        fills=fills,
        times_s=TIMES_S[-len(ratios) :],
        ratios=np.asarray(ratios, dtype=float),
    )


def noisy(values, seed=1):
    return values + np.random.default_rng(seed).normal(0, 0.01, len(values))


def told(*usages, ongoing=(), now_s=NOW_S):
    return saturated(usages, ongoing, now_s=now_s)


def test_a_leak_is_told_before_the_limit_is_reached():
    (found,) = told(usage(noisy(np.linspace(0.3, 0.8, 60))))

    assert found.severity is Severity.MEDIUM
    assert found.reason.startswith("payment uses 78% of its memory limit")
    assert "it is reached in 6 min" in found.reason


def test_what_is_at_its_limit_is_told():
    (found,) = told(usage([0.5] * 50 + [0.97] * 10))

    assert (found.severity, found.value) == (Severity.HIGH, 0.97)
    assert found.reason == "payment uses 97% of its memory limit, 50% before"


@pytest.mark.parametrize(
    "ratios",
    [
        noisy(np.full(60, 0.8)),
        noisy(np.linspace(0.1, 0.4, 60)),
        noisy(np.linspace(0.6, 0.64, 60)),
        noisy(np.where(np.arange(60) % 20 < 10, 0.55, 0.7)),
        [0.99, 0.99],
        [np.nan] * 60,
    ],
    ids=["level", "far", "little", "up and down", "too short", "unknown"],
)
def test_nothing_is_told_of_usual_ways(ratios):
    assert told(usage(ratios)) == []


def test_a_processor_that_gets_busier_is_no_leak():
    assert told(usage(noisy(np.linspace(0.3, 0.9, 60)), fills=False)) == []


def test_it_goes_on_and_ends():
    full, well = usage([0.97] * 60), usage([0.5] * 60)
    first = told(full)
    second = told(full, ongoing=first, now_s=NOW_S + 30)

    assert second[0].started_s == NOW_S
    assert second[0].seen_s == NOW_S + 30
    assert told(well, ongoing=second, now_s=NOW_S + 45) == []
    (ended,) = told(well, ongoing=second, now_s=NOW_S + 90)
    assert ended.ended_s == NOW_S + 30


def test_a_line_goes_on_as_its_values_do():
    line = fitted(TIMES_S, 0.2 + 0.01 * np.arange(60))

    assert line.at(15 * 21) == pytest.approx(1.0)
    assert line.error(0.0) == pytest.approx(0.0, abs=1e-9)
    assert fitted(TIMES_S[:5], np.arange(5.0)) is None


def test_a_step_is_no_way_to_the_limit():
    assert told(usage(noisy([0.5] * 38 + [0.75] * 22))) == []


def earlier(ratios):
    """From a quarter of an hour before the time of last season to half after it."""
    times_s = NOW_S + 15.0 * np.arange(-59, 122)
    return {"earlier_s": times_s, "earlier": ratios}


def nightly(times_s):
    """A job that fills memory within 25 minutes and holds it."""
    return 0.35 * np.clip((times_s - NOW_S + 900) / 1500, 0.0, 1.0)


@pytest.mark.parametrize(("base", "count"), [(0.6, 0), (0.72, 1)])
def test_what_fills_up_each_night_is_told_only_if_it_ends_at_the_limit(base, count):
    then = 0.6 + nightly(NOW_S + 15.0 * np.arange(-59, 122))
    now = usage(noisy(base + nightly(TIMES_S)))
    now = dataclasses.replace(now, **earlier(noisy(then, seed=2)))

    found = running_out([now], now_s=NOW_S)

    assert len(found) == count
    for forecast in found:
        assert forecast.seasonal
        # 0.72 + 0.35 * part is 1 at four fifths of the 25 minutes.
        assert forecast.after_s == pytest.approx(300, abs=60)
        assert forecast.earliest_s <= forecast.after_s <= forecast.latest_s


def test_without_the_season_a_nightly_job_looks_like_a_leak():
    (forecast,) = running_out([usage(noisy(0.6 + nightly(TIMES_S)))], now_s=NOW_S)

    assert not forecast.seasonal


def test_a_restart_last_night_does_not_hide_a_leak():
    then = np.where(np.arange(181) < 40, 0.7, 0.4)
    leak = usage(noisy(np.linspace(0.4, 0.8, 60)))
    leak = dataclasses.replace(leak, **earlier(noisy(then, seed=3)))

    (forecast,) = running_out([leak], now_s=NOW_S)

    assert not forecast.seasonal
    assert forecast.reason.startswith(
        "payment uses 79% of its memory limit and will reach it in about 7 min (between"
    )


class Api(BaseHTTPRequestHandler):
    """Answers range queries with what the test put there."""

    answers: dict

    def do_GET(self):
        query = parse_qs(urlparse(self.path).query)["query"][0]
        body = json.dumps(self.answers.get(query, self.answers["default"])).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        """Say nothing."""


@pytest.fixture
def api():
    handler = type("Handler", (Api,), {"answers": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", handler.answers
    server.shutdown()
    server.server_close()
    thread.join()


def found(*series):
    return {"status": "success", "data": {"resultType": "matrix", "result": series}}


def test_usage_is_read_and_what_stands_out_is_stored(api, engine):
    url, answers = api
    values = [[at_s, "0.97"] for at_s in TIMES_S]
    answers["default"] = found()
    answers["service:container_memory_limit:ratio"] = found(
        {"metric": {"service": "payment"}, "values": values},
        {"metric": {}, "values": values},
    )
    lease = Leases(engine.database).take("saturation", "test", 60)

    job = SaturationJob(engine.database, Prometheus(url), lambda: NOW_S, season_s=86400)
    job.run(lease)

    (anomaly,) = Observations(engine.database).ongoing(NOW_S)
    assert (anomaly.service, anomaly.signal) == ("payment", "saturation")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"status": "error", "error": "bad query"}, "bad query"),
        ({}, "KeyError; check AIOPS_PROMETHEUS_URL"),
    ],
)
def test_an_answer_without_data_is_named(answer, words, api):
    url, answers = api
    answers["default"] = answer

    with pytest.raises(PrometheusError, match=words):
        Prometheus(url).usages(NOW_S, season_s=86400)


def test_a_server_that_is_away_is_named():
    with pytest.raises(PrometheusError, match="check AIOPS_PROMETHEUS_URL"):
        Prometheus("http://127.0.0.1:9").usages(NOW_S, season_s=86400)
