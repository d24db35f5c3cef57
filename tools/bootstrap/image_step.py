"""The step that has every image resolved."""

from pathlib import Path

from infra.specs.settings import Settings
from tools.bootstrap.display import Display
from tools.bootstrap.machine import apt_install, can_install, this_machine
from tools.bootstrap.places import Places
from tools.bootstrap.private_files import private_folder
from tools.bootstrap.processes import OnLine, Processes
from tools.images.catalogue import load_catalogue
from tools.images.engine import Engine
from tools.images.errors import ProgramMissing
from tools.images.importing import import_images
from tools.images.model import ImageOptions, Resolved, State, Wish
from tools.images.needs import APT_PACKAGES
from tools.images.reference import require_pinned
from tools.images.resolve import resolve


def options_of(settings: Settings, *, rebuild: bool = False) -> ImageOptions:
    """Return what a stack's settings say about images."""
    return ImageOptions(
        registry_prefix=settings.registry_prefix,
        overrides=settings.images,
        grafana=Wish(settings.grafana),
        by_setting=("postgres", "postgres-exporter") if settings.postgres else (),
        rebuild=rebuild,
        ask_again=rebuild,
    )


def resolve_images(
    where: Places,
    options: ImageOptions,
    stack: str,
    processes: Processes,
    display: Display,
    tell: OnLine,
) -> Resolved:
    """
    Have every image resolved.

    Raises:
        ImagesError: When one that is needed cannot be had.
        CommandFailed: When Debian's packages for building cannot be installed.
    """

    def progress(step: str, state: State, detail: str) -> None:
        processes.check_going_on()
        # Its own steps are shown as steps; the one they belong to stays above them.
        display.step(f"  {step}", state, detail)

    def attempt() -> Resolved:
        return resolve(options, folder=folder, cache=where.cache, progress=progress)

    folder = private_folder(where.stack(stack))
    try:
        resolved = attempt()
    except ProgramMissing:
        if not can_install(this_machine()):
            raise
        display.line(f"Installing Debian's {', '.join(APT_PACKAGES)} to build images.")
        apt_install(APT_PACKAGES, processes, tell)
        resolved = attempt()
    require_pinned(stack, resolved)
    return resolved


def bring_in(where: Places, file: str) -> None:
    """
    Load the images of a tarball that `docker save` wrote, and use them from now on.

    Raises:
        ImagesError: When it holds none that the catalogue knows.
    """
    found = import_images(
        Path(file), cache=where.cache, catalogue=load_catalogue(), engine=Engine()
    )
    for key, name in found.items():
        print(f"{key}: {name} is used from now on")
