"""`make previews`: pictures of the dashboards, by default of the running stack."""

from collections.abc import Sequence

from infra.specs.settings import Settings
from previews.__main__ import main
from tools.bootstrap import stack_settings
from tools.bootstrap.context import Context

FOLDER = "artifacts/previews"
# These draw; what they are not told, the stack's settings say.
_DRAWING = ("draw", "compare")
_SOURCES = ("--prometheus", "--from")


def run(context: Context) -> int:
    """Draw what was asked for."""
    file = stack_settings.read(context.where, context.stack)
    words = [word for word in context.arguments.words if word != "--"]
    plain = ["--plain"] if context.plain else []
    return main([*completed(words or ["draw", "--png"], file.settings), *plain])


def completed(words: Sequence[str], settings: Settings) -> list[str]:
    """Return *words* with the stack's Prometheus and a folder where they name none."""
    found = list(words)
    if found[0] not in _DRAWING or "--help" in found:
        return found
    given = {word.partition("=")[0] for word in found}
    if not given & set(_SOURCES):
        found += ["--prometheus", settings.url("prometheus")]
    if "--out" not in given:
        found += ["--out", FOLDER]
    if "--scrape-interval" not in given:
        found += ["--scrape-interval", settings.scrape_interval]
    return found
