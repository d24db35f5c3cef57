"""One engine with a history and one Chromium for all tests of the console."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    StorageState,
    expect,
    sync_playwright,
)

from tests.browser.console.history import write_history
from tests.browser.console.past import write_past
from tests.integration.aiops.processes import EngineProcess
from tests.tools import require
from tests.unit.aiops.engines import KEYS
from tools.bootstrap.places import places
from tools.images.console import ensure_console

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
# Chromium's sandbox refuses to run as root; its /dev/shm is too small in containers.
_FLAGS = ["--no-sandbox", "--disable-dev-shm-usage"]
_PATIENCE_MS = 20_000
GRAFANA = "http://127.0.0.1:3000"
Open = Callable[..., Page]
SignIn = Callable[[BrowserContext, str], None]


@pytest.fixture(scope="session")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    """The engine that serves the console; payments fail since a minute."""
    require("node")
    require("npm")
    built = ensure_console(cache=places().cache, on_line=print)
    folder: Path = tmp_path_factory.mktemp("console")
    now_s = time.time()
    write_history(folder, until_s=now_s, calm_s=200, fault_s=50)
    write_past(folder, now_s=now_s)
    # Without the loop nothing changes but by the tests.
    engine = EngineProcess(
        folder,
        command="http",
        AIOPS_CONSOLE_FOLDER=str(built),
        AIOPS_DASHBOARDS_URL=GRAFANA,
    )
    try:
        yield engine.wait()
    finally:
        # A live view that is still open would be waited for.
        engine.kill()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """
    Chromium without a window.

    Closed after these tests: as long as it is open this thread has a running event
    loop, which Pulumi's mocks and `asyncio.run` of other tests must not find.
    """
    require("chromium")
    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=_FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def sign_in(chromium: Browser, console: EngineProcess) -> SignIn:
    """Give a context the session of a key: one for all, for logins are limited."""
    known: dict[str, StorageState] = {}

    def sign_in(context: BrowserContext, key: str) -> None:
        if key not in known:
            answer = context.request.post(
                "/aiops/session",
                data={"key": KEYS[key]},
                headers={"X-Pharos-Console": "1"},
            )
            assert answer.ok, answer.text()
            known[key] = context.storage_state()
        context.add_cookies(known[key]["cookies"])

    return sign_in


@pytest.fixture
def visit(chromium: Browser, console: EngineProcess, sign_in: SignIn) -> Iterator[Open]:
    """Open a page of the console, signed in unless told otherwise."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def visit(
        path: str = "/",
        *,
        key: str | None = "console",
        size: dict[str, int] = DESKTOP,
        scheme: str = "light",
    ) -> Page:
        context = chromium.new_context(
            base_url=console.url, viewport=size, color_scheme=scheme
        )
        contexts.append(context)
        context.set_default_timeout(_PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.extend(_complaint(said)))
        if key is not None:
            sign_in(context, key)
        page.goto(f"/console{path}")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


def _complaint(said: object) -> Iterator[str]:
    """Yield what the browser complains of, such as what the policy has blocked."""
    kind, text = said.type, said.text  # type: ignore[attr-defined]  # not exported
    # That is how the console learns that nobody is signed in, or that it is offline.
    if kind in ("error", "warning") and "Failed to load resource" not in text:
        yield text
