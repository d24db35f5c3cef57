"""
Image archives whose id depends on their content alone.

The builder stamps the time of the build into layers and configuration, so that the
same inputs give another id every time. Here both are rewritten: every time becomes
EPOCH, and what names the machine or the build is dropped. Format: Docker image
specification v1.2 (``docker save``).
"""

import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from tools.images.errors import BuildFailed

# 2024-01-01; any constant will do, it only has to be the same everywhere.
EPOCH = 1_704_067_200
_EPOCH_ISO = "2024-01-01T00:00:00Z"
_KEPT = ("architecture", "os", "variant", "rootfs", "config", "history")
_KEPT_CONFIG = (
    "Cmd",
    "Entrypoint",
    "Env",
    "ExposedPorts",
    "Healthcheck",
    "Labels",
    "StopSignal",
    "User",
    "Volumes",
    "WorkingDir",
)


def canonical_config(config: Mapping[str, Any], layers: Sequence[str]) -> bytes:
    """
    Return the image configuration without times, host names and build records.

    Args:
        layers: Digest of each uncompressed layer, the lowest first.
    """
    kept = {name: config[name] for name in _KEPT if name in config}
    inner = kept.get("config", {})
    kept["config"] = {
        name: inner[name]
        for name in _KEPT_CONFIG
        if inner.get(name) not in (None, "", {}, [])
    }
    kept["created"] = _EPOCH_ISO
    kept["history"] = [_step(step) for step in kept.get("history", ())]
    kept["rootfs"] = {"type": "layers", "diff_ids": list(layers)}
    return json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()


def _step(step: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: step[name] for name in ("created_by", "empty_layer") if name in step}
    return {**kept, "created": _EPOCH_ISO}


def canonical_member(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Return a copy of *member* without times and without names of users."""
    clean = tarfile.TarInfo(member.name)
    for name in (
        "size",
        "mode",
        "type",
        "linkname",
        "uid",
        "gid",
        "devmajor",
        "devminor",
    ):
        setattr(clean, name, getattr(member, name))
    clean.mtime = EPOCH
    # Capabilities and whiteouts live in such headers; times do as well.
    clean.pax_headers = {
        key: value
        for key, value in member.pax_headers.items()
        if key.startswith("SCHILY.xattr.")
    }
    return clean


def rewrite_layer(source: IO[bytes], target: IO[bytes]) -> str:
    """Copy a layer with canonical members and return its digest."""
    hashing = _Hashing(target)
    with (
        # Engines with containerd's store save compressed layers.
        tarfile.open(fileobj=source, mode="r|*") as old,
        tarfile.open(fileobj=hashing, mode="w|", format=tarfile.PAX_FORMAT) as new,
    ):
        for member in old:
            content = old.extractfile(member) if member.isreg() else None
            new.addfile(canonical_member(member), content)
    return f"sha256:{hashing.digest.hexdigest()}"


class _Hashing(io.RawIOBase):
    """Writes through to a stream and hashes what passes."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.digest.update(data)
        self._target.write(data)
        return len(data)


def write_archive(
    target: Path,
    *,
    config: Mapping[str, Any],
    layers: Sequence[Path],
    tags: Sequence[str],
) -> str:
    """
    Write an archive for ``docker load``.

    Args:
        config: The image's configuration, as the builder or a recipe made it.
        layers: Layer archives, the lowest first; rewritten on the way.

    Returns:
        The digest of the configuration, which is the image id.
    """
    canonical = []
    digests = []
    for number, layer in enumerate(layers):
        path = target.with_name(f"{target.name}.layer{number}")
        with layer.open("rb") as source, path.open("wb") as out:
            digests.append(rewrite_layer(source, out))
        canonical.append(path)
    body = canonical_config(config, digests)
    name = f"{hashlib.sha256(body).hexdigest()}.json"
    names = [f"{d.removeprefix('sha256:')}/layer.tar" for d in digests]
    manifest = [{"Config": name, "RepoTags": list(tags), "Layers": names}]
    with tarfile.open(target, "w") as archive:
        _add_bytes(archive, name, body)
        _add_bytes(archive, "manifest.json", json.dumps(manifest).encode())
        for path, layer_name in zip(canonical, names, strict=True):
            archive.add(path, layer_name)
            path.unlink()
    return f"sha256:{name.removesuffix('.json')}"


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def unpack(saved: Path, scratch: Path) -> tuple[dict[str, Any], list[Path]]:
    """
    Take apart what ``docker save`` wrote of one image.

    Returns:
        The configuration, and the layers as files in *scratch*, the lowest first.
    """
    with tarfile.open(saved) as archive:
        manifest = json.loads(_read(archive, "manifest.json"))[0]
        config = json.loads(_read(archive, manifest["Config"]))
        layers = []
        for number, name in enumerate(manifest["Layers"]):
            layers.append(scratch / f"layer{number}.tar")
            with layers[-1].open("wb") as out:
                shutil.copyfileobj(_open(archive, name), out)
    return config, layers


def _open(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    stream = archive.extractfile(name)
    if stream is None:
        raise BuildFailed(f"the engine's archive holds no file {name!r}; build again")
    return stream


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    return _open(archive, name).read()
