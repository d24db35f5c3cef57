"""Draw docs/architecture.svg from the catalog, so that the picture cannot drift."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import NamedTuple

from catalog.services import SERVICES, Kind, Service

TARGET = Path(__file__).parents[2] / "docs" / "architecture.svg"
WIDTH, HEIGHT = 1120, 860
BOX_W, BOX_H = 196, 58
FILL = {Kind.SHOP: "#dbeafe", Kind.PLATFORM: "#dcfce7", Kind.OWN: "#ffedd5"}


class Place(NamedTuple):
    """Top left corner of a box, in pixels."""

    x: int
    y: int


PLACES: Mapping[str, Place] = {
    "gateway": Place(200, 150),
    "items": Place(450, 70),
    "products": Place(450, 150),
    "checkout": Place(450, 230),
    "inventory": Place(700, 110),
    "payment": Place(700, 200),
    "grafana": Place(200, 370),
    "previews": Place(200, 470),
    "prometheus": Place(450, 440),
    "alertmanager": Place(200, 560),
    "notifications": Place(200, 650),
    "node-exporter": Place(700, 370),
    "container-exporter": Place(700, 470),
    "blackbox": Place(450, 560),
    "collector": Place(700, 560),
    "engine": Place(700, 650),
    "postgres": Place(450, 750),
    "postgres-exporter": Place(700, 750),
}
_COLUMNS_X = (200, 450, 700)
_OWN_Y, _OWN_STEP = HEIGHT + 24, 90
YOU = Place(16, 260)


@dataclass(frozen=True, slots=True)
class Arrow:
    """A call from one box to another."""

    start: Place
    end: Place


def box(service: Service, place: Place) -> str:
    """Return the box of *service* with its name, port and what it is."""
    port = f":{service.published_port}" if service.published_port else ""
    x, y = place
    return (
        f'<rect x="{x}" y="{y}" width="{BOX_W}" height="{BOX_H}" rx="8"'
        f' fill="{FILL[service.kind]}" stroke="#334155"/>'
        f'<text x="{x + 10}" y="{y + 22}" class="name">{escape(service.name)}'
        f'<tspan class="port"> {port}</tspan></text>'
        + "".join(
            f'<text x="{x + 10}" y="{y + 38 + 12 * n}" class="note">'
            f"{escape(text)}</text>"
            for n, text in enumerate(wrap(service.description))
        )
    )


def wrap(text: str, width: int = 31) -> list[str]:
    """Return *text* in at most two lines of about *width* characters."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > width and len(lines) < 2:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def placed(services: tuple[Service, ...]) -> Mapping[str, Place]:
    """Return every place; services of a team's own stand in rows below the rest."""
    own = [each.name for each in services if each.kind is Kind.OWN]
    rows = {
        name: Place(
            _COLUMNS_X[number % len(_COLUMNS_X)],
            _OWN_Y + _OWN_STEP * (number // len(_COLUMNS_X)),
        )
        for number, name in enumerate(own)
    }
    return {**PLACES, **rows}


def calls(services: tuple[Service, ...]) -> Iterator[Arrow]:
    """Yield the calls to draw; scrapes are one note, not a dozen arrows."""
    places = placed(services)
    for callee in services:
        for caller in callee.callers:
            if caller == "prometheus" and callee.name != "alertmanager":
                continue
            if caller == "blackbox":
                continue  # nor are its probes: it asks all that is published
            if caller == "items":
                continue  # simulation is forwarded; not part of serving a request
            if callee.name == "collector":
                continue  # every role sends there; one note says so
            if callee.name == "postgres" and caller != "postgres-exporter":
                continue  # every role and the engine; one note says so
            yield Arrow(places[caller], places[callee.name])
        if callee.is_published:
            yield Arrow(YOU, places[callee.name])


def line(arrow: Arrow) -> str:
    """Return a curve from the facing edge of one box to that of the other."""
    rightward = arrow.end.x > arrow.start.x
    start_w = 120 if arrow.start == YOU else BOX_W
    x1 = arrow.start.x + (start_w if rightward else 0)
    x2 = arrow.end.x + (0 if rightward else BOX_W)
    if arrow.end.x == arrow.start.x:
        x1 = x2 = arrow.start.x + BOX_W // 2
        down = arrow.end.y > arrow.start.y
        y1 = arrow.start.y + (BOX_H if down else 0)
        y2 = arrow.end.y + (0 if down else BOX_H)
        return f'<path d="M{x1} {y1} L{x2} {y2}" class="call"/>'
    y1, y2 = arrow.start.y + BOX_H // 2, arrow.end.y + BOX_H // 2
    middle = (x1 + x2) // 2
    return f'<path d="M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}" class="call"/>'


def group(title: str, x: int, y: int, width: int, height: int) -> str:
    """Return a dashed frame with a title."""
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="12" fill="none"'
        f' stroke="#94a3b8" stroke-dasharray="6 4"/>'
        f'<text x="{x + 14}" y="{y + 22}" class="group">{escape(title)}</text>'
    )


def render(services: tuple[Service, ...] = SERVICES) -> str:
    """
    Return the picture as SVG.

    Raises:
        KeyError: When a service of the catalog has no place here yet.
    """
    places = placed(services)
    lowest = max(place.y for place in places.values()) + BOX_H + 24
    height = max(HEIGHT, lowest)
    style = (
        "text{font-family:system-ui,sans-serif;fill:#0f172a}.name{font-size:15px;"
        "font-weight:600}.port{font-weight:400;fill:#475569}.note{font-size:10.5px;"
        "fill:#334155}.group{font-size:13px;fill:#475569;font-weight:600}"
        ".call{fill:none;stroke:#475569;stroke-width:1.4;marker-end:url(#tip)}"
    )
    tip = (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7"'
        ' markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#475569"/>'
        "</marker></defs>"
    )
    you = (
        f'<rect x="{YOU.x}" y="{YOU.y}" width="120" height="{BOX_H}" rx="28"'
        f' fill="#fef9c3" stroke="#334155"/>'
        f'<text x="{YOU.x + 22}" y="{YOU.y + 26}" class="name">you</text>'
        f'<text x="{YOU.x + 22}" y="{YOU.y + 42}" class="note">127.0.0.1 only</text>'
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
        ' role="img" aria-label="Architecture of Pharos">',
        f"<style>{style}</style>{tip}",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        group("the shop: one image, a container per role", 430, 32, 490, 276),
        group("monitoring", 180, 330, 740, 490),
        *(line(arrow) for arrow in calls(services)),
        you,
        *(box(service, places[service.name]) for service in services),
        '<path d="M548 440 L548 310" class="call" stroke-dasharray="5 4"/>',
        '<text x="558" y="324" class="note">scrapes every box on this page</text>',
        '<path d="M908 310 L908 589 L898 589" class="call" stroke-dasharray="5 4"/>',
        '<text x="850" y="324" class="note">spans, logs</text>',
        '<text x="200" y="772" class="note">with pharos:postgres, the shop</text>',
        '<text x="200" y="790" class="note">and the engine keep data here</text>',
        '<text x="940" y="60" class="group">kept in volumes</text>',
        *(
            f'<text x="940" y="{80 + 18 * n}" class="note">{escape(text)}</text>'
            for n, text in enumerate(
                (
                    "samples (15 days)",
                    "silences and notifications",
                    "Grafana's database",
                    "items, stock, payments, orders",
                    "spans that wait to be sent",
                    "what the engine has learnt",
                )
            )
        ),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def main() -> int:
    """Write the picture."""
    TARGET.write_text(render(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
