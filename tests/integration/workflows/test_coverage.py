"""The bound of `make coverage` is one that can be missed."""

import os
import subprocess
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[3]


def test_tests_that_reach_little_are_refused_and_reported(tmp_path):
    environment = {
        **{k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"},
        "PHAROS_HOME": str(tmp_path),
        "COVERAGE_FILE": str(tmp_path / "data"),
    }

    words = "--source=tools.workflows tests/unit/workflows/test_model.py"
    done = subprocess.run(
        ["make", "coverage", "PLAIN=1", f"ARGS={words}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert done.returncode != 0
    assert "is less than fail-under" in done.stdout
    report = ElementTree.parse(ROOT / "artifacts/coverage/coverage.xml").getroot()
    assert 0 < float(report.attrib["line-rate"]) < 1
    assert "TOTAL" in (ROOT / "artifacts/coverage/summary.md").read_text()
