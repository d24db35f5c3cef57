"""Command line: which set, where it lies, and where the predictions go."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from aiops.adapters.datasets.files import DatasetError
from aiops.evaluate import detect, rca

_USAGE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Write a prediction file; return 0, or 2 with one line that names the fix."""
    options = _parser().parse_args(argv)
    if options.task == "rca":
        predictions = rca.lines(
            options.format, options.dir, delay_s=options.onset_delay_s
        )
    else:
        predictions = detect.lines(options.dir)
    try:
        written = _write(predictions, options.out)
    except (DatasetError, OSError) as error:
        print(f"aiops.evaluate: {error}", file=sys.stderr)
        return _USAGE
    print(f"{written} predictions written to {options.out}")
    return 0


def _write(predictions: Iterable[str], out: Path) -> int:
    """Write beside *out* first, so that an interrupted run leaves no half file."""
    unfinished = out.with_name(out.name + ".unfinished")
    written = 0
    try:
        with unfinished.open("w", encoding="utf-8") as lines:
            for line in predictions:
                lines.write(line + "\n")
                written += 1
                _progress(written)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return written


def _progress(count: int) -> None:
    if sys.stderr.isatty() and count % 10 == 0:
        print(f"\r{count}", end="\r", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m aiops.evaluate",
        description="Runs the engine's analyses on a public data set.",
    )
    tasks = parser.add_subparsers(dest="task", required=True)
    cause = tasks.add_parser("rca", help="rank the causes of each case")
    cause.add_argument("--format", choices=sorted(rca.READERS), required=True)
    cause.add_argument(
        "--onset-delay-s",
        type=float,
        default=0.0,
        metavar="N",
        help="tell the analysis an onset N seconds late (default 0)",
    )
    points = tasks.add_parser("detect", help="score each point of each series")
    points.add_argument("--format", choices=["nab"], required=True)
    for task in (cause, points):
        task.add_argument("dir", type=Path, help="folder that holds the set")
        task.add_argument("--out", type=Path, required=True, help="file to write")
    return parser
