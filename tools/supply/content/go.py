"""
Go modules, by the build information in each binary.

Format: Go's ``debug/buildinfo``. Read here because ``go version -m`` needs a Go on the
machine and a file on the disk; a test compares the two.
"""

from collections.abc import Iterator
from typing import IO

from tools.supply.packages import Package

ELF = b"\x7fELF"
_MAGIC = b"\xff Go buildinf:"
_ALIGNMENT = 16
_HEADER = 32
# Since Go 1.18 the strings follow the header instead of being pointed at.
_INLINE = 2
_CHUNK = 1 << 20
_LONGEST = 4 << 20
_GO_1 = "go1"
# What frames the modules' text.
_FRAME = 16


def build_information(binary: IO[bytes]) -> tuple[str, str] | None:
    """
    Return Go's version and the modules' text of *binary*, read once and forward.

    None when it is no Go program, or one older than Go 1.18.
    """
    window, begin = b"", 0
    while True:
        at = _find(window, begin)
        if at is not None:
            window = window[at:] + binary.read(_LONGEST)
            found = _parsed(window)
            if found is not None:
                return found
            begin += at + _ALIGNMENT
            window = window[_ALIGNMENT:]
            continue
        piece = binary.read(_CHUNK)
        if not piece:
            return None
        # The magic may lie across the border of two pieces.
        kept = window[-(_ALIGNMENT - 1) :] if window else b""
        begin += len(window) - len(kept)
        window = kept + piece


def modules(version: str, text: str) -> Iterator[Package]:
    """Yield the standard library and every module that *text* names."""
    # Also `devel go1.27-abc`, and `go1.26.8 X:…` with experiments.
    release = next(word for word in version.split() if word.startswith(_GO_1))
    yield Package(ecosystem="Go", name="stdlib", version=release.removeprefix("go"))
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        kind, *fields = line.split("\t")
        if kind in ("mod", "dep") and len(fields) > 1:
            found.append((fields[0], fields[1]))
        elif kind == "=>" and len(fields) > 1:
            # It stands for the one before it.
            found[-1] = (fields[0], fields[1])
    for name, module_version in found:
        # A program that was not built out of a released module has no version.
        if module_version not in ("", "(devel)"):
            yield Package(ecosystem="Go", name=name, version=module_version)


def _find(window: bytes, begin: int) -> int | None:
    at = window.find(_MAGIC)
    while at >= 0:
        if (begin + at) % _ALIGNMENT == 0:
            return at
        at = window.find(_MAGIC, at + 1)
    return None


def _parsed(data: bytes) -> tuple[str, str] | None:
    if len(data) <= _HEADER or not data[15] & _INLINE:
        return None
    version, rest = _text(data, _HEADER)
    text, _ = _text(data, rest)
    said = version.decode(errors="replace")
    if not any(word.startswith(_GO_1) for word in said.split()):
        return None
    return said, text[_FRAME:-_FRAME].decode(errors="replace")


def _text(data: bytes, at: int) -> tuple[bytes, int]:
    length, shift = 0, 0
    while at < len(data):
        byte = data[at]
        at += 1
        length |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            break
    return data[at : at + length], at + length
