"""Says before anything is built which programs the builds need and do not find."""

import re
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

from tools.images.base import base_folder
from tools.images.cache import looks_sound
from tools.images.catalogue import Image
from tools.images.errors import ProgramMissing
from tools.images.gobuild import ENVIRONMENT, program_folder
from tools.images.needs import GO_VERSION, NODE_VERSION
from tools.images.programs import GoProgram
from tools.images.prometheus_ui import ui_folder
from tools.images.shell import INSTALL, run
from tools.images.site import BASE, Site

_VERSIONS: Mapping[str, tuple[tuple[str, ...], tuple[int, ...]]] = {
    "go": (("go", "version"), GO_VERSION),
    "node": (("node", "--version"), NODE_VERSION),
}


def needed(
    site: Site,
    images: Iterable[Image],
    programs: Collection[GoProgram],
    *,
    pulled: Collection[str] = (),
) -> list[str]:
    """
    Return the programs that have to be on PATH for what is not cached yet.

    Args:
        pulled: Keys of the images whose program comes out of an official image.
    """
    images = list(images)
    built = [image for image in images if image.key not in pulled]
    recipes = [recipe for image in built if (recipe := site.recipe_of(image))]
    wanted = [*programs, *(p for recipe in recipes for p in recipe.programs)]
    found: dict[str, None] = {}
    if not all(looks_sound(_folder(site, program)) for program in wanted):
        found["go"] = None
    pages = any(recipe.pages for recipe in recipes)
    if pages and not looks_sound(ui_folder(cache=site.cache)):
        found |= dict.fromkeys(("go", "node", "npm"))
    base = base_folder(cache=site.cache, machine=site.machine)
    if any(image.key == BASE for image in images) and not looks_sound(base):
        found["mmdebstrap"] = None
    return list(found)


def _folder(site: Site, program: GoProgram) -> Path:
    return program_folder(program, cache=site.cache, machine=site.machine)


def complaints(
    names: Iterable[str],
    *,
    which: Callable[[str], str | None] = shutil.which,
    ask: Callable[[Iterable[str]], str] = lambda argv: run(list(argv), env=ENVIRONMENT),
) -> list[str]:
    """
    Return what is wrong with each program, and the fix.

    Args:
        which: Finds a program on PATH.
        ask: Runs a command that prints a version.
    """
    found = []
    for name in names:
        if which(name) is None:
            found.append(f"{name} is not on PATH: {INSTALL[name]}")
        elif name in _VERSIONS:
            argv, wanted = _VERSIONS[name]
            if (version := parse_version(ask(argv))) < wanted:
                here = ".".join(map(str, version))
                found.append(f"{name} {here} is too old: {INSTALL[name]}")
    return found


def parse_version(text: str) -> tuple[int, ...]:
    """Read major and minor out of a program's own words; (0,) if there are none."""
    match = re.search(r"([0-9]+)\.([0-9]+)", text)
    return tuple(map(int, match.groups())) if match else (0,)


def require(names: Iterable[str], *, said: Mapping[str, str] | None = None) -> None:
    """
    Make sure that every program is here and new enough.

    Args:
        said: By key of an image, what its registry said instead of giving it.

    Raises:
        ProgramMissing: Lists all that are not, each with its fix.
    """
    if found := complaints(names):
        raise ProgramMissing(
            _why(said or {})
            + ", so images are built here, and that needs more:\n  "
            + "\n  ".join(found)
            + "\nWhere images can be pulled from a mirror, name it in the setting "
            "pharos:registryPrefix; then nothing is compiled here."
        )


def _why(said: Mapping[str, str]) -> str:
    if not said:
        return "no registry answers"
    return "not every image can be pulled (" + "; ".join(said.values()) + ")"


def node_is_here() -> bool:
    """Tell whether Node.js and npm are on PATH, and new enough."""
    return not complaints(("node", "npm"))
