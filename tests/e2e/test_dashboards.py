"""Every query of every panel, asked of the running stack as Grafana would."""

import json
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from catalog.alerts import Alert
from tests.e2e.keys import bearer
from tests.e2e.panels import (
    implausible,
    query,
    shown,
    soon_shown,
    takes_long,
)
from tests.e2e.prometheus import api, series, value
from tests.e2e.waiting import eventually
from tests.unit.dashboards.boards import DASHBOARDS, EVERYWHERE, PANELS
from tools.traffic import scenarios

pytestmark = pytest.mark.stack

ROOT = Path(__file__).parents[2]
DECLINED_CARD = "4000000000000002"
# Panels with nothing to show on this stack, and the query that says why.
EMPTY = {"Certificates End in": "max(probe_http_ssl) == 0"}

# Panels about incidents: while nothing has happened they say so.
OF_INCIDENTS = {
    "Time to Detect",
    "Time to Acknowledge",
    "Time to Resolve",
    "Stages of Incidents",
    "Probable Causes",
    "Confidence",
    "Failing Requests by Cause",
    "Failing Requests over Time",
}
ALWAYS = [panel for panel in EVERYWHERE if panel.title not in OF_INCIDENTS]


def asked(stack, method, path, body=None):
    """Return the answer to one request of a user; a refusal is one, too."""
    request = urllib.request.Request(
        stack.url("gateway") + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.loads(response.read() or b"{}")
    except urllib.error.HTTPError as refusal:
        return json.loads(refusal.read() or b"{}")


def something_of_everything(stack):
    """What the traffic generator does not do: stock changes, declines, mistakes."""
    product = {"name": "globe", "stock": 20, "low_stock_threshold": 5}
    number = asked(stack, "POST", "/products", product)["id"]
    asked(stack, "PATCH", f"/products/{number}", {"stock": 2})
    asked(stack, "POST", f"/products/{number}/restock", {"quantity": 9})
    asked(stack, "DELETE", f"/products/{number}")
    asked(stack, "POST", "/payment", {"card_number": DECLINED_CARD})
    for path in ("/products/987654", "/payment/none", "/nowhere"):
        asked(stack, "GET", path)


@contextmanager
def traffic(stack, tmp_path, *names, rate=15):
    """Run the traffic generator; faults that it simulates are cleared at the end."""
    token = tmp_path / "token"
    token.write_text(stack.canaries["simulation-token"])
    token.chmod(0o600)
    command = [sys.executable, "-m", "tools.traffic", "--plain"]
    command += ["--url", stack.url("gateway"), "--rate", str(rate)]
    command += ["--duration", "900", "--token-file", str(token)]
    process = subprocess.Popen(
        [*command, *(word for name in names for word in ("--scenario", name))],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield
        ended = process.poll()
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert ended is None, f"the traffic generator ended early: {said}"


@pytest.fixture(scope="module")
def busy(stack, tmp_path_factory):
    """The stack under the traffic of users on every role, seen by Prometheus."""
    folder = tmp_path_factory.mktemp("traffic")
    reading, buying = scenarios.REQUEST_RATE.name, scenarios.PURCHASES.name
    with (
        traffic(stack, folder, reading, rate=8),
        traffic(stack, folder, buying, rate=4),
    ):
        something_of_everything(stack)
        yield stack


def panel_called(title):
    return next(panel for panel in PANELS if panel.title == title)


def values_of(stack, title, number=0):
    """All newest values that a panel's query shows."""
    expr = query(panel_called(title).exprs[number], stack.settings)
    return [float(each["value"][1]) for each in series(stack.url("prometheus"), expr)]


def plausible(stack, panel):
    """Make sure that every query of *panel* has data within its unit."""
    url = stack.url("prometheus")
    for target in panel.json["targets"]:
        expr = query(target["expr"], stack.settings)
        found = shown(url, target, expr)
        if not found and takes_long(expr):
            found = soon_shown(url, expr)
        assert found, f"no series: {expr}"
        odd = [*implausible(panel, found)]
        assert not odd, f"not within the panel's unit: {odd} of {expr}"
    return True


@pytest.mark.parametrize("panel", ALWAYS, ids=str)
def test_every_query_of_a_panel_has_plausible_data(busy, panel):
    url = busy.url("prometheus")

    if panel.title in EMPTY:
        eventually(lambda: series(url, EMPTY[panel.title]), "the reason for no data")
        assert values_of(busy, panel.title) == []
    else:
        eventually(lambda: plausible(busy, panel), f"data on {panel}", within_s=90)


@pytest.mark.parametrize("name", DASHBOARDS)
def test_every_choice_of_a_dashboard_has_values(busy, name):
    for variable in DASHBOARDS[name]["templating"]["list"]:
        if variable["type"] != "query":
            continue
        asked_for = query(variable["query"]["query"], busy.settings)
        inside = asked_for.removeprefix("label_values(").removesuffix(")")
        selector, label = inside.rsplit(", ", 1)
        values = api(
            busy.url("prometheus"), f"label/{label}/values", **{"match[]": selector}
        )
        assert values
        if label == "environment":
            assert values == [busy.name]


def test_choosing_services_shows_these_and_no_others(busy):
    expr = query(
        panel_called("Request Rate by Role").exprs[0],
        busy.settings,
        service="(items|products)",
    )

    def chosen():
        found = series(busy.url("prometheus"), expr)
        return {each["metric"]["service"] for each in found} == {"items", "products"}

    eventually(chosen, "the two roles")


def test_traces_can_be_found_from_the_latency_panel(busy):
    expr = query(panel_called("p99 Latency with Traces").exprs[0], busy.settings)

    def marks():
        found = api(
            busy.url("prometheus"),
            "query_exemplars",
            query=expr,
            start="0",
            end="32503680000",
        )
        return [e["labels"]["trace_id"] for each in found for e in each["exemplars"]]

    eventually(marks, "exemplars of the panel's own query")


# What users and the shop's people do, and the panels that have to show it.
EVENTS = ("4xx per Service", "Payment Declines", "Low Stock Warnings", "Restocks")


@pytest.fixture
def eventful(busy):
    """The stack after each event has happened twice, with a scrape in between."""
    for title in EVENTS:
        eventually(
            lambda title=title: values_of(busy, title), f"{title} once", within_s=90
        )
    something_of_everything(busy)
    return busy


def test_mistakes_declines_and_stock_events_are_shown(eventful):
    def noticed():
        nothing = [t for t in EVENTS if not max(values_of(eventful, t), default=0)]
        assert not nothing
        return True

    eventually(noticed, "mistakes, declines and stock events", within_s=90)


# The generator's scenario of a fault, and the panels that have to show it.
FAULTS = {
    scenarios.EXCEPTIONS.name: {
        "User 5xx Error Rate": 0.01,
        "Internal Exceptions Rate": 0.1,
        "Operations that Fail": 0.05,
        "5xx per Service": 0.1,
        "5xx Share per Service": 0.05,
        "Burn Rate over 5 Minutes": 1,
        "Bad Requests": 0.001,
        "Pending": 1,
    },
    scenarios.LATENCY.name: {"p99 Latency with Traces": 0.5},
}


@pytest.mark.parametrize("name", FAULTS)
def test_panels_show_a_fault(busy, tmp_path, name):
    def seen():
        for title, least in FAULTS[name].items():
            highest = max(values_of(busy, title), default=0)
            assert highest >= least, f"{title}: {highest}"
        return True

    with traffic(busy, tmp_path, name, rate=20):
        eventually(seen, f"the fault of {name} on its panels", within_s=90)


def test_panels_show_an_incident_its_cause_and_its_stages(busy, tmp_path):
    """Somebody takes it and says that it is over, as on any other day."""
    operator = bearer(busy, "console")

    def found():
        answer = json.loads(busy.get("engine", "/aiops/incidents", **operator))
        return [each for each in answer["active_incidents"] if each["causes"]]

    def look(titles):
        for panel in PANELS:
            if panel.title in titles:
                plausible(busy, panel)
        return True

    with traffic(busy, tmp_path, scenarios.EXCEPTIONS.name, rate=20):
        [incident, *_] = eventually(found, "an incident with a cause", within_s=120)
        path = f"/aiops/incidents/{incident['id']}"
        busy.post("engine", f"{path}/acknowledge", {}, **operator)
        open_ = OF_INCIDENTS - {"Time to Resolve"}
        eventually(lambda: look(open_), "the incident on its panels", within_s=60)
        busy.post("engine", f"{path}/resolve", {"text": "a test"}, **operator)
        eventually(lambda: look({"Time to Resolve"}), "its end on the panel")


def test_what_is_wrong_is_among_the_active_alerts(busy, tmp_path):
    expr = query(panel_called("Active Alerts").exprs[0], busy.settings)

    def listed():
        found = series(busy.url("prometheus"), expr)
        names = {each["metric"]["alertname"] for each in found}
        return {Alert.WATCHDOG, Alert.APP_HIGH_5XX_ERROR_RATE} <= names

    with traffic(busy, tmp_path, scenarios.EXCEPTIONS.name, rate=20):
        eventually(listed, "the alert of the fault", within_s=90)


def test_failed_checkouts_are_shown_when_they_have_been_undone(busy, tmp_path):
    """Undoing needs the payment role, so that they are counted after the fault."""
    with traffic(busy, tmp_path, scenarios.EXCEPTIONS.name, rate=20):
        eventually(
            lambda: max(values_of(busy, "5xx per Service"), default=0) > 0,
            "failing checkouts",
            within_s=90,
        )

    eventually(
        lambda: max(values_of(busy, "Checkout Failures"), default=0) > 0,
        "the share of failed checkouts",
        within_s=90,
    )


def test_every_simulated_fault_is_over(busy):
    request = urllib.request.Request(
        busy.url("gateway") + "/simulate/status",
        headers={"X-Simulation-Token": busy.canaries["simulation-token"]},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        assert json.loads(response.read())["active"] == []


def test_no_panel_s_query_takes_long(busy):
    url = busy.url("prometheus")
    slow = value(url, 'max(prometheus_engine_query_duration_seconds{quantile="0.99"})')

    assert slow < 5
