"""What an entry of ``services/`` says of a service of a team's own."""

from dataclasses import dataclass, field

from catalog.objectives import DEFAULT_OBJECTIVE, Objective
from catalog.red import RedMetrics
from catalog.service import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnVolume:
    """Storage that outlives the process; its folder has to be its user's."""

    name: str
    path: str
    size_mib: int = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnService:
    """
    One service of a team's own.

    Attributes:
        image: Image reference; "" where it is built.
        build: Folder with a Dockerfile, from the checkout's root; "" with an image.
        build_args: Arguments of that build.
        command: Replaces the image's own.
        health_command: What the image has for asking itself, with ``{port}`` and
            ``{path}``; empty has a checker added to the image.
        red: None where it has no metrics.
    """

    service: Service
    image: str = ""
    build: str = ""
    build_args: tuple[tuple[str, str], ...] = ()
    command: tuple[str, ...] = ()
    env: tuple[tuple[str, str], ...] = ()
    volumes: tuple[OwnVolume, ...] = field(default=())
    health_command: tuple[str, ...] = ()
    memory_mib: int = 128
    cpu_millis: int = 500
    tmp_mib: int = 16
    red: RedMetrics | None = None
    objective: Objective = DEFAULT_OBJECTIVE

    @property
    def name(self) -> str:
        """The service's name."""
        return self.service.name

    @property
    def image_key(self) -> str:
        """The image's key in images.json."""
        return f"own-{self.service.name}"
