"""Loads images from a tarball and remembers which catalogue entries they are."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from tools.images.catalogue import Catalogue, Image
from tools.images.engine import Engine
from tools.images.errors import ImageMissing
from tools.images.records import ImageRecord, imported_file, write_record
from tools.images.reference import parse_reference


def match_names(catalogue: Catalogue, names: Iterable[str]) -> dict[str, str]:
    """
    Find the catalogue entries that loaded images stand for.

    Args:
        names: What the engine says it loaded; a mirror's prefix and another tag than
            the catalogue's are both accepted.

    Returns:
        Loaded name by key.
    """
    found = {}
    for name in names:
        repository = parse_reference(name).repository
        for key, image in catalogue.items():
            if any(_ends_with(repository, known) for known in _repositories(image)):
                found[key] = name
    return found


def _repositories(image: Image) -> list[str]:
    """Return the repositories that an image goes by: the official one, and ours."""
    ours = [f"pharos/{image.key}"]
    return (
        [*ours, parse_reference(image.reference).repository]
        if image.reference
        else ours
    )


def _ends_with(repository: str, known: str) -> bool:
    return repository == known or repository.endswith(f"/{known}")


def is_ours(engine: Engine, reference: str) -> bool:
    """Tell whether one of our recipes made an image that is here."""
    config = engine.inspect(reference).get("Config") or {}
    return "pharos.recipe" in (config.get("Labels") or {})


def import_images(
    archive: Path, *, cache: Path, catalogue: Catalogue, engine: Engine
) -> Mapping[str, str]:
    """
    Load *archive* and use its images from now on.

    Returns:
        Loaded name by catalogue key.

    Raises:
        ImageMissing: The file is not there, or holds nothing that the catalogue knows.
    """
    if not archive.is_file():
        raise ImageMissing(f"{archive} is not a file; give the path of a tarball")
    names = engine.load(archive)
    found = match_names(catalogue, names)
    if not found:
        known = ", ".join(i.reference for i in catalogue.values() if i.reference)
        raise ImageMissing(
            f"{archive} holds {', '.join(names)}, which the catalogue does not know; "
            f"it knows {known}. Tag the image with one of these before `docker save`"
        )
    for key, name in found.items():
        image = catalogue[key]
        record = ImageRecord(id=str(engine.inspect(name)["Id"]), name=name)
        if image.program and image.reference and not is_ours(engine, record.id):
            # It does not run as it is; where it is found, its program is taken out.
            engine.tag(record.id, image.reference)
        else:
            write_record(imported_file(cache, key), record)
    return found
