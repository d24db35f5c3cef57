"""The resolved images, as bootstrap left them in images.json."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.specs.errors import PlatformError

VERSION = 1
# A tag can move; an image id or a digest cannot.
_PINNED = re.compile(r"(.+@)?sha256:[0-9a-f]{64}")
# How bootstrap marks an image that a stack's settings name.
_OVERRIDE = "override"
_FIX = "run `make up`, or `make images` for the images alone"


class ImagesError(PlatformError):
    """images.json is missing, damaged or lacks an image."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """
    One image that is on this machine.

    Attributes:
        reference: Image id, or name with digest.
        probe: Command of the health check, with ``{port}`` and ``{path}``.
    """

    key: str
    reference: str
    name: str
    source: str
    probe: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Images:
    """
    What images.json says.

    Attributes:
        missing: Reason by key of an image that could not be had.
        tools: Command by name, such as ``promtool``.
    """

    by_key: Mapping[str, Image]
    missing: Mapping[str, str]
    tools: Mapping[str, tuple[str, ...]]

    def __getitem__(self, key: str) -> Image:
        """
        Return the image *key*.

        Raises:
            ImagesError: When it was not resolved.
        """
        if key in self.by_key:
            return self.by_key[key]
        reason = self.missing.get(key, "images.json does not name it")
        raise ImagesError(f"no image {key!r}: {reason}; {_FIX}")

    def tool(self, name: str) -> tuple[str, ...]:
        """
        Return the command that runs the tool *name*.

        Raises:
            ImagesError: When it was not resolved.
        """
        if name not in self.tools:
            raise ImagesError(f"no tool {name!r} in images.json; {_FIX}")
        return self.tools[name]


def load(path: Path, overrides: Mapping[str, str]) -> Images:
    """
    Return the resolved images.

    Args:
        overrides: Reference by key, as the stack's settings name them.

    Raises:
        ImagesError: When the file cannot be used, or was resolved without the
            overrides.
    """
    images = parse(_read(path), path)
    for key, wanted in overrides.items():
        found = images[key]
        if wanted not in (found.name, found.reference):
            raise ImagesError(
                f"image {key!r}: the settings name {wanted!r},"
                f" {path.name} has {found.name!r}; {_FIX}"
            )
    for image in images.by_key.values():
        if image.source == _OVERRIDE and image.key not in overrides:
            raise ImagesError(
                f"image {image.key!r}: {path.name} has {image.name!r}, which the"
                f" settings of another stack name; {_FIX}"
            )
    return images


def parse(text: str, path: Path) -> Images:
    """
    Return what *text* says.

    Raises:
        ImagesError: When it is not what bootstrap writes.
    """
    try:
        document = json.loads(text)
        if document["version"] != VERSION:
            raise ValueError(f"version {document['version']!r}, not {VERSION}")
        return Images(
            by_key={
                key: _image(key, entry) for key, entry in document["images"].items()
            },
            missing=dict(document.get("missing", {})),
            tools={name: tuple(argv) for name, argv in document["tools"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ImagesError(
            f"{path} is damaged ({type(error).__name__}: {error}); delete it and {_FIX}"
        ) from error


def _image(key: str, entry: Mapping[str, Any]) -> Image:
    reference = entry["reference"]
    if not _PINNED.fullmatch(reference):
        raise ValueError(f"image {key!r} is not pinned: {reference!r}")
    return Image(
        key=key,
        reference=reference,
        name=entry["name"],
        source=entry["source"],
        probe=tuple(entry["probe"]),
    )


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except FileNotFoundError as error:
        raise ImagesError(f"{path} is missing; {_FIX}") from error
