"""What `make doctor` looks at: each finding with its verdict and the fix."""

import os
import platform
import shutil
import stat
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from infra.specs.settings import SettingsError
from tools.bootstrap import (
    backend,
    engine_choice,
    ownership,
    preflight,
    private_files,
    pulumi_build,
    pulumi_tools,
    recovery,
    resource_plugin,
    salts,
    stack_settings,
    venv,
)
from tools.bootstrap.engine import Engine
from tools.bootstrap.errors import BootstrapError, StateError
from tools.bootstrap.machine import this_machine
from tools.bootstrap.places import Places
from tools.bootstrap.pulumi_choice import PINNED, Origin, parse_version, spelled
from tools.images.builder import find_candidates, first_able
from tools.images.errors import ImagesError
from tools.images.needs import GO_VERSION, NODE_VERSION
from tools.images.written import read_sound

_ASK_TIMEOUT_S = 20


@dataclass(frozen=True)
class Finding:
    """
    One line of the table.

    Attributes:
        fix: What is wrong and what helps; empty when all is well.
    """

    what: str
    found: str
    fix: str = ""


def of_machine(where: Places, engine: Engine | None) -> Iterator[Finding]:
    """Yield what was found of the machine, and what would be used."""
    yield Finding("Python", f"{platform.python_version()}, {venv_of(where)}")
    yield _engine(engine)
    if engine is not None:
        yield _docker_cli()
    yield from _pulumi(where)
    yield _plugin(where)
    yield _program("Go", ["go", "env", "GOVERSION"], GO_VERSION)
    yield _program("Node", ["node", "--version"], NODE_VERSION)


def of_folders(where: Places, stack: str) -> Iterator[Finding]:
    """Yield what lies in the folders outside the checkout."""
    yield Finding("PHAROS_HOME", str(where.home), mode_problem(where.home, 0o700))
    for folder in pulumi_build.damaged(where.cache):
        yield Finding(
            "cache", f"{folder} is damaged", "nothing to do: `make up` makes it again"
        )
    yield Finding("PHAROS_CACHE", str(where.cache))
    yield from _images(where.stack(stack))


def _images(folder: Path) -> Iterator[Finding]:
    try:
        resolved = read_sound(folder)
    except ImagesError as error:
        fix = "nothing to do: `make up` writes it anew, `make images` too"
        yield Finding("images", str(error), fix)
        return
    if resolved is None:
        yield Finding("images", "not resolved yet; `make up` or `make images` does it")
        return
    names = ", ".join(f"{key} ({i.source})" for key, i in resolved.images.items())
    yield Finding("images", names)
    for key, reason in resolved.missing.items():
        yield Finding(f"image {key}", f"left out: {reason}")


def of_stack(where: Places, stack: str, engine: Engine | None) -> Iterator[Finding]:
    """Yield what is known of one stack."""
    what = f"stack {stack}"
    try:
        file = stack_settings.read(where, stack)
    except (BootstrapError, SettingsError) as error:
        yield Finding(what, "settings cannot be used", str(error))
        return
    folder = where.stack(stack)
    url = backend.backend_url(where, file.settings.backend_url)
    yield Finding(what, f"{file.path.name}, state in {url}")
    for name in (private_files.PHRASE_FILE, private_files.SECRETS_FILE):
        path = folder / name
        if path.exists():
            yield Finding(name, str(path), mode_problem(path, 0o600))
    for problem in salts.problems(where, file):
        yield Finding("settings", "of another passphrase", problem)
    yield from _state(url, stack)
    yield from _ownership(where, file, engine)
    for problem in preflight.port_problems(file.settings, engine):
        yield Finding("ports", "taken", problem)


def mode_problem(path: Path, wanted: int) -> str:
    """Return what is wrong with who may read *path*; empty if it is not there."""
    if not path.exists():
        return ""
    mode = stat.S_IMODE(path.stat().st_mode)
    return (
        f"its mode is {mode:04o}: `chmod {wanted:04o} {path}`" if mode & 0o077 else ""
    )


def venv_of(where: Places) -> str:
    """Return what the virtual environment holds."""
    stamp = venv.read_stamp(where)
    locks = [name for name in stamp or {} if name.endswith(".txt")]
    return (
        f".venv with {', '.join(sorted(locks))}" if locks else ".venv not made by make"
    )


def _engine(engine: Engine | None) -> Finding:
    if engine is not None:
        where = f"{engine.endpoint.url} ({engine.endpoint.source})"
        return Finding("Docker engine", f"{engine.version()} at {where}")
    try:
        action = engine_choice.decide(this_machine())
    except BootstrapError as error:
        return Finding("Docker engine", "none answers", str(error))
    return Finding("Docker engine", f"none answers; `make up` would {action}")


def _docker_cli() -> Finding:
    try:
        return Finding("Docker CLI", f"{first_able(find_candidates()).path} can build")
    except ImagesError as error:
        return Finding("Docker CLI", f"none can build: {error}")


def _pulumi(where: Places) -> Iterator[Finding]:
    try:
        choice = pulumi_tools.decide(where)
    except BootstrapError as error:
        yield Finding("Pulumi", "none", str(error))
        return
    ours = pulumi_build.cached_bin(where.cache)
    on_path = pulumi_tools.on_path(where.cache)
    if choice.origin is Origin.PATH and on_path and on_path.version:
        yield Finding("Pulumi", f"{spelled(on_path.version)}, {on_path.path}")
    elif ours:
        yield Finding("Pulumi", f"{PINNED}, {ours / 'pulumi'}")
    else:
        yield Finding("Pulumi", f"`make up` would get it from: {choice.origin}")
    if choice.note:
        yield Finding("Pulumi on PATH", "not used", choice.note)


def _plugin(where: Places) -> Finding:
    official = resource_plugin.find_official(resource_plugin.homes(where))
    if official:
        return Finding("docker plugin", f"{official.description}, {official.folder}")
    wanted = resource_plugin.wanted_version()
    return Finding("docker plugin", f"our stand-in (pulumi-docker {wanted})")


def _program(what: str, argv: Sequence[str], needed: tuple[int, int]) -> Finding:
    path = shutil.which(argv[0])
    wanted = ".".join(map(str, needed))
    if path is None:
        return Finding(what, f"none; only builds need it ({wanted} or newer)")
    try:
        said = subprocess.run(
            [path, *argv[1:]],
            capture_output=True,
            text=True,
            timeout=_ASK_TIMEOUT_S,
            check=False,
            env=os.environ,
        ).stdout.strip()
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding(what, f"{path} does not run: {error}")
    version = parse_version(said)
    old = version is not None and version[:2] < needed
    return Finding(
        what, f"{said}, {path}" + (f"; builds need {wanted} or newer" if old else "")
    )


def _ownership(
    where: Places, file: stack_settings.StackFile, engine: Engine | None
) -> Iterator[Finding]:
    try:
        problems = ownership.problems(where, file, engine)
    except StateError:
        # Told as the state's own problem.
        return
    for problem in problems:
        yield Finding("resources", "not of this state", problem)


def _state(url: str, stack: str) -> Iterator[Finding]:
    folder = backend.local_folder(url)
    if folder is None:
        return
    try:
        recovery.check_locks(backend.state_locks(folder, stack), stack)
        checkpoint = backend.read_checkpoint(folder, stack)
    except BootstrapError as error:
        yield Finding("state", "cannot be used", str(error))
        return
    if checkpoint is None:
        yield Finding("state", "none yet")
        return
    yield Finding("state", f"{len(checkpoint.resources)} resources")
    if checkpoint.pending:
        yield Finding("last update", "cut off", recovery.explain(checkpoint.pending))
