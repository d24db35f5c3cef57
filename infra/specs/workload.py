"""What each workload needs, decided without Pulumi and without a target."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from catalog.services import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """
    Storage that outlives the process.

    Attributes:
        name: Name within the stack; workloads that name the same one share it.
        size_mib: Budget. Kubernetes requests it; Docker does not enforce it.
    """

    name: str
    path: str
    size_mib: int
    read_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """
    Configuration files, mounted together as one read-only folder.

    Attributes:
        files: Text by path below *path*, such as ``rules/alerts.yml``.
        polled: Whether the process looks for changes itself; nothing is done to it
            then.
    """

    name: str
    path: str
    files: Mapping[str, str]
    polled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretFile:
    """
    A secret that the process reads from ``/run/secrets/<name>``.

    Attributes:
        template: Text around the secret, which stands for ``{}`` in it and is quoted
            as in a URL; "" is the secret alone.
        polled: Whether the process needs no telling when it changes.
    """

    name: str
    key: str
    template: str = ""
    polled: bool = False

    def content(self, secret: str) -> str:
        """Return the file's text."""
        return self.template.format(quote(secret, safe="")) if self.template else secret


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpProbe:
    """
    Healthy means a 2xx answer on this path.

    Attributes:
        rest_s: A check that can do so rests that long after a good answer, once the
            container is not young any more; each start of a check costs the engine.
        start_period_s: Failures do not count before that; Docker asks for whole
            seconds, Kubernetes renders it as a startup probe.
    """

    port: int
    path: str
    interval_s: int = 2
    timeout_s: int = 3
    rest_s: int = 8
    retries: int = 5
    start_period_s: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Ceilings of one process tree; requests equal limits for memory."""

    memory_mib: int
    cpu_millis: int
    processes: int = 256
    open_files: int = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class ReloadBySignal:
    """
    How the process takes new configuration without a restart.

    Attributes:
        success_metric: Gauge that is 1 when the last reload succeeded.
        timestamp_metric: Gauge with the Unix time of the last good reload.
    """

    signal: str
    success_metric: str
    timestamp_metric: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkloadSpec:
    """
    One long-running process, the same for Docker and Kubernetes.

    Attributes:
        image: Key of the image catalogue, such as ``prometheus``.
        entrypoint: The program, where images disagree; by default the image's own.
        env: Plain environment; secrets never go here.
        tmpfs: Writable folders in memory, size in MiB by path.
        host_folders: Read-only folders of the machine by path inside the container;
            Docker only, and only for the exceptions that ``infra.specs`` names.
        container_names: Folder that receives ``current/containers.json``, which maps
            the ids of the stack's containers to services; Docker only.
        reload: None where only a restart makes the process read its files again.
        depends_on: Names of workloads that must be healthy first.
        stop_grace_s: Time between SIGTERM and SIGKILL.
        init: Whether the program needs an init process as process 1.
    """

    service: Service
    image: str
    limits: Limits
    probe: HttpProbe
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    folders: tuple[Folder, ...] = ()
    secrets: tuple[SecretFile, ...] = ()
    volumes: tuple[Volume, ...] = ()
    tmpfs: Mapping[str, int] = field(default_factory=dict)
    host_folders: Mapping[str, str] = field(default_factory=dict)
    container_names: str | None = None
    reload: ReloadBySignal | None = None
    depends_on: tuple[str, ...] = ()
    stop_grace_s: int = 15
    init: bool = False
    replicas: int = 1
    uid: int | None = None
    gid: int | None = None

    @property
    def name(self) -> str:
        """The service's name, unique in a stack."""
        return self.service.name

    @property
    def user(self) -> str:
        """User and group as ``uid:gid``."""
        uid = self.service.uid if self.uid is None else self.uid
        return f"{uid}:{uid if self.gid is None else self.gid}"
