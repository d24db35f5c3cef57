"""What is looked at before anything changes; all problems are reported together."""

from collections.abc import Iterator

from infra.specs.settings import Settings, SettingsError
from tools.bootstrap import (
    backend,
    disk,
    engine_choice,
    ownership,
    ports,
    pulumi_build,
    pulumi_tools,
    recovery,
    salts,
    stack_settings,
)
from tools.bootstrap import engine as engines
from tools.bootstrap.engine import Engine
from tools.bootstrap.errors import BootstrapError, PreflightError
from tools.bootstrap.machine import this_machine
from tools.bootstrap.places import Places
from tools.bootstrap.stack_settings import StackFile
from tools.images.written import images_file


def check(
    where: Places,
    stack: str,
    *,
    ports_too: bool = True,
    state_too: bool = True,
    ownership_too: bool = False,
    passphrase_too: bool = True,
) -> tuple[StackFile, Engine | None]:
    """
    Look at settings, machine and state, changing nothing.

    Args:
        ports_too: Whether what is about to be done needs the stack's ports.
        state_too: Whether it needs a state that is sound and free.
        ownership_too: Whether it acts on what is on the engine, which has to be this
            state's.
        passphrase_too: Whether it needs a passphrase that fits the settings.

    Returns:
        The settings, and the engine if one answers already.

    Raises:
        PreflightError: Everything that is wrong.
    """
    problems: list[str] = []
    file: StackFile | None = None
    try:
        file = stack_settings.read(where, stack)
    except (BootstrapError, SettingsError) as error:
        problems.append(str(error))
    engine = engines.find()
    problems += machine_problems(where, engine)
    if file is not None:
        if ports_too:
            problems += port_problems(file.settings, engine)
        if passphrase_too:
            problems += salts.problems(where, file)
        if state_too:
            problems += state_problems(where, file.settings)
        if ownership_too and not problems:
            problems += ownership.problems(where, file, engine)
    if problems or file is None:
        raise PreflightError(problems)
    if engine is not None:
        engines.use(engine)
    return file, engine


def machine_problems(where: Places, engine: Engine | None) -> Iterator[str]:
    """Yield what is wrong with engine, Pulumi and disk."""
    if engine is None:
        try:
            engine_choice.decide(this_machine())
        except BootstrapError as error:
            yield str(error)
    try:
        pulumi_tools.decide(where)
    except BootstrapError as error:
        yield str(error)
    yield from disk_problems(where, engine)


def disk_problems(where: Places, engine: Engine | None) -> list[str]:
    """Return what there is no room for."""
    builds = pulumi_build.cached_bin(where.cache) is None
    folders = {
        "home": where.home,
        "cache": where.cache,
        "engine": engine.data_folder() if engine else None,
    }
    cold = builds or not any(
        images_file(each).exists() for each in where.stacks.glob("*")
    )
    return disk.shortages(disk.needs(folders, cold=cold, builds=builds))


def port_problems(settings: Settings, engine: Engine | None) -> Iterator[str]:
    """Yield the ports that somebody else has."""
    taken = ports.taken_ports(settings.ports.values())
    containers = engine.containers() if engine else None
    found = ports.conflicts(settings.ports, settings.stack, containers, taken)
    for service, holder in found.items():
        yield (
            f"port {settings.ports[service]} of {service} is in use by {holder}; stop"
            f" that, or choose another one with pharos:{service}Port or"
            " pharos:portOffset"
        )


def state_problems(where: Places, settings: Settings) -> Iterator[str]:
    """Yield why the state cannot be used: damaged, or another update is under way."""
    folder = backend.local_folder(backend.backend_url(where, settings.backend_url))
    if folder is None:
        return
    try:
        recovery.check_locks(
            backend.state_locks(folder, settings.stack), settings.stack
        )
        backend.read_checkpoint(folder, settings.stack)
    except BootstrapError as error:
        yield str(error)
