"""Looks the digests of the catalogue's tags up and writes them down."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.images.catalogue import CATALOGUE_FILE, Image, load_catalogue
from tools.images.errors import RegistryError
from tools.images.reference import parse_reference, with_prefix
from tools.images.registry import TagDigest, tag_digest


def pinned_text(text: str, found: Mapping[str, TagDigest]) -> str:
    """
    Return the catalogue with the digests of *found* written in.

    Comments, order and every other line stay as they are.
    """
    sections = re.split(r"(?m)^(?=\[images\.)", text)
    return "".join(_pin_section(section, found) for section in sections)


def _pin_section(section: str, found: Mapping[str, TagDigest]) -> str:
    match = re.match(r"\[images\.([A-Za-z0-9_-]+)\]", section)
    if match is None or match[1] not in found:
        return section
    lines = [
        line
        for line in section.splitlines()
        if not re.match(r"digest(_source)?\s*=", line)
    ]
    at = next(i for i, line in enumerate(lines) if line.startswith("reference"))
    pin = found[match[1]]
    new = [f'digest = "{pin.digest}"', f'digest_source = "{pin.source}"']
    lines[at + 1 : at + 1] = new
    return "\n".join(lines) + "\n"


def look_up(image: Image, prefix: str | None) -> TagDigest:
    """
    Ask the registry of *image*, or the mirror, for its digest.

    Raises:
        RegistryError: There is none, or it is of one architecture only.
    """
    reference = with_prefix(image.reference or "", prefix)
    found = tag_digest(parse_reference(reference))
    if not found.multi:
        raise RegistryError(
            f"{reference} is an image of one architecture ({found.digest}), no index "
            "of several: give a tag that all machines can run"
        )
    return found


def pin_catalogue(
    *,
    file: Path = CATALOGUE_FILE,
    prefix: str | None = None,
    say: Callable[[str], None] = print,
) -> Mapping[str, str]:
    """
    Write the digest of every image that a registry knows into *file*.

    Returns:
        The reason by key of what could not be looked up.
    """
    found: dict[str, TagDigest] = {}
    failed: dict[str, str] = {}
    for key, image in load_catalogue(file).items():
        if image.reference is None:
            continue
        try:
            found[key] = look_up(image, prefix)
            say(f"{key}: {image.reference} is {found[key].digest}")
        except RegistryError as error:
            failed[key] = str(error)
            say(f"{key}: kept as it was: {error}")
    if found:
        scratch = file.with_name(f".{file.name}.new")
        scratch.write_text(pinned_text(file.read_text(), found))
        scratch.rename(file)
    return failed
