"""Puts images together: a build context, a build without network, a canonical id."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import certifi

from tools.images.archive import unpack, write_archive
from tools.images.base import ROOT_TAR, STATUS
from tools.images.builder import Candidate, build_environment
from tools.images.catalogue import Image
from tools.images.engine import Engine
from tools.images.recipe import Recipe, account_files, labels
from tools.images.shell import run


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """
    What every build needs.

    Attributes:
        cli: The Docker CLI that can build.
        on_line: Told each line of output as it comes.
    """

    engine: Engine
    cli: Candidate
    on_line: Callable[[str], None]


def certificates() -> Path:
    """Return the trusted authorities, locked with the requirements by their hash."""
    return Path(certifi.where())


def fill_context(
    context: Path, image: Image, *, dockerfile: Path, binaries: Iterable[Path]
) -> None:
    """Write what all images have: Dockerfile, accounts, binaries, an empty folder."""
    (context / "empty").mkdir(parents=True)
    (context / "bin").mkdir()
    shutil.copy(dockerfile, context / "Dockerfile")
    for name, text in account_files(image).items():
        (context / name).write_text(text)
        (context / name).chmod(0o644)
    for binary in binaries:
        shutil.copy(binary, context / "bin")
        (context / "bin" / binary.name).chmod(0o755)


def fill_recipe_context(
    context: Path, image: Image, recipe: Recipe, folders: Mapping[str, Path]
) -> None:
    """
    Write the context of an image of Go programs.

    Args:
        folders: Cached folder by the name of its program, and ``pages``.
    """
    binaries = [folders[recipe.program.name] / name for name in recipe.binaries]
    binaries.append(folders["hc"] / "hc")
    fill_context(context, image, dockerfile=recipe.dockerfile, binaries=binaries)
    if recipe.certificates:
        shutil.copyfile(certificates(), context / "ca-certificates.crt")
    if recipe.pages:
        shutil.copytree(folders["pages"] / "static", context / "static")


def build_image(
    workshop: Workshop,
    image: Image,
    *,
    fill: Callable[[Path], None],
    tags: Iterable[str],
    revision: str,
    arguments: Mapping[str, str] | None = None,
) -> str:
    """
    Build, make canonical and load one image.

    Args:
        fill: Writes the build context.
        arguments: Build arguments by name.

    Returns:
        The image id, the same for the same content.

    Raises:
        BuildFailed: The builder refused; the message ends with its own words.
    """
    with tempfile.TemporaryDirectory(prefix="pharos-image-") as scratch:
        work = Path(scratch)
        fill(work / "context")
        raw = _build(workshop, work, labels(image, revision=revision), arguments or {})
        try:
            return _reload(workshop.engine, raw, work, tuple(tags))
        finally:
            workshop.engine.remove(raw)


def _build(
    workshop: Workshop,
    work: Path,
    labelled: Mapping[str, str],
    arguments: Mapping[str, str],
) -> str:
    argv = workshop.cli.build_argv("--network=none", "--iidfile", str(work / "id"))
    for name, value in labelled.items():
        argv += ["--label", f"{name}={value}"]
    for name, value in arguments.items():
        argv += ["--build-arg", f"{name}={value}"]
    argv.append(str(work / "context"))
    run(argv, env=build_environment(), on_line=workshop.on_line)
    return (work / "id").read_text().strip()


def _reload(engine: Engine, raw: str, work: Path, tags: tuple[str, ...]) -> str:
    saved = work / "saved.tar"
    engine.save(raw, saved)
    config, layers = unpack(saved, work)
    saved.unlink()
    canonical = work / "canonical.tar"
    write_archive(canonical, config=config, layers=layers, tags=tags)
    return _load(engine, canonical, tags)


def load_base(
    engine: Engine, image: Image, folder: Path, *, tags: tuple[str, ...]
) -> str:
    """Make an image of the root file system in *folder*."""
    config = {
        "architecture": engine.go_architecture(),
        "os": "linux",
        "config": {
            "Env": [
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin",
                "LANG=C.UTF-8",
            ],
            "Cmd": ["python3"],
            "Labels": labels(image, revision=folder.name),
        },
        "history": [
            {"created_by": f"mmdebstrap ({STATUS} is kept beside the archive)"}
        ],
    }
    with tempfile.TemporaryDirectory(prefix="pharos-base-") as scratch:
        archive = Path(scratch) / "base.tar"
        write_archive(archive, config=config, layers=[folder / ROOT_TAR], tags=tags)
        return _load(engine, archive, tags)


def _load(engine: Engine, archive: Path, tags: tuple[str, ...]) -> str:
    """Load an archive of ours; the engine has the last word about its id."""
    engine.load(archive)
    return str(engine.inspect(tags[0])["Id"])
