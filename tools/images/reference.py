"""Image references: taken apart, sent to a mirror, judged as pinned or not."""

import re
from dataclasses import dataclass

from tools.images.errors import ImageUnpinned
from tools.images.model import Resolved

DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
DEFAULT_REGISTRY = "docker.io"
# Tags of this stack may move; every other stack is held to ids and digests.
UNPINNED_STACK = "dev"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """
    An image reference in its parts, as the distribution specification has them.

    Attributes:
        registry: Host, with a port if there is one.
        repository: Path below the registry, such as ``library/caddy``.
    """

    registry: str
    repository: str
    tag: str | None = None
    digest: str | None = None

    @property
    def familiar(self) -> str:
        """The repository as people write it: Docker Hub's own host left out."""
        if self.registry != DEFAULT_REGISTRY:
            return f"{self.registry}/{self.repository}"
        return self.repository.removeprefix("library/")


def parse_reference(text: str) -> Reference:
    """Take *text* apart; Docker Hub and its ``library/`` are filled in."""
    name, _, digest = text.partition("@")
    tag = None
    if ":" in name.rsplit("/", 1)[-1]:
        name, _, tag = name.rpartition(":")
    first, slash, rest = name.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        registry, repository = first, rest
    else:
        registry, repository = DEFAULT_REGISTRY, name
    if registry == DEFAULT_REGISTRY and "/" not in repository:
        repository = f"library/{repository}"
    return Reference(
        registry=registry, repository=repository, tag=tag, digest=digest or None
    )


def with_prefix(reference: str, prefix: str | None) -> str:
    """
    Send *reference* to a mirror.

    Args:
        prefix: Host and path of the mirror; None leaves the reference as it is.
    """
    if not prefix:
        return reference
    parts = parse_reference(reference)
    name = f"{prefix.rstrip('/')}/{parts.repository}"
    tagged = f"{name}:{parts.tag}" if parts.tag else name
    return f"{tagged}@{parts.digest}" if parts.digest else tagged


def by_digest(reference: str, digest: str) -> str:
    """Return *reference* with its tag replaced by *digest*."""
    return f"{parse_reference(reference).familiar}@{digest}"


def is_pinned(reference: str) -> bool:
    """Tell whether *reference* always names the same bytes."""
    return DIGEST.fullmatch(reference.rpartition("@")[2]) is not None


def require_pinned(stack: str, resolved: Resolved) -> None:
    """
    Refuse mutable tags on every stack but dev.

    Raises:
        ImageUnpinned: Names each image, its reference and the fix.
    """
    if stack == UNPINNED_STACK:
        return
    loose = [
        f"{key} ({reference})"
        for key, image in sorted(resolved.images.items())
        for reference in (image.reference, *image.made_of)
        if not is_pinned(reference)
    ]
    if loose:
        raise ImageUnpinned(
            f"stack {stack!r} refuses images by tag: {', '.join(loose)}. "
            "Run `make images-pin` where the registry answers and commit the digests, "
            "or give the image by digest in the stack's settings."
        )
