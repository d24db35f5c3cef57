"""The host's promtool and amtool: our own binaries, or the official image's."""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from tools.images.cache import looks_sound
from tools.images.gobuild import program_folder
from tools.images.model import ResolvedImage, Source
from tools.images.programs import ALERTMANAGER, PROMETHEUS, GoProgram
from tools.images.site import Site

# Tool by the image that carries it, and the program that it is built with.
TOOLS: Mapping[str, tuple[str, GoProgram]] = {
    "promtool": ("prometheus", PROMETHEUS),
    "amtool": ("alertmanager", ALERTMANAGER),
}


def lacking(site: Site, images: Mapping[str, ResolvedImage]) -> list[GoProgram]:
    """Return the programs whose tools are lost or damaged."""
    return [
        program
        for key, program in TOOLS.values()
        if key in images
        and _has_to_be_built(images[key])
        and not looks_sound(_folder(site, program))
    ]


def damaged(site: Site, programs: Iterable[GoProgram]) -> list[Path]:
    """Return the folders of those *programs* that are there, but not as built."""
    folders = (_folder(site, program) for program in programs)
    return [folder for folder in folders if folder.exists()]


def tool_argvs(
    site: Site, images: Mapping[str, ResolvedImage]
) -> dict[str, tuple[str, ...]]:
    """Return the argv that starts each tool; one that cannot be had is left out."""
    found: dict[str, tuple[str, ...]] = {}
    for tool, (key, program) in TOOLS.items():
        folder = _folder(site, program)
        if looks_sound(folder):
            found[tool] = (str(folder / tool),)
        elif key in images and not is_ours(images[key]):
            found[tool] = in_container(tool, images[key].reference)
    return found


def is_ours(image: ResolvedImage) -> bool:
    """Tell an image made by a recipe, which holds no tools, from an official one."""
    return image.probe[:1] == ("/bin/hc",)


def _has_to_be_built(image: ResolvedImage) -> bool:
    if image.source is Source.BUILT:
        return True
    # Built elsewhere and brought here: its tools are built where that is possible.
    return is_ours(image) and shutil.which("go") is not None


def in_container(tool: str, reference: str) -> tuple[str, ...]:
    """Return the argv that runs *tool* out of an official image, files on stdin."""
    docker = shutil.which("docker") or "docker"
    isolated = ("run", "--rm", "-i", "--network", "none")
    return (docker, *isolated, "--entrypoint", tool, reference)


def _folder(site: Site, program: GoProgram) -> Path:
    return program_folder(program, cache=site.cache, machine=site.machine)
