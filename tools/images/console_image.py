"""The engine's console, bundled in an image of Node.js where the machine has none."""

import os
import shutil
import tarfile
import tempfile
from pathlib import Path

from tools.images.archive import unpack
from tools.images.assemble import Workshop
from tools.images.builder import build_environment
from tools.images.cache import is_sound, store
from tools.images.console import WEB, console_folder, sources
from tools.images.recipe import RECIPES_FOLDER
from tools.images.shell import run

DOCKERFILE = RECIPES_FOLDER / "console.Dockerfile"
# A mirror of npm's registry; npm reads it too.
REGISTRY_VARIABLE = "NPM_CONFIG_REGISTRY"


def bundle_in_image(
    workshop: Workshop, node: str, *, cache: Path, web: Path = WEB
) -> Path:
    """
    Return the console's folder in the cache, bundled if need be.

    Args:
        node: Local name of an image with Node.js and npm.

    Raises:
        BuildFailed: The packages cannot be had, are not the locked ones, or the
            bundler refused; the message ends with its own words.
    """
    folder = console_folder(cache=cache, web=web)
    if is_sound(folder):
        return folder

    def fill(out: Path) -> None:
        with tempfile.TemporaryDirectory(prefix="pharos-console-") as scratch:
            work = Path(scratch)
            image = _build(workshop, node, work, web)
            try:
                _copy_out(workshop, image, work, out)
            finally:
                workshop.engine.remove(image)

    return store(folder, fill)


def _build(workshop: Workshop, node: str, work: Path, web: Path) -> str:
    context = work / "context"
    for source in sources(web):
        target = context / source.relative_to(web)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    words = ["--file", str(DOCKERFILE), "--iidfile", str(work / "id")]
    words += ["--build-arg", f"NODE={node}"]
    if mirror := os.environ.get(REGISTRY_VARIABLE):
        words += ["--build-arg", f"{REGISTRY_VARIABLE}={mirror}"]
    argv = workshop.cli.build_argv(*words, str(context))
    run(argv, env=build_environment(), on_line=workshop.on_line)
    return (work / "id").read_text().strip()


def _copy_out(workshop: Workshop, image: str, work: Path, out: Path) -> None:
    saved = work / "saved.tar"
    workshop.engine.save(image, saved)
    _, layers = unpack(saved, work)
    for layer in layers:
        with tarfile.open(layer) as archive:
            archive.extractall(out, filter="data")
