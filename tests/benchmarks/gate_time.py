"""
Time the gate: cold, warm, unchanged, and after a one-line edit of a dashboard.

Works in a clone of this checkout's last commit, with the images that are resolved for
this user; the preview is one of a stack that is never brought up. Then brings a stack
up, to see what asking the policies adds to `make up`. Run it on an otherwise idle
machine.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import docker

from infra import paths
from tests.benchmarks.platform_report import ROOT, conditions, save, table
from tests.benchmarks.platform_stack import benchmark_stack
from tests.e2e.stack import Stack, free_name
from tools.bootstrap.places import places
from tools.gate.before import POLICIES
from tools.gate.records import slug

PAGE = ROOT / "docs" / "benchmarks" / "gate.md"
_HEAD = """\
# Benchmarks of the gate

How long the gate takes, written by the command it names. Goals, on two idle cores:
warm under 60 s, after a one-line edit of a dashboard under 10 s, and at most 1 s on top
of `make up` with nothing to change.
"""
DASHBOARD = Path("dashboards") / "overview.py"
# What tools keep beside the code; with it they look at what has changed only.
_CACHES = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache")
_STAGE = re.compile(r"^(?P<name>\S.*?)  +(?P<state>passed|cached|failed|not \w+)\b")


@contextmanager
def cloned() -> Iterator[Stack]:
    """Yield a stack in a clone of this checkout, which nothing has brought up."""
    with tempfile.TemporaryDirectory() as place:
        checkout, home = Path(place) / "checkout", Path(place) / "home"
        subprocess.run(
            ["git", "clone", "-q", "--no-hardlinks", ROOT, checkout], check=True
        )
        home.mkdir(mode=0o700)
        name = free_name()
        folder = home / "stacks" / name
        folder.mkdir(parents=True)
        shutil.copy(paths.images_file("dev"), folder / "images.json")
        stack = Stack(
            name=name,
            checkout=checkout,
            home=home,
            engine=docker.from_env(),
            canaries={"webhook-url": "benchmark"},
            config={"pharos:target": "docker", "pharos:gate": "full"},
        )
        stack.configure()
        try:
            # The virtual environment is none of the gate's time.
            run(stack, "check")
            yield stack
        finally:
            run(stack, "destroy", "YES=1")
            stack.engine.close()


def cool(checkout: Path) -> None:
    """Remove what tools remember of the checkout."""
    for name in _CACHES:
        shutil.rmtree(checkout / name, ignore_errors=True)
    for folder in list(checkout.glob("[!.]*/**/__pycache__")):
        shutil.rmtree(folder, ignore_errors=True)


def edited(text: str) -> str:
    """Return the source of a dashboard with one line changed."""
    return re.sub(r'description="([^"]+)"', r'description="\1 Edited."', text, count=1)


def edit(checkout: Path) -> None:
    """Change one line of a dashboard, and generate what follows from it."""
    path = checkout / DASHBOARD
    path.write_text(edited(path.read_text()))
    python = checkout / ".venv" / "bin" / "python"
    subprocess.run([python, "-m", "dashboards"], cwd=checkout, check=True)


def timed(stack: Stack, target: str, *words: str) -> tuple[float, str]:
    """Return the seconds that a target takes, and what it printed."""
    began_s = time.perf_counter()
    printed = run(stack, target, *words)
    return time.perf_counter() - began_s, printed


def run(stack: Stack, target: str, *words: str) -> str:
    """Run make and return what it printed; a gate that is shut takes its time too."""
    printed, _ = stack.start_make(target, *words).communicate()
    return printed


def counted(printed: str) -> Mapping[str, int]:
    """Return how many stages ended in which state, as the table says."""
    found: dict[str, int] = {}
    for line in printed.splitlines():
        row = _STAGE.match(line)
        if row is not None and row["name"] != "STAGE":
            found[row["state"]] = found.get(row["state"], 0) + 1
    return found


def gate_rows() -> list[tuple[str, ...]]:
    """Return the table of the gate's times."""
    with cloned() as stack:
        cool(stack.checkout)
        runs = [
            ("cold: no tool has run here before", timed(stack, "preview", "FRESH=1"))
        ]
        runs += [("warm: every stage again", timed(stack, "preview", "FRESH=1"))]
        runs += [("unchanged", timed(stack, "preview"))]
        edit(stack.checkout)
        runs += [("one line of a dashboard edited", timed(stack, "preview"))]
        gate_s, printed = timed(stack, "gate")
        runs += [("unchanged, `make gate`", (gate_s, printed))]
    return [
        (
            label,
            f"{seconds:.1f} s",
            ", ".join(f"{count} {state}" for state, count in counted(said).items()),
        )
        for label, (seconds, said) in runs
    ]


def up_rows(rounds: int) -> list[tuple[str, ...]]:
    """Return what `make up` takes with nothing to change, asking policies or not."""
    times: dict[str, list[float]] = {"asked": [], "remembered": []}
    with benchmark_stack() as stack:
        records = places({**os.environ}).cache / "gate" / slug(POLICIES.name)
        for _ in range(rounds):
            shutil.rmtree(records, ignore_errors=True)
            times["asked"].append(timed(stack, "up")[0])
            times["remembered"].append(timed(stack, "up")[0])
    return [
        (label, f"{statistics.median(times[key]):.2f} s", _all(times[key]))
        for label, key in (
            ("policies asked, as after an edit", "asked"),
            ("their pass is remembered", "remembered"),
        )
    ]


def _all(values: list[float]) -> str:
    return " ".join(f"{value:.1f}" for value in values)


def main() -> int:
    """Run the benchmark; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="of make up")
    parser.add_argument("--save", action="store_true", help="write the page too")
    given = parser.parse_args()
    gate = table(("`make preview`", "time", "stages"), gate_rows())
    up = table(("`make up`, nothing to change", "median", "all"), up_rows(given.rounds))
    engine = docker.from_env()
    text = "\n\n".join(
        (
            "## Time",
            f"`python -m tests.benchmarks.gate_time --rounds {given.rounds}`",
            gate,
            up,
            conditions(str(engine.version()["Version"])),
        )
    )
    engine.close()
    print(text)
    if given.save:
        if not PAGE.exists():
            PAGE.write_text(_HEAD)
        save("time", text, PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
