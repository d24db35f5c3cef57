"""The resolved images, as bootstrap left them in images.json."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.specs.errors import PlatformError
from infra.specs.settings import DEV_STACK

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
        reference: Image id, name with digest, or (on dev only) name with tag.
        probe: Command of the health check, with ``{port}``, ``{path}`` and maybe
            ``{rest}``.
        capabilities: What its binary carries as file capabilities; the kernel does
            not start it where the container may not have them.
        made_of: References that were pulled for what bootstrap built.
    """

    key: str
    reference: str
    name: str
    source: str
    probe: tuple[str, ...]
    capabilities: tuple[str, ...] = ()
    made_of: tuple[str, ...] = ()

    @property
    def moving(self) -> tuple[str, ...]:
        """The references that may name another image tomorrow."""
        named = (self.reference, *self.made_of)
        return tuple(each for each in named if not _PINNED.fullmatch(each))


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


def load(path: Path, stack: str, overrides: Mapping[str, str]) -> Images:
    """
    Return the resolved images.

    Args:
        overrides: Reference by key, as the stack's settings name them.

    Raises:
        ImagesError: When the file cannot be used, was resolved without the
            overrides, or holds images that *stack* refuses.
    """
    images = parse(_read(path), path)
    _require_pinned(stack, images)
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
                f" settings do not name any more; {_FIX}"
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
    return Image(
        key=key,
        reference=entry["reference"],
        name=entry["name"],
        source=entry["source"],
        probe=tuple(entry["probe"]),
        capabilities=tuple(entry.get("capabilities", ())),
        made_of=tuple(entry.get("made_of", ())),
    )


def _require_pinned(stack: str, images: Images) -> None:
    moving = [
        f"{image.key} ({reference})"
        for image in images.by_key.values()
        for reference in image.moving
    ]
    if moving and stack != DEV_STACK:
        raise ImagesError(
            f"stack {stack!r} takes images by digest or id only, not"
            f" {', '.join(moving)}; run"
            " `make images-pin` where a registry answers, then `make images`"
        )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ImagesError(f"{path} is missing; {_FIX}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ImagesError(f"{path} cannot be read ({error}); {_FIX}") from error
