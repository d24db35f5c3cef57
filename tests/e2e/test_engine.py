"""The engine of the stack: telemetry arrives, secrets do not, its console opens."""

import json
import re
import secrets
import shutil
import sqlite3
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from catalog.services import ENGINE
from tests.e2e.canary import hits
from tests.e2e.keys import bearer, engine_keys, mounted
from tests.e2e.prometheus import series
from tests.e2e.waiting import eventually
from tests.tools import require

pytestmark = pytest.mark.stack

CALLED = {"checkout", "payment", "inventory"}
# Digits that pass the check of card numbers, so that nothing refuses them early.
CARD = "5500005555555559"
# What anybody may ask for: whether it lives, what may be asked, the page for a key.
OPEN = {
    *("/", "/health", "/health/live", "/health/ready"),
    *("/openapi.json", "/aiops/session"),
}


@pytest.fixture(scope="module")
def keys(stack):
    """The engine's own keys by who holds them."""
    return engine_keys(stack)


@pytest.fixture(scope="module")
def engine_api(stack):
    """Ask the engine for the JSON at a path, with the key that may read."""

    def ask(path):
        header = bearer(stack, "prometheus")
        try:
            return json.loads(stack.get(ENGINE.name, path, **header))
        except urllib.error.HTTPError as refusal:
            with refusal:
                raise AssertionError(f"{path} answered {refusal.code}") from None

    return ask


def buy(stack, *, body=None, query="", answer=200, **headers):
    """Buy something, or be refused with the status *answer*; return the trace of it."""
    trace = secrets.token_hex(16)
    request = urllib.request.Request(
        stack.url("gateway") + "/checkout" + query,
        json.dumps(body or {}).encode(),
        {
            "traceparent": f"00-{trace}-{'1' * 16}-01",
            "Content-Type": "application/json",
            **headers,
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            status = response.status
    except urllib.error.HTTPError as refusal:
        with refusal:
            status = refusal.code
    assert status == answer
    return trace


def stored(engine_api, trace):
    """The engine's answer about *trace*, once the spans of all services are there."""
    found = engine_api(f"/aiops/traces/{trace}")
    assert {span["service"] for span in found["spans"]} >= CALLED
    return found


def test_a_checkout_s_trace_is_found_by_its_id_with_its_log_lines(stack, engine_api):
    trace = buy(stack)

    def whole():
        found = stored(engine_api, trace)
        assert {line["service"] for line in found["logs"]} >= CALLED
        return found

    found = eventually(whole, f"trace {trace} and its log lines in the engine")

    known = {span["span"] for span in found["spans"]} | {"1" * 16}
    assert {span["parent"] for span in found["spans"]} <= known
    assert all(line["trace"] == trace for line in found["logs"])
    by_trace = engine_api(f"/aiops/logs?trace={trace}")["logs"]
    assert by_trace == found["logs"]


def test_requests_are_counted_from_their_spans(stack):
    buy(stack)

    def counted():
        found = series(
            stack.url("prometheus"),
            f'traces_span_metrics_calls_total{{environment="{stack.name}"}}',
        )
        return {each["metric"]["service"] for each in found} >= CALLED

    eventually(counted, "span metrics of the shop's services")


def test_what_people_send_in_confidence_reaches_no_store(stack, engine_api):
    token = f"canary{secrets.token_hex(16)}"
    planted = {"card number": CARD, "token": token}
    hidden = {"Authorization": f"Bearer {token}", "Cookie": f"session={token}"}
    # What is refused is told of in words, which must not repeat it.
    wrong = {"token": token, "card_number": CARD + "0"}
    buy(stack, body=wrong, answer=422, **hidden)
    buy(stack, query=f"?api_key={token}", answer=422, **hidden)
    trace = buy(stack, body={"card_number": CARD}, **hidden)
    answer = eventually(lambda: stored(engine_api, trace), f"trace {trace}")
    lines = engine_api(f"/aiops/logs?trace={trace}")
    incidents = engine_api("/aiops/incidents?status=all")

    shown = json.dumps([answer, lines, incidents]).encode()
    found = [*hits(planted, "API", shown)]
    for folder in mounted(stack.container(ENGINE.name), "/data"):
        for path in folder.rglob("*"):
            if path.is_file():
                found += hits(planted, path.name, path.read_bytes())
    for container in stack.containers():
        found += hits(planted, f"log of {container.name}", container.logs())

    assert found == []
    # Otherwise the search above would have looked into something else.
    assert trace.encode() in _database(stack)


def _database(stack):
    """Every byte of the spans' table, as it is stored."""
    [folder] = mounted(stack.container(ENGINE.name), "/data")
    name = f"file:{folder}/engine.db?mode=ro"
    with closing(sqlite3.connect(name, uri=True)) as database:
        rows = database.execute("SELECT trace FROM spans ORDER BY seq DESC LIMIT 5000")
        return "\n".join(row[0] for row in rows).encode()


def test_the_engine_s_keys_are_in_no_environment_label_or_log(stack, keys):
    found = []
    for container in stack.containers():
        found += hits(keys, str(container.name), repr(container.attrs).encode())
        found += hits(keys, f"log of {container.name}", container.logs())
        pid = container.attrs["State"]["Pid"]
        for kind in ("environ", "cmdline"):
            place = Path(f"/proc/{pid}/{kind}")
            found += hits(keys, f"{kind} of {container.name}", place.read_bytes())

    assert found == []


def without_key(stack, path, method):
    """The status of a request that brings no key."""
    request = urllib.request.Request(
        stack.url(ENGINE.name) + path,
        method=method,
        data=b"{}" if method == "POST" else None,
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code


def test_nothing_but_health_is_answered_without_a_key(stack, engine_api):
    described = {
        (re.sub(r"\{\w+\}", "x", path), method.upper())
        for path, operations in engine_api("/openapi.json")["paths"].items()
        for method in operations
    }
    # Not described there: what programs send, scrape and read.
    described |= {("/v1/traces", "POST"), ("/v1/logs", "POST"), ("/metrics", "GET")}
    described |= {("/aiops/patterns", "GET"), ("/aiops/services", "GET")}
    asked = {(path, method) for path, method in described if path not in OPEN}
    assert len(asked) > 30

    answered = {
        f"{method} {path}": status
        for path, method in sorted(asked)
        if (status := without_key(stack, path, method)) != 401
    }

    assert answered == {}
    assert without_key(stack, "/health", "GET") == 200
    # It is open so that a key can be shown; without one it opens nothing.
    assert without_key(stack, "/aiops/session", "POST") in (400, 403, 422)


def test_who_has_the_stack_s_key_signs_in_to_the_console(stack, tmp_path):
    require("chromium")
    key = stack.make("secret", "NAME=engine-key-console").strip().splitlines()[-1]
    # Imported here: its event loop must not outlive this test.
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-dev-shm-usage"],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        refused = []
        page.on("pageerror", lambda error: refused.append(str(error)))
        page.goto(stack.url(ENGINE.name))
        page.get_by_label("API key").fill(key)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
        box = page.get_by_role("link", name=re.compile("^checkout "))
        expect(box.first).to_be_visible()
        picture = page.screenshot(path=tmp_path / "overview.png")
        browser.close()

    assert refused == []
    # An empty page is a few kilobytes.
    assert len(picture) > 20_000


def test_spans_sent_while_the_engine_is_away_arrive_when_it_is_back(stack, engine_api):
    engine = stack.container(ENGINE.name)
    engine.stop(timeout=20)
    try:
        trace = buy(stack)
    finally:
        engine.start()

    eventually(
        lambda: stored(engine_api, trace),
        f"trace {trace} after the restart",
        within_s=40,
    )
