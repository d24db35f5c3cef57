"""HTML pages: a dashboard, and the index of all; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from previews.drawing import page as drawing_page
from previews.drawing.box import Box
from previews.drawing.page import Drawing
from previews.drawing.svg import NOTHING, Markup, joined, tag
from previews.model.dashboard import Dashboard
from previews.web.forms import form
from previews.web.style import STYLE

_NOTE = (
    "Drawn from Prometheus's data without a Grafana: layout, units, thresholds and"
    " panel types as there, not every detail."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """
    What the pages know of one another.

    Attributes:
        titles: Of the dashboards, by the address of their page.
        pictures: Addresses of their thumbnails, likewise.
        home: Address of the index.
        refresh_s: How often pages load again; 0 for files, which stay as they are.
        wrong: What is the matter with a dashboard, by its file's name.
    """

    titles: Mapping[str, str]
    pictures: Mapping[str, str]
    home: str
    refresh_s: int = 0
    wrong: Mapping[str, str] | None = None


def document(title: str, *body: str, refresh_s: int = 0) -> str:
    """Return a page."""
    refresh = (
        tag("meta", http_equiv="refresh", content=str(refresh_s))
        if refresh_s
        else NOTHING
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("title", title),
        tag("meta", name="viewport", content="width=device-width"),
        refresh,
        tag("style", Markup(STYLE)),
    )
    page = tag("html", head, tag("body", *body), lang="en")
    return f"<!doctype html>\n{page}\n"


def dashboard(drawing: Drawing, site: Site, address: str) -> str:
    """Return the page of one dashboard."""
    shown = drawing.dashboard
    facts = " · ".join(f"{k}: {v}" for k, v in drawing_page.facts(drawing))
    return document(
        f"{shown.title} (preview)",
        tag(
            "header",
            tag("h1", shown.title),
            tag("span", "Preview", class_="badge", title=_NOTE),
            tag("span", facts, class_="facts"),
        ),
        navigation(site, address),
        form(drawing) if site.refresh_s else NOTHING,
        _grid(drawing),
        _footer(site),
        refresh_s=site.refresh_s,
    )


def navigation(site: Site, current: str) -> Markup:
    """Return links to all pages."""
    links = [tag("a", "All dashboards", href=site.home)]
    for address, title in site.titles.items():
        here = "page" if address == current else None
        links.append(tag("a", title, href=address, aria_current=here))
    return tag("nav", *links)


def _grid(drawing: Drawing) -> Markup:
    panels = drawing.dashboard.panels
    boxes = [drawing_page.panel_box(each.place) for each in panels]
    high = max((box.bottom for box in boxes), default=1)
    wide = max((box.right for box in boxes), default=1)
    full = Box(0, 0, max(wide, drawing_page.GRID_WIDTH), high)
    children = [_cell(drawing, number, box, full) for number, box in enumerate(boxes)]
    style = f"aspect-ratio:{full.w:.1f}/{full.h:.1f}"
    return tag("main", NOTHING, *children, class_="grid", style=style)


def _cell(drawing: Drawing, number: int, box: Box, full: Box) -> Markup:
    style = (
        f"left:{box.x / full.w:.4%};top:{box.y / full.h:.4%};"
        f"width:{box.w / full.w:.4%};height:{box.h / full.h:.4%}"
    )
    shown = drawing.dashboard.panels[number]
    if shown.kind == "row":
        title = drawing_page.title_of(drawing, number)
        return tag("div", title, class_="row", style=style)
    return tag("section", panel(drawing, number), style=style)


def panel(drawing: Drawing, number: int) -> Markup:
    """Return one panel as an SVG of its own."""
    box = drawing_page.panel_box(drawing.dashboard.panels[number].place)
    at_home = Box(0, 0, box.w, box.h)
    name = drawing_page.title_of(drawing, number)
    content = drawing_page.one(drawing, number, at_home)
    return drawing_page.document(content, box.w, box.h, name)


def index(site: Site, dashboards: Mapping[str, Dashboard], about: str) -> str:
    """
    Return the page of all dashboards.

    Args:
        dashboards: By the address of their page.
        about: Where the data comes from.
    """
    cards = [
        tag(
            "a",
            tag("strong", each.title),
            tag(
                "img",
                src=site.pictures[address],
                alt=f"Preview of {each.title}",
                loading="lazy",
            ),
            tag("p", each.description, class_="faint") if each.description else NOTHING,
            href=address,
            class_="card",
        )
        for address, each in dashboards.items()
    ]
    return document(
        "Dashboards (preview)",
        tag(
            "header",
            tag("h1", "Dashboards"),
            tag("span", "Preview", class_="badge", title=_NOTE),
            tag("span", about, class_="facts"),
        ),
        _wrong(site.wrong or {}),
        tag("div", *cards, class_="cards") if cards else _none(),
        _footer(site),
        refresh_s=site.refresh_s,
    )


def _none() -> Markup:
    return tag("p", "There is no dashboard in the folder yet.")


def _wrong(messages: Mapping[str, str]) -> Markup:
    return joined(tag("p", text, class_="wrong") for text in messages.values())


def _footer(site: Site) -> Markup:
    again = f" Drawn again every {site.refresh_s} s." if site.refresh_s else ""
    return tag("footer", tag("p", _NOTE + again + " Times are UTC."))


def message(title: str, text: str, links: Sequence[tuple[str, str]] = ()) -> str:
    """Return a page that says one thing."""
    return document(
        title,
        tag("header", tag("h1", title)),
        tag("p", text),
        tag("nav", *(tag("a", name, href=address) for address, name in links)),
    )
