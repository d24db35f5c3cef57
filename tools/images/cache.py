"""Folders of the cache: written whole or not at all, verified by hash."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """What a cached file was when it was written."""

    sha256: str
    size: int
    mtime_ns: int


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def store(folder: Path, fill: Callable[[Path], None]) -> Path:
    """
    Fill a folder beside *folder*, seal it with a manifest and move it there.

    Args:
        fill: Writes the content; when it raises, nothing is left behind.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fill(scratch)
        seal(scratch)
        scratch.chmod(0o755)
        shutil.rmtree(folder, ignore_errors=True)
        scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return folder


def seal(folder: Path) -> None:
    """Write the manifest of everything below *folder*."""
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != MANIFEST]
    records = {str(p.relative_to(folder)): _record(p) for p in files}
    (folder / MANIFEST).write_text(json.dumps({"files": records}, indent=1))


def _record(path: Path) -> dict[str, str | int]:
    stat = path.stat()
    return {
        "sha256": hash_file(path),
        "size": stat.st_size,
        "mtime_ns": stat.st_mtime_ns,
    }


def read_manifest(folder: Path) -> Mapping[str, FileRecord] | None:
    """Return the records of a sealed folder; None when there is no sound manifest."""
    try:
        files = json.loads((folder / MANIFEST).read_text())["files"]
        return {name: FileRecord(**record) for name, record in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def is_sound(folder: Path) -> bool:
    """Tell whether every file still has the bytes that were sealed."""
    manifest = read_manifest(folder)
    return manifest is not None and all(
        (folder / name).is_file() and hash_file(folder / name) == record.sha256
        for name, record in manifest.items()
    )


def looks_sound(folder: Path) -> bool:
    """Tell the same by size and time first, and hash only what was touched since."""
    manifest = read_manifest(folder)
    return manifest is not None and all(
        _looks_like(folder / name, record) for name, record in manifest.items()
    )


def _looks_like(path: Path, record: FileRecord) -> bool:
    try:
        stat = path.stat()
    except OSError:
        return False
    if (stat.st_size, stat.st_mtime_ns) == (record.size, record.mtime_ns):
        return True
    return stat.st_size == record.size and hash_file(path) == record.sha256


def write_json(path: Path, content: object, *, mode: int = 0o644) -> None:
    """Replace *path* by *content* in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.new")
    scratch.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n")
    scratch.chmod(mode)
    scratch.rename(path)
