"""Which images there are, and their packages, looked up once per image id."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.images.cache import write_json
from tools.images.engine import Engine
from tools.images.written import images_file, read_resolved
from tools.supply.content.export import files
from tools.supply.content.inventory import inventory
from tools.supply.errors import UsageError
from tools.supply.packages import Package

# Of the reading code: what an older one has kept is not used.
_FORMAT = 1
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """
    One image and its packages.

    Attributes:
        name: The catalogue's key, or the reference that was given.
        created: When the image was made, as the engine says it.
    """

    name: str
    id: str
    reference: str
    created: str
    packages: tuple[Package, ...]


def resolved_images(folder: Path) -> dict[str, str]:
    """
    Return the reference of each image of the platform by its key.

    Raises:
        UsageError: When nothing was resolved yet.
    """
    resolved = read_resolved(folder)
    if resolved is None:
        raise UsageError(
            f"{images_file(folder)} is not there: run `make images`, or name an image"
            " with --image"
        )
    return {key: image.reference for key, image in resolved.images.items()}


def chosen(references: Sequence[str], folder: Path) -> dict[str, str]:
    """Return the images that *references* name by key or reference; none means all."""
    if not references:
        return resolved_images(folder)
    known = resolved_images(folder) if images_file(folder).exists() else {}
    return {name: known.get(name, name) for name in references}


def contents(
    images: dict[str, str], engine: Engine, cache: Path, say: Say
) -> tuple[Content, ...]:
    """
    Return the packages of each image.

    Raises:
        UsageError: When the engine does not hold one.
        EngineUnavailable: When none answers.
    """
    return tuple(
        _content(name, reference, engine, cache, say)
        for name, reference in sorted(images.items())
    )


def _content(
    name: str, reference: str, engine: Engine, cache: Path, say: Say
) -> Content:
    import docker

    try:
        known = engine.inspect(reference)
    except docker.errors.APIError as error:
        raise UsageError(
            f"the engine holds no image {reference!r}; pull it, or run `make images`"
        ) from error
    image_id = known["Id"]
    digest = image_id.removeprefix("sha256:")
    file = cache / "supply" / f"packages-{_FORMAT}" / f"{digest}.json"
    packages = _kept(file)
    if packages is None:
        say(f"reading the packages of {name}")
        packages = inventory(files(engine, image_id))
        write_json(file, [asdict(package) for package in packages])
    return Content(
        name=name,
        id=image_id,
        reference=reference,
        created=known.get("Created", ""),
        packages=packages,
    )


def _kept(file: Path) -> tuple[Package, ...] | None:
    try:
        return tuple(Package(**each) for each in json.loads(file.read_text()))
    except (OSError, ValueError, TypeError):
        return None
