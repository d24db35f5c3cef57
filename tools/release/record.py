"""A release: what one successful update of a stack ran."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from tools.release.errors import ReleaseError

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """
    An image of a release.

    Attributes:
        reference: What the program named: an image id, a name with its digest, or (on
            dev only) a name with a tag.
        source: How it came: ``built``, ``pulled``, ``imported``, …
    """

    reference: str
    name: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """
    One successful update.

    Attributes:
        number: Counts a stack's releases from 1.
        previous: The release that ran before; None for the first.
        made_at: RFC 3339.
        version: Of the platform.
        revision: Git's, with ``+changes`` where the checkout had any.
        sources: SHA-256 of the files that the program reads.
        config: SHA-256 of the settings.
        images: By key of the catalogue.
        migrations: Names of the shop's database migrations, oldest first.
    """

    number: int
    previous: int | None
    made_at: str
    version: str
    revision: str
    sources: str
    config: str
    images: Mapping[str, Image] = field(default_factory=dict)
    migrations: tuple[str, ...] = ()

    @property
    def content(self) -> str:
        """SHA-256 of what moves from stack to stack: sources and images."""
        references = {key: image.reference for key, image in self.images.items()}
        return digest({"sources": self.sources, "images": references})

    def same_as(self, other: "Release") -> bool:
        """Tell whether both run the same thing with the same settings."""
        return (self.content, self.config) == (other.content, other.config)

    def __str__(self) -> str:
        """Return how people call it."""
        revision, changed, _ = self.revision.partition("+")
        more = " with changes" if changed else ""
        return f"release {self.number} ({revision[:12]}{more}, {self.made_at})"


def digest(document: object) -> str:
    """Return the SHA-256 of a document, whatever the order of its keys."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def to_json(release: Release) -> str:
    """Return the text of a record."""
    document = {"format": FORMAT, **asdict(release)}
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def from_json(text: str, where: object) -> Release:
    """
    Return the release that *text* records.

    Args:
        where: Where the text comes from, for the message.

    Raises:
        ReleaseError: When it is no record of this format.
    """
    try:
        document: dict[str, Any] = json.loads(text)
        if document.pop("format") != FORMAT:
            raise ValueError(f"not of format {FORMAT}")
        images = {key: Image(**raw) for key, raw in document.pop("images").items()}
        migrations = tuple(document.pop("migrations"))
        return Release(**document, images=images, migrations=migrations)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(
            f"{where} is no record of a release ({type(error).__name__}: {error});"
            " remove its folder, or restore it from a backup"
        ) from error
