"""Content keys: the same inputs give the same key, on any machine."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

# Enough to never meet a second one by chance; short enough to be read in a tag.
KEY_LENGTH = 16
_IGNORED = ("__pycache__", ".DS_Store")


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of *content* in hex."""
    return hashlib.sha256(content).hexdigest()


def content_key(kind: str, inputs: Mapping[str, str]) -> str:
    """
    Name what a build makes of *inputs*.

    Args:
        kind: What is built; two kinds never share a key.
        inputs: Value by name: text, or the digest of a file.
    """
    lines = [
        kind,
        *(f"{name}={digest_of(inputs[name].encode())}" for name in sorted(inputs)),
    ]
    return digest_of("\n".join(lines).encode())[:KEY_LENGTH]


def sources_below(folder: Path, pattern: str = "*") -> Iterable[Path]:
    """Yield the files of *folder* in order; compiled and hidden ones are left out."""
    for path in sorted(folder.rglob(pattern)):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(
            p in _IGNORED or p.startswith(".") for p in parts
        ):
            yield path


def file_inputs(root: Path, files: Iterable[Path]) -> dict[str, str]:
    """Return the digest of each file by its path below *root*."""
    return {str(f.relative_to(root)): digest_of(f.read_bytes()) for f in files}
