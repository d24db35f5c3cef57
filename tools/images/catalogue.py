"""Reads the catalogue of images; parsing is pure, mistakes come all together."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.images.errors import CatalogueError
from tools.images.reference import DIGEST, parse_reference

CATALOGUE_FILE = Path(__file__).with_name("catalogue.toml")

_REQUIRED = ("title", "version", "uid", "gid", "source", "licence")
_KNOWN = (
    *_REQUIRED,
    "reference",
    "digest",
    "digest_source",
    "recipe",
    "program",
    "probe_built",
    "probe_pulled",
    "capabilities_pulled",
    "optional",
    "by_setting",
    "internal",
)
_LISTS = ("probe_built", "probe_pulled", "capabilities_pulled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """
    One entry of the catalogue.

    Attributes:
        reference: Official image with its exact tag; None is never pulled.
        digest: Digest of the multi-architecture index, where one was read.
        recipe: Name of the recipe that builds it; None cannot be built.
        program: Path in the official image of its program, where that image cannot run
            here as it is: the program then goes into an image of ours.
        capabilities_pulled: What the official image does not start without.
        optional: The platform comes up without it.
        by_setting: Only stacks whose settings ask for it have it.
        internal: Other images are built on it; no workload runs it.
    """

    key: str
    title: str
    version: str
    uid: int
    gid: int
    source: str
    licence: str
    reference: str | None = None
    digest: str | None = None
    digest_source: str | None = None
    recipe: str | None = None
    program: str | None = None
    probe_built: tuple[str, ...] = ()
    probe_pulled: tuple[str, ...] = ()
    capabilities_pulled: tuple[str, ...] = ()
    optional: bool = False
    by_setting: bool = False
    internal: bool = False


Catalogue = Mapping[str, Image]


def load_catalogue(file: Path = CATALOGUE_FILE) -> Catalogue:
    """Read and parse *file*."""
    return parse_catalogue(file.read_text())


def parse_catalogue(text: str) -> Catalogue:
    """
    Parse the catalogue's TOML.

    Raises:
        CatalogueError: Lists every mistake with its key and what to do.
    """
    try:
        entries = tomllib.loads(text).get("images", {})
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"the image catalogue is not TOML: {error}") from error
    mistakes = [m for key, raw in entries.items() for m in _mistakes(key, raw)]
    if mistakes:
        raise CatalogueError(
            "the image catalogue is wrong:\n  " + "\n  ".join(mistakes)
        )
    return {key: _image(key, raw) for key, raw in entries.items()}


def _image(key: str, raw: Mapping[str, Any]) -> Image:
    lists = {name: tuple(raw.get(name, ())) for name in _LISTS}
    return Image(key=key, **{**raw, **lists})


def _mistakes(key: str, raw: Mapping[str, Any]) -> list[str]:
    found = [f"{key}.{name}: missing; add it" for name in _REQUIRED if name not in raw]
    found += [
        f"{key}.{name}: unknown; remove it, or correct it to one of {', '.join(_KNOWN)}"
        for name in raw
        if name not in _KNOWN
    ]
    if "reference" not in raw and "recipe" not in raw:
        found.append(f"{key}: neither reference nor recipe; give one")
    if "program" in raw and not {"reference", "recipe"} <= raw.keys():
        found.append(f"{key}.program: goes with reference and recipe; give both")
    if "reference" in raw:
        found += _reference_mistakes(key, raw["reference"])
    if "digest" in raw:
        found += _digest_mistakes(key, raw)
    return found


def _reference_mistakes(key: str, reference: str) -> list[str]:
    tag = parse_reference(reference).tag
    if tag in (None, "latest"):
        return [f"{key}.reference: {reference!r} has no exact version tag; give one"]
    return []


def _digest_mistakes(key: str, raw: Mapping[str, Any]) -> list[str]:
    found = []
    if not DIGEST.fullmatch(raw["digest"]):
        found.append(
            f"{key}.digest: {raw['digest']!r} is not sha256:<64 hex digits>; "
            "run `make images-pin`"
        )
    if not raw.get("digest_source"):
        found.append(f"{key}.digest_source: missing; name where the digest was read")
    return found
