"""Run a benchmark in an environment that also holds the instrumentations of others."""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = Path(__file__).with_name("instrumentation_peers.txt")
INSIDE = "PHAROS_BENCHMARK_ENVIRONMENT"
SHOWN = (
    "flask",
    "gunicorn",
    "prometheus-client",
    "prometheus-flask-exporter",
    "opentelemetry-sdk",
    "opentelemetry-instrumentation-flask",
)


def cache() -> Path:
    """Where the environment is kept, outside the checkout."""
    default = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "pharos"
    return Path(os.environ.get("PHAROS_CACHE", default)) / "benchmarks"


def enter(script: str, arguments: list[str]) -> None:
    """Return inside the environment; from outside, make it and start again in it."""
    key = hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]
    if os.environ.get(INSIDE) == key:
        return
    folder = cache() / key
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        print(f"making {folder} from {LOCK.name} …", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        install = ["-m", "pip", "install", "-q", "--disable-pip-version-check"]
        locked = ["--require-hashes", "-r", str(LOCK)]
        subprocess.run([str(python), *install, *locked], check=True)
        (folder / "complete").touch()
    env = os.environ | {INSIDE: key, "PYTHONPATH": str(ROOT)}
    os.execve(python, [str(python), script, *arguments], env)


def versions() -> str:
    """The versions of what is compared, as one line."""
    return ", ".join(f"{name} {version(name)}" for name in SHOWN)
