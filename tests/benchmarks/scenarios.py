"""
Bring faults with known causes upon a stack; say how soon and how well it was told.

With demo timing of the alerts. Options after ``--`` are those of `make scenarios`.
"""

import argparse
import sys

import docker

from tests.benchmarks.alerting_stack import Measured, alerting_stack, described
from tests.benchmarks.platform_report import ROOT, save
from tools.scenarios.__main__ import run, status
from tools.scenarios.markdown import markdown
from tools.scenarios.options import Options, parse
from tools.scenarios.place import Place
from tools.scenarios.result import Report
from tools.traffic.interrupts import INTERRUPTED

PAGE = ROOT / "docs" / "benchmarks" / "scenarios.md"


def measure(measured: Measured, options: Options) -> Report | None:
    """Run the scenarios on a stack; None where it was not ready."""
    engine = docker.from_env()
    try:
        place = Place(
            name=measured.name,
            addresses=measured.addresses,
            engine=measured.engine,
            key=measured.key,
            token=measured.token,
        )
        return run(options, place, engine)
    finally:
        engine.close()


def section(report: Report, words: str) -> str:
    """Return the markdown of the result."""
    command = f"python -m tests.benchmarks.scenarios {words}".rstrip()
    parts = ["## Results", f"`{command}`"]
    if report.interrupted:
        parts.append("Stopped by hand before the last scenario; what ran until then:")
    return "\n\n".join([*parts, markdown(report), described()])


def main() -> int:
    """Run the benchmark; its exit status is that of `make scenarios`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--stack", default="", help="a running one; else one of its own"
    )
    parser.add_argument("--save", action="store_true", help="write the page too")
    parser.add_argument("words", nargs="*", help="options of `make scenarios`")
    given = parser.parse_args()
    options = parse(given.words)
    with alerting_stack(given.stack) as measured:
        report = measure(measured, options)
    if report is None:
        return 1
    text = section(report, " ".join(["--", *given.words] if given.words else []))
    print(text)
    if given.save:
        save("scenarios", text, PAGE)
    return INTERRUPTED if report.interrupted else status(report)


if __name__ == "__main__":
    sys.exit(main())
