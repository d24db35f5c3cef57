"""Which contents git knows: of the tracked files, and of the commits since a base."""

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from tools.supply.errors import UsageError

_ABSENT = re.compile(r"^0+$")
_SUBMODULE = "160000"
_LINK = "120000"


@dataclass(frozen=True, slots=True, order=True)
class Blob:
    """A content under a path."""

    path: str
    id: str


def tracked(root: Path) -> tuple[Blob, ...]:
    """Return every tracked file as it lies in the work tree now, edits included."""
    indexed = {
        path: mode_and_id
        for mode_and_id, path in _indexed(_git(root, "ls-files", "-z", "--stage"))
    }
    touched = [p for p in _git(root, "ls-files", "-z", "-m").split("\0") if p]
    edited = [path for path in dict.fromkeys(touched) if (root / path).is_file()]
    ids = _git(root, "hash-object", "--stdin-paths", text="\n".join(edited))
    now = {**indexed, **dict(zip(edited, ids.split(), strict=True))}
    gone = set(touched) - set(edited)
    return tuple(sorted(Blob(p, id_) for p, id_ in now.items() if p not in gone))


def since(root: Path, base: str) -> tuple[Blob, ...]:
    """
    Return every content that the commits after *base* brought in.

    What a later commit took away again is among them: whoever clones gets it.

    Raises:
        UsageError: When *base* is no commit here.
    """
    try:
        _git(root, "rev-parse", "--verify", "--quiet", f"{base}^{{commit}}")
    except UsageError as error:
        raise UsageError(
            f"{base!r} is no commit of {root}; fetch it first (a shallow clone lacks"
            " history: `git fetch --unshallow`)"
        ) from error
    words = ["--format=", "--raw", "-z", "--no-abbrev", "--no-renames", "-m"]
    return tuple(sorted(set(_changed(_git(root, "log", *words, f"{base}..HEAD")))))


def contents(root: Path, blobs: Sequence[Blob]) -> Iterator[tuple[Blob, bytes]]:
    """Yield the bytes of each blob; all of them are in memory meanwhile."""
    done = subprocess.run(
        ["git", "-C", str(root), "cat-file", "--batch"],
        input="".join(f"{blob.id}\n" for blob in blobs).encode(),
        capture_output=True,
        check=True,
    )
    said = BytesIO(done.stdout)
    for blob in blobs:
        *_, size = said.readline().split()
        if size == b"missing":
            # An edit that git does not hold yet.
            yield blob, (root / blob.path).read_bytes()
            continue
        yield blob, said.read(int(size))
        said.read(1)


def _indexed(said: str) -> Iterator[tuple[str, str]]:
    for record in filter(None, said.split("\0")):
        head, _, path = record.partition("\t")
        mode, blob_id, _ = head.split()
        if mode not in (_SUBMODULE, _LINK):
            yield blob_id, path


def _changed(said: str) -> Iterator[Blob]:
    fields = iter(filter(None, said.split("\0")))
    for head in fields:
        _, mode, _, blob_id, _ = head.lstrip(":\n").split()
        path = next(fields)
        if mode not in (_SUBMODULE, _LINK) and not _ABSENT.match(blob_id):
            yield Blob(path, blob_id)


def _git(root: Path, *words: str, text: str = "") -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *words],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise UsageError(f"git {words[0]} in {root}: {done.stderr.strip()}")
    return done.stdout
