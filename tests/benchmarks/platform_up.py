"""
Time `make up` against `docker compose up -d --wait` of the same containers.

Rounds are interleaved: both start from nothing running, with their volumes kept, and
both are asked again with nothing to change. Run it on an otherwise idle machine.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import docker

from tests.benchmarks.platform_compose_file import compose_file
from tests.benchmarks.platform_compose_tool import compose, version
from tests.benchmarks.platform_report import conditions, save, table
from tests.benchmarks.platform_stack import benchmark_stack
from tests.e2e.stack import Stack

ROWS = (
    ("from nothing running to all healthy", "up"),
    ("nothing to change", "again"),
    ("down, volumes kept", "down"),
)


@dataclass
class Times:
    """Seconds by step, one per round."""

    make: dict[str, list[float]] = field(default_factory=dict)
    compose: dict[str, list[float]] = field(default_factory=dict)


@contextmanager
def composed(stack: Stack) -> Iterator[Callable[..., None]]:
    """Yield a function that runs compose on a copy of the running *stack*."""
    program = compose()
    project = f"{stack.name}-compose"
    with tempfile.TemporaryDirectory() as place:
        folders = _copies(stack, Path(place) / "files")
        document = compose_file((c.attrs for c in stack.containers()), project, folders)
        file = Path(place) / "compose.json"
        file.write_text(json.dumps(document))

        def run(*words: str) -> None:
            subprocess.run(
                [program, "--progress", "quiet", "-f", file, *words], check=True
            )

        try:
            yield run
        finally:
            run("down", "--volumes", "--timeout", "20")


def _copies(stack: Stack, to: Path) -> dict[str, str]:
    """Copy mounted folders that `make down` removes, owners and modes included."""
    home = str(stack.home)
    sources = {
        mount["Source"]
        for container in stack.containers()
        for mount in container.attrs["Mounts"]
        if mount["Type"] == "bind" and mount["Source"].startswith(home)
    }
    to.mkdir()
    # Containers' users have to pass through the temporary folder.
    to.parent.chmod(0o711)
    copies = {source: str(to / str(n)) for n, source in enumerate(sorted(sources))}
    for source, copy in copies.items():
        subprocess.run(["cp", "-a", source, copy], check=True)
    return copies


def timed(action: Callable[[], object]) -> float:
    """Return the seconds that *action* takes."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def measure(stack: Stack, rounds: int) -> Times:
    """Return the times of *rounds* rounds; *stack* runs before and after."""
    times = Times()
    with composed(stack) as run:
        stack.make("down")
        for _ in range(rounds):
            _note(
                times.make,
                up=lambda: stack.make("up"),
                again=lambda: stack.make("up"),
                down=lambda: stack.make("down"),
            )
            _note(
                times.compose,
                up=lambda: run("up", "-d", "--wait"),
                again=lambda: run("up", "-d", "--wait"),
                down=lambda: run("down", "--timeout", "20"),
            )
    stack.make("up")
    return times


def _note(into: dict[str, list[float]], **steps: Callable[[], object]) -> None:
    for name, action in steps.items():
        into.setdefault(name, []).append(timed(action))


def section(times: Times, rounds: int, engine: docker.DockerClient) -> str:
    """Return the markdown of the result."""
    rows = []
    for label, step in ROWS:
        ours = statistics.median(times.make[step])
        theirs = statistics.median(times.compose[step])
        rows.append(
            (
                label,
                f"{ours:.1f} s",
                f"{theirs:.1f} s",
                f"{ours / theirs:.2f}",
                _all(times.make[step]),
                _all(times.compose[step]),
            )
        )
    return "\n\n".join(
        [
            "## `make up` and Compose",
            f"`python -m tests.benchmarks.platform_up --rounds {rounds}`: medians of "
            f"{rounds} interleaved rounds; Compose {version()} with a file made from "
            "the running containers (same images, limits, health checks, volumes).",
            table(
                ("Step", "make", "compose", "ratio", "all of make", "all of compose"),
                rows,
            ),
            conditions(str(engine.version()["Version"])),
        ]
    )


def _all(values: list[float]) -> str:
    return " ".join(f"{value:.1f}" for value in values)


def main() -> int:
    """Run the benchmark; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--save", action="store_true", help="write the page too")
    given = parser.parse_args()
    if shutil.which("go") is None:
        print("go is missing: Compose is built from its module")
        return 1
    with benchmark_stack() as stack:
        text = section(measure(stack, given.rounds), given.rounds, stack.engine)
    print(text)
    if given.save:
        save("up", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
