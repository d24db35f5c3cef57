"""
A fresh checkout to all healthy, step by step: with empty and with warm caches.

Empty means: a new virtual environment, and caches of Pharos, Go, uv, pip and npm that
hold nothing. What the Docker engine has already is not removed; images that would be
found there are counted, and a machine without any gives the true figure.
"""

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import docker

from tests.benchmarks.platform_report import conditions, save, table
from tests.e2e.checkout import copy_checkout
from tests.e2e.fixtures import destroyed_at_the_end
from tests.e2e.stack import Stack, free_name

TOTAL = "all of `make up`"
_STEP = re.compile(r"^\[ *[\d.]+ s\] ( *)(\S.*?): done \(([\d.]+) s\)", re.MULTILINE)
_VENV = re.compile(r"^pharos: \.venv is ready \(([\d.]+) s\)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Seconds by step of one `make up`; a part of a step starts with a space."""

    steps: Mapping[str, float]
    images_before: int


def steps(printed: str) -> dict[str, float]:
    """Return seconds by step of what `make up` printed, in the order of their ends."""
    found = [
        *(("virtual environment", seconds) for seconds in _VENV.findall(printed)),
        *((indent[:1] + name, s) for indent, name, s in _STEP.findall(printed)),
    ]
    return {name: float(seconds) for name, seconds in found}


def empty_caches(place: Path) -> dict[str, str]:
    """Return the environment that makes every cache a new folder below *place*."""
    names = {
        "PHAROS_CACHE": "pharos",
        "GOCACHE": "go-build",
        "GOMODCACHE": "go-modules",
        "UV_CACHE_DIR": "uv",
        "PIP_CACHE_DIR": "pip",
        "npm_config_cache": "npm",
        "npm_config_store_dir": "pnpm",
    }
    return {
        # Go writes its modules read-only, which nothing here could remove again.
        "GOFLAGS": "-modcacherw",
        **{name: str(place / folder) for name, folder in names.items()},
    }


@contextmanager
def _fresh(caches: Mapping[str, str]) -> Iterator[Stack]:
    with tempfile.TemporaryDirectory() as place:
        stack = Stack(
            name=free_name(),
            checkout=copy_checkout(Path(place) / "checkout"),
            home=Path(place) / "home",
            engine=docker.from_env(),
            # A policy asks for a receiver on every stack but dev.
            canaries={"webhook-url": "benchmark"},
            config={"pharos:target": "docker", "pharos:gate": "preview"},
            more_environment=dict(caches),
        )
        stack.configure()
        try:
            with destroyed_at_the_end(stack):
                yield stack
        finally:
            stack.engine.close()


def measure(caches: Mapping[str, str]) -> Run:
    """Bring a stack up from a fresh checkout and take it away again."""
    with _fresh(caches) as stack:
        images = len(stack.engine.images.list("pharos/*"))
        begin = time.perf_counter()
        printed = stack.make("up", "PLAIN=1")
        took_s = time.perf_counter() - begin
        return Run(steps={**steps(printed), TOTAL: took_s}, images_before=images)


def section(runs: Mapping[str, Run], engine_version: str) -> str:
    """Return the markdown of the result."""
    names: Iterable[str] = dict.fromkeys(n for run in runs.values() for n in run.steps)
    rows = [
        (_cell(name), *(_seconds(run.steps.get(name)) for run in runs.values()))
        for name in names
    ]
    present = ", ".join(f"{n}: {run.images_before}" for n, run in runs.items())
    return "\n\n".join(
        [
            "## From a fresh checkout to all healthy",
            f"`python -m tests.benchmarks.platform_fresh {' '.join(runs)}`; steps run "
            "side by side, and parts are indented. Images of Pharos in the engine "
            f"before: {present}.",
            table(("Step", *(f"{n} caches, s" for n in runs)), rows),
            conditions(engine_version),
        ]
    )


def _cell(name: str) -> str:
    return f"&nbsp;&nbsp;{name.strip()}" if name.startswith(" ") else name


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def main() -> int:
    """Run the benchmark; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("caches", nargs="+", choices=("empty", "warm"))
    parser.add_argument("--save", action="store_true", help="write the page too")
    given = parser.parse_args()
    runs = {}
    for kind in dict.fromkeys(given.caches):
        with tempfile.TemporaryDirectory() as place:
            caches = empty_caches(Path(place)) if kind == "empty" else {}
            runs[kind] = measure(caches)
    client = docker.from_env()
    text = section(runs, str(client.version()["Version"]))
    client.close()
    print(text)
    if given.save:
        save("fresh", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
