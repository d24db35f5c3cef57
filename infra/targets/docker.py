"""Declares a stack's workloads as Docker resources."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pulumi
import pulumi_docker as docker

from catalog.identity import LABEL_OWNER, LABEL_SERVICE, LABEL_STACK, resource_name
from infra.images import Images
from infra.providers.folder import Folder
from infra.providers.reload import Reload
from infra.specs.documents import to_json
from infra.specs.settings import Settings
from infra.specs.workload import Volume, WorkloadSpec
from infra.targets.container import (
    SECRETS_PATH,
    Place,
    container_args,
    labels,
    volume_name,
)

# The image with Python, which changes owners where we may not.
_OWNER_IMAGE = "app"
CURRENT_NAMES = "current"
NAMES_FILE = "containers.json"


@dataclass(frozen=True, kw_only=True)
class Environment:
    """
    What every workload of a stack shares.

    Attributes:
        secret: Reads a secret by its key.
        files: Folder on this machine that holds the mounted folders.
    """

    settings: Settings
    images: Images
    secret: Callable[[str], pulumi.Output[str]]
    files: Path


@dataclass(frozen=True, kw_only=True)
class Shared:
    """Resources that several workloads use."""

    network: docker.Network
    volumes: Mapping[str, docker.Volume]


@dataclass(frozen=True)
class _Mounted:
    """A folder, where a container sees it, and whether it needs telling."""

    folder: Folder
    path: Path
    target: str
    polled: bool


class Workload(pulumi.ComponentResource):
    """One container with its folders, and the proof that it runs with them."""

    container: docker.Container

    def __init__(
        self,
        spec: WorkloadSpec,
        env: Environment,
        shared: Shared,
        after: Iterable[pulumi.Resource],
    ) -> None:
        super().__init__("pharos:docker:Workload", spec.name)
        child = pulumi.ResourceOptions(parent=self)
        mounted = _folders(spec, env, child)
        place = Place(
            settings=env.settings,
            image=env.images[spec.image],
            network=shared.network.name,
            folders={item.target: item.path for item in mounted},
        )
        needed = [
            *(item.folder for item in mounted),
            *(shared.volumes[volume.name] for volume in spec.volumes),
            *after,
        ]
        self.container = docker.Container(
            spec.name,
            container_args(spec, place),
            pulumi.ResourceOptions(
                parent=self,
                depends_on=needed,
                # Names and ports are taken until the old one is gone.
                delete_before_replace=True,
            ),
        )
        _reload(spec, env.settings, self.container, mounted, child)
        self.register_outputs({"container_id": self.container.id})


def deploy(specs: Iterable[WorkloadSpec], env: Environment) -> dict[str, Workload]:
    """Declare the network, the volumes and all workloads; return those by name."""
    specs = tuple(specs)
    shared = Shared(
        network=_network(env.settings.stack),
        volumes=_volumes(specs, env.settings.stack),
    )
    workloads: dict[str, Workload] = {}
    for spec in specs:
        after = [workloads[name].container for name in spec.depends_on]
        workloads[spec.name] = Workload(spec, env, shared, after)
    for spec in specs:
        if spec.container_names is not None:
            _container_names(spec, env, workloads)
    return workloads


def _network(stack: str) -> docker.Network:
    return docker.Network(
        "network",
        name=resource_name(stack, "net"),
        driver="bridge",
        labels=[
            docker.NetworkLabelArgs(label=label, value=value)
            for label, value in _stack_labels(stack).items()
        ],
    )


def _stack_labels(stack: str) -> dict[str, str]:
    return {LABEL_STACK: stack, LABEL_SERVICE: "network", LABEL_OWNER: "platform"}


def _volumes(specs: Iterable[WorkloadSpec], stack: str) -> dict[str, docker.Volume]:
    first: dict[str, tuple[WorkloadSpec, Volume]] = {}
    for spec in specs:
        for volume in spec.volumes:
            first.setdefault(volume.name, (spec, volume))
    return {
        name: docker.Volume(
            f"{name}-data",
            name=volume_name(stack, volume),
            labels=[
                docker.VolumeLabelArgs(label=label, value=value)
                for label, value in labels(stack, spec.service).items()
            ],
            # Docker changes no volume's labels: another owner would replace it.
            opts=pulumi.ResourceOptions(protect=True, ignore_changes=["labels"]),
        )
        for name, (spec, volume) in first.items()
    }


def _folders(
    spec: WorkloadSpec, env: Environment, opts: pulumi.ResourceOptions
) -> list[_Mounted]:
    def declare(
        name: str,
        target: str,
        files: Mapping[str, str],
        secrets: Mapping[str, pulumi.Output[str]],
        polled: bool,
    ) -> _Mounted:
        path = env.files / name
        folder = _folder(name, path, spec, env, dict(files), dict(secrets), opts)
        return _Mounted(folder, path, target, polled)

    mounted = [
        declare(item.name, item.path, item.files, {}, item.polled)
        for item in spec.folders
    ]
    if spec.secrets:
        values = {
            item.name: env.secret(item.key).apply(item.content) for item in spec.secrets
        }
        polled = all(item.polled for item in spec.secrets)
        name = f"{spec.name}-secrets"
        mounted.append(declare(name, SECRETS_PATH, {}, values, polled))
    if spec.container_names is not None:
        # Empty: the ids that go there exist only after the container that mounts it.
        mounted.append(declare(_names_folder(spec), spec.container_names, {}, {}, True))
    return mounted


def _folder(
    name: str,
    path: Path,
    spec: WorkloadSpec,
    env: Environment,
    files: pulumi.Input[dict[str, str]],
    secrets: dict[str, pulumi.Output[str]],
    opts: pulumi.ResourceOptions,
) -> Folder:
    uid, gid = spec.user.split(":")
    return Folder(
        name,
        path=path,
        files=files,
        secrets=secrets,
        uid=int(uid),
        gid=int(gid),
        image=env.images[_OWNER_IMAGE].reference,
        opts=opts,
    )


def _reload(
    spec: WorkloadSpec,
    settings: Settings,
    container: docker.Container,
    mounted: Iterable[_Mounted],
    opts: pulumi.ResourceOptions,
) -> None:
    told = {str(item.path): item.folder.version for item in mounted if not item.polled}
    if not told:
        return
    metrics = spec.service.metrics_path
    Reload(
        f"{spec.name}-reload",
        container=resource_name(settings.stack, spec.name),
        container_id=container.id,
        folders=dict(told),
        how=spec.reload,
        url=f"{settings.url(spec.name)}{metrics}" if spec.reload else "",
        grace_s=spec.stop_grace_s,
        opts=opts,
    )


def _container_names(
    spec: WorkloadSpec, env: Environment, workloads: Mapping[str, Workload]
) -> None:
    stack = env.settings.stack

    def document(ids: Mapping[str, str]) -> dict[str, str]:
        names = {
            id_: {"service": name, "name": resource_name(stack, name)}
            for name, id_ in ids.items()
        }
        return {NAMES_FILE: to_json(names)}

    ids = {name: workload.container.id for name, workload in workloads.items()}
    _folder(
        f"{_names_folder(spec)}-{CURRENT_NAMES}",
        env.files / _names_folder(spec) / CURRENT_NAMES,
        spec,
        env,
        pulumi.Output.all(**ids).apply(document),
        {},
        pulumi.ResourceOptions(parent=workloads[spec.name]),
    )


def _names_folder(spec: WorkloadSpec) -> str:
    return f"{spec.name}-names"
