"""Finds secrets in contents, by detect-secrets; remembers what it looked at."""

import hashlib
import json
import logging
import multiprocessing
import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from tools.images.cache import write_json
from tools.supply.git_files import Blob, contents

# A comment in a line must not switch the scan off: what is accepted is accepted in
# one file, with a reason.
_BY_COMMENT = "detect_secrets.filters.allowlist.is_line_allowlisted"
_AT_ONCE = 128
# Not worth starting processes for.
_FEW = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """
    What looks like a secret.

    Attributes:
        digest: Of the secret, to know it again without keeping it.
    """

    kind: str
    line: int
    digest: str


Found = dict[Blob, tuple[Secret, ...]]


def detect(path: str, content: bytes) -> tuple[Secret, ...]:
    """Return what looks like a secret in *content*, which lies under *path*."""
    # Slow to import, and not needed where the cache knows everything.
    from detect_secrets.core.secrets_collection import SecretsCollection
    from detect_secrets.settings import default_settings

    # Of names and texts in other encodings it would say that it cannot read them.
    logging.getLogger("detect_secrets").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder, default_settings() as settings:
        settings.disable_filters(_BY_COMMENT)
        file = Path(folder) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        collection = SecretsCollection(root=folder)
        collection.scan_file(path)
        found = [secret for _, secret in collection]
    return tuple(
        Secret(
            kind=secret.type,
            line=secret.line_number,
            digest=hashlib.sha256((secret.secret_value or "").encode()).hexdigest()[
                :12
            ],
        )
        for secret in sorted(found, key=lambda s: (s.line_number, s.type))
    )


def detect_all(
    root: Path, blobs: Sequence[Blob]
) -> Iterator[tuple[Blob, tuple[Secret, ...]]]:
    """Yield what is in each of *blobs*, worked out on all cores when there are many."""
    if len(blobs) <= _FEW:
        yield from ((b, detect(b.path, text)) for b, text in contents(root, blobs))
        return
    # A plain fork is not safe where there are threads.
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context) as pool:
        for begin in range(0, len(blobs), _AT_ONCE):
            some = list(contents(root, blobs[begin : begin + _AT_ONCE]))
            paths = [blob.path for blob, _ in some]
            found = pool.map(detect, paths, [c for _, c in some], chunksize=8)
            yield from zip((blob for blob, _ in some), found, strict=True)


def cache_file(cache: Path) -> Path:
    """Return where this version of the detector keeps what it found."""
    return cache / "supply" / f"secrets-{version('detect-secrets')}.json"


def read_cache(file: Path) -> Found:
    """Return what was found before; nothing when the file cannot be read."""
    try:
        kept = json.loads(file.read_text())
        return {
            Blob(path, blob_id): tuple(Secret(**secret) for secret in secrets)
            for path, blob_id, secrets in kept
        }
    except (OSError, ValueError, TypeError):
        return {}


def write_cache(file: Path, found: Found) -> None:
    """Keep what was found, readable by its owner alone."""
    content = [
        [blob.path, blob.id, [asdict(secret) for secret in secrets]]
        for blob, secrets in sorted(found.items())
    ]
    write_json(file, content, mode=0o600)
