"""Puts Pulumi's CLI and Python language host into the cache."""

import hashlib
import os
import platform
import shutil
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tools.bootstrap.processes import OnLine, Processes
from tools.bootstrap.pulumi_choice import DOWNLOADS, HOST_PINNED, PINNED, Origin
from tools.images.cache import looks_sound, store
from tools.turns import turn

CLI_MODULE = Path(__file__).parent / "pulumi"
HOST_MODULE = CLI_MODULE / "host"
CLI = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
HOST = "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python"
SDK = "github.com/pulumi/pulumi/sdk/v3"
# Scripts that the language host starts, as they lie in its module.
SCRIPTS = (
    "python/cmd/pulumi-language-python-exec",
    "python/dist/pulumi-analyzer-policy-python",
    "python/dist/pulumi-resource-pulumi-python",
)
_DOWNLOAD_TIMEOUT_S = 60
_GO_BUILD = ("go", "build", "-p", "2", "-mod=readonly", "-trimpath", "-ldflags")


def cached_bin(cache: Path) -> Path | None:
    """Return the folder of a sound Pulumi in the cache, if there is one."""
    for origin in (Origin.INSTALLER, Origin.GO):
        folder = folder_of(cache, origin)
        if looks_sound(folder):
            return folder / "bin"
    return None


def damaged(cache: Path) -> list[Path]:
    """Return the folders of the cache that are not what was put there."""
    folders = (folder_of(cache, o) for o in (Origin.INSTALLER, Origin.GO))
    return [each for each in folders if each.exists() and not looks_sound(each)]


def folder_of(cache: Path, origin: Origin) -> Path:
    """Return where the pinned Pulumi lies, keyed by all that decides about it."""
    machine = f"{platform.system()}-{platform.machine()}".lower()
    if origin is Origin.INSTALLER:
        return cache / "pulumi" / f"installer-{PINNED}-{machine}"
    digest = hashlib.sha256(f"{PINNED} {HOST_PINNED}".encode())
    for module in (CLI_MODULE, HOST_MODULE):
        digest.update((module / "go.mod").read_bytes())
        digest.update((module / "go.sum").read_bytes())
    return cache / "pulumi" / f"go-{PINNED}-{machine}-{digest.hexdigest()[:12]}"


def make(cache: Path, origin: Origin, processes: Processes, tell: OnLine) -> Path:
    """
    Install or build Pulumi into the cache.

    Returns:
        The folder to put on PATH.

    Raises:
        CommandFailed: When a program that does it fails.
    """
    folder = folder_of(cache, origin)
    fill: Callable[[Path], None]
    if origin is Origin.INSTALLER:

        def fill(scratch: Path) -> None:
            _install(scratch, processes, tell)

    else:

        def fill(scratch: Path) -> None:
            _build(scratch / "bin", processes, tell)

    def wait(holder: str, waited_s: float) -> None:
        tell(f"waiting for {holder}, which makes Pulumi in {cache}")

    with turn(cache / "pulumi.lock", wait):
        if not looks_sound(folder):
            store(folder, fill)
    return folder / "bin"


def _install(root: Path, processes: Processes, tell: OnLine) -> None:
    # Reachable with internet only.
    script = root / "install.sh"
    with urllib.request.urlopen(DOWNLOADS, timeout=_DOWNLOAD_TIMEOUT_S) as answer:  # noqa: S310
        script.write_bytes(answer.read())
    words = ["--version", PINNED, "--install-root", str(root), "--no-edit-path"]
    processes.run(["sh", str(script), *words], on_line=tell)
    script.unlink()


def _build(binaries: Path, processes: Processes, tell: OnLine) -> None:
    binaries.mkdir()
    _go_build(CLI_MODULE, CLI, PINNED, binaries / "pulumi", processes, tell)
    host = binaries / "pulumi-language-python"
    _go_build(HOST_MODULE, HOST, HOST_PINNED, host, processes, tell)
    _, said = processes.run(
        ["go", "list", "-mod=readonly", "-m", "-f", "{{.Dir}}", SDK], cwd=HOST_MODULE
    )
    for script in SCRIPTS:
        target = binaries / Path(script).name
        shutil.copyfile(Path(said.strip()) / script, target)
        target.chmod(0o755)


def _go_build(
    module: Path,
    package: str,
    version: str,
    target: Path,
    processes: Processes,
    tell: OnLine,
) -> None:
    variable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"
    tell(f"building {target.name} {version}")
    processes.run(
        [*_GO_BUILD, f"-s -w -X {variable}=v{version}", "-o", str(target), package],
        cwd=module,
        env={**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "", "GOWORK": "off"},
        on_line=tell,
    )
