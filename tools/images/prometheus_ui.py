"""Prometheus's web pages, built from the Go module that its binary comes from."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from tools.images.cache import is_sound, store
from tools.images.gobuild import ENVIRONMENT
from tools.images.keys import content_key, digest_of
from tools.images.programs import GO_FOLDER
from tools.images.shell import require_program, run

NPM_FOLDER = Path(__file__).with_name("npm")
_MODULE = GO_FOLDER / "prometheus"
PROMETHEUS_MODULE = "github.com/prometheus/prometheus"
# The pages with the workspace packages that they are built on, in that order.
_PACKAGES = "--filter=@prometheus-io/mantine-ui..."
_STEPS = "ui v1: frozen lock file, package and its dependencies only"


def ui_folder(*, cache: Path) -> Path:
    """Return where the pages lie, or would lie, in the cache."""
    inputs = {
        "module": module_sum((_MODULE / "go.sum").read_text()),
        "pnpm": digest_of((NPM_FOLDER / "package-lock.json").read_bytes()),
        "steps": _STEPS,
    }
    return cache / "tools" / f"prometheus-ui-{content_key('ui', inputs)}"


def module_sum(go_sum: str) -> str:
    """Return version and checksum of Prometheus's own module."""
    lines = [li for li in go_sum.splitlines() if li.startswith(f"{PROMETHEUS_MODULE} ")]
    return "\n".join(lines)


def ensure_ui(*, cache: Path, on_line: Callable[[str], None]) -> Path:
    """
    Return the folder that holds ``static/``, building it if need be.

    Raises:
        ProgramMissing: Go, Node.js or npm is not here.
        BuildFailed: pnpm refused; the message ends with its own words.
    """
    folder = ui_folder(cache=cache)
    if is_sound(folder):
        return folder
    for program in ("go", "node", "npm"):
        require_program(program, "building Prometheus's web pages")
    return store(folder, lambda out: _build(out, on_line))


def _build(out: Path, on_line: Callable[[str], None]) -> None:
    with tempfile.TemporaryDirectory(prefix="pharos-ui-") as scratch:
        work = Path(scratch)
        sources = _copy_sources(work / "sources")
        pnpm = _install_pnpm(work / "pnpm", on_line)
        # Upstream's scripts call pnpm by name.
        path = f"{Path(pnpm).parent}{os.pathsep}{os.environ['PATH']}"
        store_folder = f"--store-dir={work / 'store'}"
        run(
            [pnpm, "install", "--frozen-lockfile", store_folder, _PACKAGES],
            cwd=sources,
            env={"CI": "1", "PATH": path},
            on_line=on_line,
        )
        # Upstream's build script turns lint warnings into errors when CI is set.
        run(
            [pnpm, _PACKAGES, "run", "build"],
            cwd=sources,
            env={"CI": "", "PATH": path},
            on_line=on_line,
        )
        shutil.copytree(sources / "mantine-ui" / "dist", out / "static" / "mantine-ui")


def _copy_sources(target: Path) -> Path:
    """Copy the pages out of the module cache, which is read-only."""
    run(
        ["go", "mod", "download", PROMETHEUS_MODULE],
        cwd=_MODULE,
        env=ENVIRONMENT,
    )
    listed = run(
        ["go", "list", "-m", "-f", "{{.Dir}}", PROMETHEUS_MODULE],
        cwd=_MODULE,
        env=ENVIRONMENT,
    )
    shutil.copytree(Path(listed.strip()) / "web" / "ui", target)
    for path in [target, *target.rglob("*")]:
        path.chmod(path.stat().st_mode | 0o200)
    return target


def _install_pnpm(target: Path, on_line: Callable[[str], None]) -> str:
    shutil.copytree(NPM_FOLDER, target)
    run(["npm", "ci", "--no-audit", "--no-fund"], cwd=target, on_line=on_line)
    return str(target / "node_modules" / ".bin" / "pnpm")
