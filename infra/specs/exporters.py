"""Metrics of the machine and of each container."""

from catalog.services import CONTAINER_EXPORTER, NODE_EXPORTER
from infra.specs import limits
from infra.specs.workload import HttpProbe, WorkloadSpec

NAMES_PATH = "/etc/container-names"
CGROUP_PATH = "/host/cgroup"
# What the kernel says of the whole machine inside any container; the network
# namespace and the mounts are the container's own and would mislead.
_COLLECTORS = ("cpu", "diskstats", "filesystem", "loadavg", "meminfo", "stat", "uname")


def node_exporter() -> WorkloadSpec:
    """Return node_exporter's workload, without any folder of the machine."""
    return WorkloadSpec(
        service=NODE_EXPORTER,
        image="node-exporter",
        command=(
            f"--web.listen-address=:{NODE_EXPORTER.port}",
            "--collector.disable-defaults",
            *(f"--collector.{name}" for name in _COLLECTORS),
            "--collector.filesystem.mount-points-include=^/$",
            # A container's root is an overlay, which it would leave out: its space is
            # that of the disk with the images and volumes.
            "--collector.filesystem.fs-types-exclude=^$",
            "--log.format=json",
        ),
        env=limits.go_environment(limits.NODE_EXPORTER),
        limits=limits.NODE_EXPORTER,
        probe=HttpProbe(port=NODE_EXPORTER.port, path=NODE_EXPORTER.health_path),
    )


def container_exporter() -> WorkloadSpec:
    """Return the reader of cgroup files; its host folder is a named exception."""
    return WorkloadSpec(
        service=CONTAINER_EXPORTER,
        image="app",
        command=("-m", "exporter"),
        env={
            "EXPORTER_CGROUP_ROOT": CGROUP_PATH,
            "EXPORTER_NAMES_FILE": f"{NAMES_PATH}/current/containers.json",
            "EXPORTER_HOST": "0.0.0.0",  # noqa: S104 - inside the private network
            "EXPORTER_PORT": str(CONTAINER_EXPORTER.port),
        },
        limits=limits.CONTAINER_EXPORTER,
        probe=HttpProbe(
            port=CONTAINER_EXPORTER.port, path=CONTAINER_EXPORTER.health_path
        ),
        host_folders={CGROUP_PATH: "/sys/fs/cgroup"},
        container_names=NAMES_PATH,
        init=True,
    )
