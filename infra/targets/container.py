"""A workload spec in the words of pulumi_docker's container; creates nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pulumi
import pulumi_docker as docker

from catalog.exceptions import ALLOWED_CAPABILITIES
from catalog.identity import (
    LABEL_OWNER,
    LABEL_SERVICE,
    LABEL_STACK,
    VOLUME_LABEL,
    resource_name,
)
from catalog.services import Service
from infra.images import Image
from infra.specs.errors import PlatformError
from infra.specs.settings import Settings
from infra.specs.workload import HttpProbe, Limits, Volume, WorkloadSpec

SECRETS_PATH = "/run/secrets"
LOOPBACK = "127.0.0.1"
# Beyond it something is wrong that waiting does not cure.
WAIT_TIMEOUT_S = 90
_LOG_OPTIONS = {"max-size": "10m", "max-file": "3"}
_TMPFS_OPTIONS = "rw,noexec,nosuid,nodev,mode=1777"


@dataclass(frozen=True, kw_only=True)
class Place:
    """
    What surrounds a container in its stack.

    Attributes:
        folders: Folder on this machine by path inside the container.
    """

    settings: Settings
    image: Image
    network: pulumi.Input[str]
    folders: Mapping[str, Path]


def labels(stack: str, service: Service) -> dict[str, str]:
    """Return the labels of everything that belongs to *service*."""
    return {
        LABEL_STACK: stack,
        LABEL_SERVICE: service.name,
        LABEL_OWNER: service.owner,
    }


def container_args(spec: WorkloadSpec, place: Place) -> docker.ContainerArgs:
    """Return the container of *spec*."""
    stack = place.settings.stack
    return docker.ContainerArgs(
        name=resource_name(stack, spec.name),
        hostname=spec.name,
        image=place.image.reference,
        entrypoints=list(spec.entrypoint) or None,
        command=list(spec.command) or None,
        envs=[f"{name}={value}" for name, value in sorted(spec.env.items())],
        user=spec.user,
        init=spec.init,
        read_only=True,
        capabilities=docker.ContainerCapabilitiesArgs(
            drops=["ALL"], adds=list(added_capabilities(spec, place.image)) or None
        ),
        security_opts=["no-new-privileges"],
        restart="unless-stopped",
        must_run=True,
        memory=spec.limits.memory_mib,
        # The same: none of it may be swapped.
        memory_swap=spec.limits.memory_mib,
        cpus=_cpus(spec.limits),
        ulimits=_ulimits(spec.limits),
        tmpfs={
            path: f"{_TMPFS_OPTIONS},size={mib}m" for path, mib in spec.tmpfs.items()
        },
        mounts=_mounts(spec, place),
        ports=_ports(spec.service, place.settings),
        networks_advanced=[
            docker.ContainerNetworksAdvancedArgs(
                name=place.network, aliases=[spec.name]
            )
        ],
        healthcheck=healthcheck(spec.probe, place.image.probe),
        wait=True,
        wait_timeout=WAIT_TIMEOUT_S,
        stop_timeout=spec.stop_grace_s,
        destroy_grace_seconds=spec.stop_grace_s,
        log_driver="json-file",
        log_opts=_LOG_OPTIONS,
        labels=[
            docker.ContainerLabelArgs(label=label, value=value)
            for label, value in {
                **labels(stack, spec.service),
                **_budgets(spec.volumes),
            }.items()
        ],
    )


def _budgets(volumes: Iterable[Volume]) -> dict[str, str]:
    """Return the size of each volume: policies compare it with what is kept there."""
    return {f"{VOLUME_LABEL}{each.name}": str(each.size_mib) for each in volumes}


def added_capabilities(spec: WorkloadSpec, image: Image) -> tuple[str, ...]:
    """
    Return what *image* cannot start without.

    Raises:
        PlatformError: When no named exception allows it.
    """
    for capability in image.capabilities:
        if (spec.name, capability) not in ALLOWED_CAPABILITIES:
            raise PlatformError(
                f"image {image.key!r} ({image.name}) cannot start without the"
                f" capability {capability}, which no exception allows {spec.name};"
                " use another image, or name the exception in catalog/exceptions.py"
            )
    return image.capabilities


def healthcheck(
    probe: HttpProbe, command: tuple[str, ...]
) -> docker.ContainerHealthcheckArgs:
    """Return the check that runs *command*, the image's own way to ask over HTTP."""
    rests = "{rest}" in command
    filled = [
        word.format(port=probe.port, path=probe.path, rest=probe.rest_s)
        for word in command
    ]
    return docker.ContainerHealthcheckArgs(
        tests=["CMD", *filled],
        interval=f"{probe.interval_s}s",
        timeout=f"{probe.timeout_s + (probe.rest_s if rests else 0)}s",
        retries=probe.retries,
        start_period=f"{probe.start_period_s}s",
    )


def volume_name(stack: str, volume: Volume) -> str:
    """Return the name of *volume* on the engine."""
    return resource_name(stack, volume.name)


def _cpus(limits: Limits) -> str:
    return f"{limits.cpu_millis / 1000:g}"


def _ulimits(limits: Limits) -> list[docker.ContainerUlimitArgs]:
    ceilings = {"nofile": limits.open_files, "nproc": limits.processes}
    return [
        docker.ContainerUlimitArgs(name=name, soft=ceiling, hard=ceiling)
        for name, ceiling in ceilings.items()
    ]


def _mounts(spec: WorkloadSpec, place: Place) -> list[docker.ContainerMountArgs]:
    stack = place.settings.stack
    volumes = [
        docker.ContainerMountArgs(
            type="volume",
            source=volume_name(stack, volume),
            target=volume.path,
            read_only=volume.read_only,
        )
        for volume in spec.volumes
    ]
    folders = {path: str(folder) for path, folder in place.folders.items()}
    return volumes + [
        docker.ContainerMountArgs(
            type="bind", source=source, target=target, read_only=True
        )
        for target, source in sorted({**folders, **spec.host_folders}.items())
    ]


def _ports(service: Service, settings: Settings) -> list[docker.ContainerPortArgs]:
    external = settings.port(service.name)
    if external is None:
        return []
    return [
        docker.ContainerPortArgs(
            internal=service.port,
            external=external,
            ip=LOOPBACK,
            protocol="tcp",
        )
    ]
