"""
A folder of configuration files and secrets that a container mounts.

Pulumi stores the provider below by reference: keep the module's and the classes'
names, or add an alias.
"""

from pathlib import Path
from typing import Any

import pulumi
from pulumi.dynamic import (
    CreateResult,
    DiffResult,
    ReadResult,
    Resource,
    ResourceProvider,
    UpdateResult,
)
from pulumi.output import Unknown

from infra.providers import versions
from infra.providers.ownership import give
from infra.providers.versions import Content

# What the engine sends for a text that a later step will know; for a map it is Unknown.
_UNKNOWN = pulumi.runtime.rpc.UNKNOWN
_COMPARED = ("secrets", "uid", "gid")


class FolderProvider(ResourceProvider):
    """Writes, compares and removes folders on this machine."""

    # The pickled provider holds no secret; encrypting it costs time on each run.
    serialize_as_secret_always = False

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Write the folder."""
        return CreateResult(props["path"], _written(props))

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Compare with what was written, and with what is on the disk now."""
        if olds["path"] != news["path"]:
            return DiffResult(changes=True, replaces=["path"])
        changed = (
            any(_has_unknown(news[key]) for key in ("files", *_COMPARED))
            or any(olds.get(key) != news[key] for key in _COMPARED)
            or _digests(olds) != versions.digests(news["files"])
        )
        return DiffResult(changes=changed or _has_drifted(olds))

    def update(
        self, _id: str, _olds: dict[str, Any], news: dict[str, Any]
    ) -> UpdateResult:
        """Write a new version in place of the old one."""
        return UpdateResult(_written(news))

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Report the version on the disk; a hand that changed a file shows here."""
        version = versions.current(Path(props["path"]))
        if version is None:
            return ReadResult("", {})
        drifted = _drift(props)
        if drifted:
            version = f"changed by hand: {', '.join(drifted)}"
        return ReadResult(id_, {**props, "version": version})

    def delete(self, _id: str, props: dict[str, Any]) -> None:
        """Remove the folder."""
        versions.remove(Path(props["path"]))


class Folder(Resource, module="pharos", name="Folder"):
    """
    A folder of files, switched to a new version in one step.

    Attributes:
        version: Changes with each writing, and says nothing of the content.
    """

    version: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        *,
        path: Path,
        files: pulumi.Input[dict[str, str]],
        secrets: dict[str, pulumi.Output[str]],
        uid: int,
        gid: int,
        image: str,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """
        Declare the folder.

        Args:
            files: Text by path below the folder, mode 0444.
            secrets: Secret by path, mode 0400.
            image: Image with Python, for changing owners where we are not root.
        """
        super().__init__(
            FolderProvider(),
            name,
            {
                "path": str(path),
                "files": files,
                "secrets": pulumi.Output.secret(secrets) if secrets else {},
                "uid": uid,
                "gid": gid,
                "image": image,
                "version": None,
            },
            opts,
        )


def _written(props: dict[str, Any]) -> dict[str, Any]:
    """Write the folder; return what is remembered of it."""

    def own(version: Path) -> None:
        give(version, int(props["uid"]), int(props["gid"]), props["image"])

    content = Content(files=props["files"], secrets=props["secrets"])
    version = versions.write(Path(props["path"]), content, own)
    # The inputs hold the texts already, and the state is written often.
    kept = {key: value for key, value in props.items() if key != "files"}
    return {**kept, "digests": versions.digests(props["files"]), "version": version}


def _digests(olds: dict[str, Any]) -> dict[str, str]:
    # States from before digests were kept hold the texts.
    found = olds["digests"] if "digests" in olds else versions.digests(olds["files"])
    return dict(found)


def _drift(olds: dict[str, Any]) -> list[str]:
    return versions.drift(Path(olds["path"]), _digests(olds), olds["secrets"])


def _has_drifted(olds: dict[str, Any]) -> bool:
    return versions.current(Path(olds["path"])) != olds["version"] or bool(_drift(olds))


def _has_unknown(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_unknown(item) for item in value.values())
    return isinstance(value, Unknown) or bool(value == _UNKNOWN)
