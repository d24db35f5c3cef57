"""images.json: what was resolved, for the program that runs it."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from tools.images.cache import write_json
from tools.images.errors import ResolvedDamaged
from tools.images.model import Resolved, ResolvedImage, Source

VERSION = 1
# What reading, parsing and looking into a file of any content may raise.
_DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
T = TypeVar("T")


def images_file(folder: Path) -> Path:
    """Return where images.json lies in a stack's *folder*."""
    return folder / "images.json"


def to_json(resolved: Resolved) -> dict[str, Any]:
    """Return *resolved* in the file's shape."""
    return {
        "version": VERSION,
        "images": {key: asdict(image) for key, image in resolved.images.items()},
        "missing": dict(resolved.missing),
        "tools": {name: list(argv) for name, argv in resolved.tools.items()},
    }


def from_json(content: Mapping[str, Any]) -> Resolved:
    """Read the file's shape back."""
    images = {
        key: ResolvedImage(
            reference=raw["reference"],
            source=Source(raw["source"]),
            name=raw["name"],
            probe=tuple(raw["probe"]),
            capabilities=tuple(raw.get("capabilities", ())),
            made_of=tuple(raw.get("made_of", ())),
        )
        for key, raw in content["images"].items()
    }
    tools = {name: tuple(argv) for name, argv in content["tools"].items()}
    return Resolved(images=images, missing=dict(content["missing"]), tools=tools)


def read_sound(folder: Path) -> Resolved | None:
    """
    Return what was resolved last; None when nothing was.

    Raises:
        ResolvedDamaged: When the file cannot be read.
    """
    file = images_file(folder)
    try:
        return from_json(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except _DAMAGE as error:
        raise ResolvedDamaged(
            f"{file} is damaged ({type(error).__name__}: {error})"
        ) from error


def read_resolved(folder: Path) -> Resolved | None:
    """Return what was resolved last; None when nothing sound is written there."""
    try:
        return read_sound(folder)
    except ResolvedDamaged:
        return None


def write_resolved(folder: Path, resolved: Resolved) -> None:
    """Write images.json in one step, unless it says the same already."""
    if read_resolved(folder) == resolved:
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_json(images_file(folder), to_json(resolved))


def merged(old: Resolved | None, new: Resolved, *, asked: frozenset[str]) -> Resolved:
    """Keep what *old* says of the images that were not *asked* for."""
    if old is None:
        return new

    def keep(before: Mapping[str, T], now: Mapping[str, T]) -> dict[str, T]:
        return {**{k: v for k, v in before.items() if k not in asked}, **now}

    return Resolved(
        images=keep(old.images, new.images),
        missing=keep(old.missing, new.missing),
        tools={**old.tools, **new.tools},
    )
