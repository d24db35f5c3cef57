"""
Makes a process take new files, and proves that it did.

Pulumi stores the provider below by reference: keep the module's and the classes'
names, or add an alias.
"""

import os
from pathlib import Path
from typing import Any

import pulumi
from pulumi.dynamic import (
    CreateResult,
    DiffResult,
    Resource,
    ResourceProvider,
    UpdateResult,
)

from infra.providers import engine
from infra.providers.process import Change, Gauges, ReloadError, reload, restart
from infra.providers.versions import DATA
from infra.specs.workload import ReloadBySignal

TIMEOUT_S = 60
RESTART_TIMEOUT_S = 90
_COMPARED = (
    "container_id",
    "versions",
    "folders",
    "signal",
    "url",
    "success",
    "timestamp",
)


class ReloadProvider(ResourceProvider):
    """Signals or restarts containers on this machine."""

    # The pickled provider holds no secret; encrypting it costs time on each run.
    serialize_as_secret_always = False

    def create(self, props: dict[str, Any]) -> CreateResult:
        """See to it that a new container has the files."""
        _settle(props)
        return CreateResult(props["container"], props)

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """New files, or a new container, need a look."""
        if olds["container"] != news["container"]:
            return DiffResult(changes=True, replaces=["container"])
        return DiffResult(changes=any(olds.get(key) != news[key] for key in _COMPARED))

    def update(
        self, _id: str, _olds: dict[str, Any], news: dict[str, Any]
    ) -> UpdateResult:
        """Make the process take the new files."""
        _settle(news)
        return UpdateResult(news)


class Reload(Resource, module="pharos", name="Reload"):
    """The fact that a process runs with the files that were written last."""

    def __init__(
        self,
        name: str,
        *,
        container: str,
        container_id: pulumi.Input[str],
        folders: dict[str, pulumi.Input[str]],
        how: ReloadBySignal | None,
        url: str,
        grace_s: int,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """
        Declare the fact.

        Args:
            folders: Version by path of a folder that the container mounts.
            how: None restarts the container.
            url: Where the process publishes its metrics; "" with a restart.
        """
        super().__init__(
            ReloadProvider(),
            name,
            {
                "container": container,
                "container_id": container_id,
                "folders": list(folders),
                "versions": list(folders.values()),
                "signal": how.signal if how else "",
                "url": url if how else "",
                "success": how.success_metric if how else "",
                "timestamp": how.timestamp_metric if how else "",
                "grace_s": grace_s,
            },
            opts,
        )


def _settle(props: dict[str, Any]) -> None:
    change = Change(
        container=props["container"],
        folders=", ".join(props["folders"]),
        written_at=max(_written_at(Path(folder)) for folder in props["folders"]),
        timeout_s=TIMEOUT_S if props["signal"] else RESTART_TIMEOUT_S,
    )
    with engine.process(props["container"]) as process:
        if not props["signal"]:
            restart(process, int(props["grace_s"]), change)
            return
        gauges = Gauges(
            url=props["url"], success=props["success"], timestamp=props["timestamp"]
        )
        try:
            reload(process, gauges, props["signal"], change)
        except OSError as error:
            raise ReloadError(
                f"{change.container} does not answer at {gauges.url}: {error};"
                f" see `docker logs {change.container}`"
            ) from error


def _written_at(folder: Path) -> float:
    # The link's own time: it is made anew when the version changes.
    return os.lstat(folder / DATA).st_mtime
