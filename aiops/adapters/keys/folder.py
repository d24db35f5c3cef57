"""Keys from files that whoever deploys the engine has written."""

import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from aiops.domain.access import BOOTSTRAP_SCOPES, Principal
from aiops.services.ports import KeyPlace

_LOOK_AGAIN_S = 2.0
_DIGEST_PREFIX = "sha256:"
# A shorter one could be guessed.
MIN_KEY_LENGTH = 32
Signature = tuple[tuple[str, int, int], ...]


class FolderKeys:
    """
    One file per name of ``BOOTSTRAP_SCOPES``; each line is a key, or its digest.

    Two lines are two keys that are valid at once, so that one can take the place of
    the other without a break. Files are read again when they change; a key is
    ``sha256:`` and 64 hex digits, or the key itself, of at least 32 characters.

    Args:
        folder: None has no keys: nobody gets in.
    """

    def __init__(
        self, folder: Path | None, clock_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder = folder
        self._clock_s = clock_s
        self._lock = threading.Lock()
        self._looked_s = float("-inf")
        self._signature: Signature = ()
        self._principals: dict[bytes, Principal] = {}

    def authenticate(self, key: str) -> Principal | None:
        """Return whose key this is; None when it is nobody's."""
        # What is looked up is a digest, so how long it takes tells nothing of a key.
        return self.by_digest(_digest(key))

    def by_digest(self, digest: bytes) -> Principal | None:
        """Return whose key has this digest; None when it is nobody's."""
        with self._lock:
            now_s = self._clock_s()
            if now_s - self._looked_s >= _LOOK_AGAIN_S:
                self._looked_s = now_s
                self._refresh()
            principals = self._principals
        return principals.get(digest)

    def _refresh(self) -> None:
        signature = _signature(self._folder)
        if signature != self._signature:
            self._principals = read_keys(self._folder)
            self._signature = signature


class EitherKeys:
    """Several places of keys, asked in their order."""

    def __init__(self, places: Sequence[KeyPlace]) -> None:
        self._places = places

    def authenticate(self, key: str) -> Principal | None:
        """Return what the first place that knows *key* says."""
        found = (place.authenticate(key) for place in self._places)
        return next((each for each in found if each is not None), None)

    def by_digest(self, digest: bytes) -> Principal | None:
        """Return what the first place that knows *digest* says."""
        found = (place.by_digest(digest) for place in self._places)
        return next((each for each in found if each is not None), None)


def read_keys(folder: Path | None) -> dict[bytes, Principal]:
    """Return who has which key, by digest; a line that is no key gives nothing."""
    principals: dict[bytes, Principal] = {}
    if folder is None:
        return principals
    for name, scope in BOOTSTRAP_SCOPES.items():
        try:
            lines = (folder / name).read_text(encoding="utf-8").split()
        except (OSError, UnicodeDecodeError):
            continue
        principal = Principal(name=name, scopes=frozenset({scope}))
        for line in lines:
            digest = _digest_of_line(line)
            if digest is not None:
                principals[digest] = principal
    return principals


def unusable(folder: Path | None) -> list[str]:
    """Return what is wrong with the files of *folder*: a bad key is no error."""
    if folder is None:
        return ["there is no folder of keys: nobody gets in; set AIOPS_KEYS_FOLDER"]
    known = read_keys(folder)
    working = {principal.name for principal in known.values()}
    # What else is mounted beside the keys has a folder of its own.
    files = (path for path in folder.iterdir() if path.is_file())
    names = sorted(path.name for path in files if not path.name.startswith("."))
    return [_complaint(name) for name in names if name not in working]


def _complaint(name: str) -> str:
    if name not in BOOTSTRAP_SCOPES:
        known = ", ".join(BOOTSTRAP_SCOPES)
        return f"{name} gives no scope; name the file {known}"
    return (
        f"{name} holds no usable key; write one of at least {MIN_KEY_LENGTH} characters"
        " that this process can read"
    )


def _digest_of_line(line: str) -> bytes | None:
    if line.startswith(_DIGEST_PREFIX):
        try:
            digest = bytes.fromhex(line.removeprefix(_DIGEST_PREFIX))
        except ValueError:
            return None
        return digest if len(digest) == hashlib.sha256().digest_size else None
    return _digest(line) if len(line) >= MIN_KEY_LENGTH else None


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def _signature(folder: Path | None) -> Signature:
    if folder is None:
        return ()
    found = []
    for name in BOOTSTRAP_SCOPES:
        try:
            stat = (folder / name).stat()
        except OSError:
            continue
        found.append((name, stat.st_mtime_ns, stat.st_ino))
    return tuple(found)
