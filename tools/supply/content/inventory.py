"""All packages of an image."""

import tarfile
from collections.abc import Iterable, Iterator
from typing import IO

from tools.supply.content import distribution, go, npm, python
from tools.supply.packages import Package

# Smaller files with the right to run are scripts, not Go programs.
_LEAST_BINARY = 500_000


def inventory(
    files: Iterable[tuple[tarfile.TarInfo, IO[bytes]]],
) -> tuple[Package, ...]:
    """Return every package that *files* bear witness of, in order, each once."""
    found: set[Package] = set()
    release, dpkg, apk = "", [], ""
    for member, content in files:
        path = member.name.removeprefix("./")
        if path in distribution.OS_RELEASE:
            release = _text(content) or release
        elif path == distribution.DPKG_STATUS or (
            path.startswith(distribution.DPKG_STATUS_D)
            and not path.endswith(".md5sums")
        ):
            dpkg.append(_text(content))
        elif path == distribution.APK_INSTALLED:
            apk = _text(content)
        elif python.is_metadata(path):
            found.update(filter(None, [python.distribution(_text(content))]))
        elif npm.is_metadata(path):
            found.update(filter(None, [npm.package(content.read())]))
        elif member.mode & 0o111 and member.size >= _LEAST_BINARY:
            found.update(_go(content))
    of = distribution.ecosystem(release)
    for status in dpkg:
        found.update(distribution.dpkg(status, of or "Debian"))
    found.update(distribution.apk(apk, of or "Alpine"))
    return tuple(sorted(found))


def _go(content: IO[bytes]) -> Iterator[Package]:
    if content.read(len(go.ELF)) != go.ELF:
        return
    content.read(16 - len(go.ELF))
    information = go.build_information(content)
    if information is not None:
        yield from go.modules(*information)


def _text(content: IO[bytes]) -> str:
    return content.read().decode(errors="replace")
