"""Decides, purely, how the engine's console is bundled, and what to say without it."""

from enum import StrEnum

from tools.images.keys import content_key

# The engine shows it where it finds no page beside it.
ABSENT_FILE = "absent.txt"
_FIX = (
    "Install Node.js 20 or newer, or let {reference} be pulled (pharos:registryPrefix "
    "names a mirror; `docker load` takes a tarball), then run `make up`"
)


class Bundler(StrEnum):
    """What bundles the console."""

    CACHE = "bundled before"
    HOST = "the machine's Node.js"
    IMAGE = "an image of Node.js"
    NONE = "nothing"


def choose_bundler(
    *, cached: bool, node_here: bool, usable: bool, image_here: bool, pullable: bool
) -> Bundler:
    """
    Return what bundles the console: what costs least comes first.

    Args:
        node_here: Node.js is on the machine, and new enough.
        usable: The image has not failed at it lately.
        image_here: The engine holds the image of Node.js.
        pullable: Its registry answers.
    """
    if cached:
        return Bundler.CACHE
    if node_here:
        return Bundler.HOST
    return Bundler.IMAGE if usable and (image_here or pullable) else Bundler.NONE


def missing_console(reference: str, registry: str, *, said: str | None = None) -> str:
    """Say why the engine has no console, and what to do about it."""
    why = said or f"the registry {registry} does not answer"
    return (
        f"no Node.js 20 or newer is on PATH, and {reference} cannot bundle it: {why}. "
        f"The engine and its API work without it. {_FIX.format(reference=reference)}"
    )


def absent_page(reference: str) -> str:
    """Return what ``/console`` answers in an image without the console."""
    return (
        "The console is not in this engine's image: where it was built, no Node.js 20\n"
        f"or newer was on PATH, and {reference} could not bundle it.\n"
        "\n"
        f"{_FIX.format(reference=reference)}.\n"
        "\n"
        "The engine works without it; its HTTP API is at /openapi.json.\n"
    )


def absent_name(reference: str) -> str:
    """Return what stands for the console in the key of an image without it."""
    return f"absent-{content_key('absent', {'page': absent_page(reference)})}"
