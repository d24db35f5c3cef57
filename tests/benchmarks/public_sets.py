"""
What the engine's analyses score on public data sets, judged by the sets' scorers.

The sets and the scorers are not part of the project: name the folder that holds both.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.detector_cost import HEAD, PAGE
from tests.benchmarks.platform_report import conditions, save, table

ROOT = Path(__file__).resolve().parents[2]
LATE_S = (0, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseSet:
    """A root cause set: its format's name, its folder, and its title."""

    form: str
    folder: str
    title: str


CAUSE_SETS = (
    CauseSet(form="petshop", folder="petshop", title="PetShop"),
    CauseSet(form="nezha", folder="nezha-trainticket", title="Nezha TrainTicket"),
)


def evaluate(*words: str) -> None:
    """Run the engine's own command."""
    subprocess.run(
        [sys.executable, "-m", "aiops.evaluate", *words], cwd=ROOT, check=True
    )


def judge(scorer: Path, *words: str) -> dict[str, Any]:
    """Run a scorer and return the figures of its last line."""
    out = subprocess.run(
        [sys.executable, str(scorer), *words],
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(out.stdout.splitlines()[-1]))


def causes(shared: Path, work: Path) -> list[tuple[str, int, dict[str, Any]]]:
    """Return title, seconds of delay and figures of each root cause set."""
    found = []
    for each in CAUSE_SETS:
        data = str(shared / "data" / each.folder)
        for late_s in LATE_S:
            out = str(work / f"{each.form}.jsonl")
            words = ("--format", each.form, data, "--out", out)
            evaluate("rca", *words, "--onset-delay-s", str(late_s))
            scorer = shared / "bench" / "score_rca.py"
            figures = judge(scorer, data, out, "--format", each.form)
            found.append((each.title, late_s, figures))
    return found


def points(shared: Path, work: Path) -> dict[str, Any]:
    """Return the figures of the detection set, thresholds chosen on it."""
    data, out = str(shared / "data" / "nab"), str(work / "nab.jsonl")
    evaluate("detect", "--format", "nab", data, "--out", out)
    return judge(shared / "bench" / "score_nab.py", data, out, "--optimise")


def cause_table(found: Sequence[tuple[str, int, Mapping[str, Any]]]) -> str:
    """Return the root cause figures as a table."""
    headings = (
        "Set",
        "Told late, s",
        "Cases",
        "Top-1",
        "Top-3",
        "ECE",
        "Quiet",
        "p95, s",
    )
    return table(
        headings,
        [
            (
                title,
                late_s,
                figures["cases"],
                f"{figures['top1']:.3f}",
                f"{figures['top3']:.3f}",
                f"{figures['ece']:.3f}",
                _quiet(figures),
                f"{figures['seconds_p95']:.2f}",
            )
            for title, late_s, figures in found
        ],
    )


def _quiet(figures: Mapping[str, Any]) -> str:
    """Return the share of normal windows without a cause, for latency."""
    if "specificity" not in figures:
        return ""
    return f"{figures['specificity']['latency']['specificity']:.3f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, help="folder with data/ and bench/")
    parser.add_argument("--save", action="store_true", help="write the page too")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        found = causes(given.shared.resolve(), Path(work))
        detected = points(given.shared.resolve(), Path(work))
    rows = [
        (name, f"{figures['score']:.1f}", f"{figures['threshold']:.4f}")
        for name, figures in detected["profiles"].items()
    ]
    text = "\n\n".join(
        (
            "## Public data sets",
            "`python -m tests.benchmarks.public_sets FOLDER`, the development parts of "
            "each set.",
            cause_table(found),
            "*ECE* is the expected calibration error of the first cause's confidence, "
            "*Quiet* the share of normal latency windows in which no cause was named, "
            "*p95* the time of one analysis.",
            table(("Numenta benchmark, profile", "Score", "Threshold"), rows),
            conditions(),
        )
    )
    print(text)
    if given.save:
        if not PAGE.exists():
            PAGE.write_text(HEAD)
        save("public-sets", text, PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
