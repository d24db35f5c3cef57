"""The pages that are drawn while people look."""

import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from previews.data.prometheus import Prometheus
from previews.data.window import Window
from previews.draw import drawing_of
from previews.drawing import page as drawing_page
from previews.drawing.page import Drawing
from previews.errors import PreviewsError
from previews.folder import Dashboards, Folder
from previews.model import durations
from previews.model.dashboard import Dashboard
from previews.settings import Settings
from previews.web import pages
from previews.web.cache import Cache
from previews.web.observed import Observed
from previews.web.pages import Site
from previews.web.request import Wish

# Pages of different choices that are kept; an unlikely crowd of them.
_MOST_PAGES = 64
_QUESTIONS_AT_ONCE = 8
# Drawing takes the processor; more at once would only make all of them late.
_DRAWINGS_AT_ONCE = 2
_WAIT_S = 60.0


class BusyError(PreviewsError):
    """Too many different pages are being drawn already."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One dashboard as a page and as a picture."""

    page: str
    picture: str


class Live:
    """Draws dashboards when they are asked for, and keeps them for a while."""

    def __init__(self, settings: Settings, observed: Observed) -> None:
        self._settings = settings
        self._observed = observed
        self._folder = Folder(settings.dashboards)
        self._source = Prometheus(settings.prometheus_url)
        self._cache: Cache[Drawn] = Cache(settings.refresh_s * 0.9, _MOST_PAGES)
        self._workers = ThreadPoolExecutor(_QUESTIONS_AT_ONCE, "question")
        self._drawing = threading.BoundedSemaphore(_DRAWINGS_AT_ONCE)

    def close(self) -> None:
        """Ask nothing more."""
        self._workers.shutdown(wait=False, cancel_futures=True)

    def dashboards(self) -> Dashboards:
        """Return what there is to draw."""
        return self._folder.current()

    def index(self) -> str:
        """Return the page of all dashboards."""
        found = self.dashboards()
        by_address = {f"/d/{uid}": each for uid, each in found.by_uid.items()}
        about = "Thumbnails of the last data"
        return pages.index(self._site(found), by_address, about)

    def drawn(self, wish: Wish) -> Drawn:
        """
        Return a dashboard.

        Raises:
            BusyError: When too many others are being drawn.
        """
        found = self.dashboards()
        dashboard = found.by_uid[wish.uid]
        return self._cache.get(
            # A changed dashboard is another one.
            (wish.key, found.version),
            lambda: self._draw(dashboard, wish, found),
        )

    def _draw(self, dashboard: Dashboard, wish: Wish, found: Dashboards) -> Drawn:
        if not self._drawing.acquire(timeout=_WAIT_S):
            raise BusyError("many pages are being drawn; ask again in a moment")
        try:
            begin = time.perf_counter()
            drawing = self._drawing_of(dashboard, wish)
            site = self._site(found)
            drawn = Drawn(
                page=pages.dashboard(drawing, site, f"/d/{dashboard.uid}"),
                picture=drawing_page.picture(drawing),
            )
            failed = sum(bool(each.errors) for each in drawing.data.values())
            took_s = time.perf_counter() - begin
            self._observed.drawn(dashboard.uid, took_s, failed)
            return drawn
        finally:
            self._drawing.release()

    def _drawing_of(self, dashboard: Dashboard, wish: Wish) -> Drawing:
        window = Window(
            end_s=time.time(),
            range_s=durations.seconds(wish.range or dashboard.range),
            scrape_s=self._settings.scrape_s,
        )
        wanted: Mapping[str, Sequence[str]] = wish.chosen
        if self._settings.environment:
            wanted = {"environment": [self._settings.environment], **wanted}
        return drawing_of(dashboard, self._source, window, self._workers, wanted=wanted)

    def _site(self, found: Dashboards) -> Site:
        return replace(
            site_of(found.by_uid),
            refresh_s=self._settings.refresh_s,
            wrong=found.wrong,
        )


def site_of(dashboards: Mapping[str, Dashboard]) -> Site:
    """Return the live addresses of *dashboards*."""
    return Site(
        titles={f"/d/{uid}": each.title for uid, each in dashboards.items()},
        pictures={f"/d/{uid}": f"/thumbnails/{uid}.svg" for uid in dashboards},
        home="/",
    )
