"""Pictures of pages, taken beside the run by a real browser."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from tools.browser.chromium import BrowserError, screenshot
from tools.evidence.cases import Case
from tools.evidence.outcome import Picture
from tools.evidence.progress import Milestone
from tools.evidence.stack import Addresses

_SIZE = (1200, 640)
# Longer than Chromium may take for two pages on a busy machine.
_PATIENCE_S = 240

Take = Callable[[str, Path], object]


def take(url: str, to: Path) -> object:
    """Take a picture of the page at *url*."""
    return screenshot(url, to, size=_SIZE)


def pages(
    milestone: Milestone, case: Case, addresses: Addresses
) -> list[tuple[str, str, str]]:
    """Return title, file name and URL of the pages to picture at *milestone*."""
    alert = case.alert.value
    prometheus = f"{addresses.prometheus}/alerts?search={quote(alert)}"
    held = quote(f'{{alertname="{alert}"}}')
    alertmanager = f"{addresses.alertmanager}/#/alerts?filter={held}"
    found = {
        Milestone.PENDING: [("Prometheus, pending", "prometheus-pending", prometheus)],
        Milestone.FIRING: [("Prometheus, firing", "prometheus-firing", prometheus)],
        Milestone.ACTIVE: [
            ("Alertmanager, active", "alertmanager-active", alertmanager)
        ],
        Milestone.NOTIFIED: [
            ("Notified", "notified", addresses.notifications),
        ],
        Milestone.RESOLVED: [
            ("Prometheus, resolved", "prometheus-resolved", prometheus)
        ],
        Milestone.RESOLUTION_NOTIFIED: [
            ("Resolution notified", "resolution-notified", addresses.notifications),
        ],
    }
    return [
        (title, f"{name}.png", url) for title, name, url in found.get(milestone, [])
    ]


class Camera:
    """Takes pictures one after the other in a thread of its own."""

    def __init__(self, folder: Path, take: Take = take) -> None:
        self._folder = folder
        self._take = take
        self._pool = ThreadPoolExecutor(1)
        self._pending: list[Future[Picture]] = []
        self._taken: list[Picture] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def picture(self, title: str, file: str, url: str) -> None:
        """Take a picture of *url* as soon as the ones before are done."""
        self._pending.append(self._pool.submit(self._one, title, file, url))

    def wait(self) -> None:
        """Wait until every picture asked for was taken, or given up."""
        done, _ = wait(self._pending, timeout=_PATIENCE_S)
        self._taken += [future.result() for future in self._pending if future in done]
        self._pending = [future for future in self._pending if future not in done]

    def taken(self) -> list[Picture]:
        """Return the pictures that are done."""
        done = [f.result() for f in self._pending if f.done() and not f.cancelled()]
        return [*self._taken, *done]

    def _one(self, title: str, file: str, url: str) -> Picture:
        try:
            self._take(url, self._folder / file)
        except (BrowserError, OSError) as error:
            return Picture(title=title, file="", missing=str(error))
        return Picture(title=title, file=file)
