"""Search for planted secrets wherever they must not be."""

import base64
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path


def spellings(secret: str) -> set[bytes]:
    """Return the forms in which *secret* may be written down."""
    plain = secret.encode()
    # The middle of a longer base64 text depends on where the secret starts.
    shifted = {base64.b64encode(b"x" * n + plain)[4:-4] for n in range(3)}
    return {
        plain,
        plain.hex().encode(),
        urllib.parse.quote(secret, safe="").encode(),
        base64.b64encode(plain).rstrip(b"="),
        *shifted,
    }


def hits(canaries: Mapping[str, str], place: str, content: bytes) -> Iterator[str]:
    """Yield ``place: name`` for each canary that *content* holds."""
    for name, secret in canaries.items():
        if any(spelling in content for spelling in spellings(secret)):
            yield f"{place}: {name}"


def hits_in_files(
    canaries: Mapping[str, str], roots: Iterable[Path], *, except_: Iterable[Path]
) -> Iterator[str]:
    """Yield a hit for each file below *roots* that holds a canary."""
    allowed = {path.resolve() for path in except_}
    for root in roots:
        for path in root.rglob("*"):
            # A pipe or socket would block.
            if path.is_file() and path.resolve() not in allowed:
                yield from hits(canaries, str(path), path.read_bytes())
