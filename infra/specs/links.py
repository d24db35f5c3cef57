"""A stack's name and pages: filled into what was generated for any stack."""

from collections.abc import Mapping

from catalog.services import ENGINE, GRAFANA, PROMETHEUS
from infra.specs.settings import Settings


def with_links(rules: Mapping[str, str], settings: Settings) -> Mapping[str, str]:
    """Return *rules*, text by file name, with *settings*' addresses and stack."""
    known = {
        "${environment}": settings.stack,
        "${grafana}": settings.url(GRAFANA.name),
        "${console}": f"{settings.url(ENGINE.name)}/console",
        # Prometheus serves the runbooks itself: they are there when little else is.
        "${runbooks}": f"{settings.url(PROMETHEUS.name)}/consoles",
    }
    return {name: _filled(text, known) for name, text in rules.items()}


def _filled(text: str, known: Mapping[str, str]) -> str:
    for mark, value in known.items():
        text = text.replace(mark, value)
    return text
