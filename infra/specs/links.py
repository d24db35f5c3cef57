"""Where a stack's pages are: filled into what was generated for any stack."""

from collections.abc import Mapping

from catalog.services import GRAFANA, PROMETHEUS
from infra.specs.settings import Settings


def with_links(rules: Mapping[str, str], settings: Settings) -> Mapping[str, str]:
    """Return *rules*, text by file name, with the addresses of *settings*' stack."""
    pages = {
        "${grafana}": settings.url(GRAFANA.name),
        # Prometheus serves the runbooks itself: they are there when little else is.
        "${runbooks}": f"{settings.url(PROMETHEUS.name)}/consoles",
    }
    return {name: _filled(text, pages) for name, text in rules.items()}


def _filled(text: str, pages: Mapping[str, str]) -> str:
    for placeholder, address in pages.items():
        text = text.replace(placeholder, address)
    return text
