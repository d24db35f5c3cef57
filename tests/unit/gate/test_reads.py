import subprocess
import sys
from pathlib import Path

from tools.gate.reads import foreign

ROOT = Path(__file__).parents[3]
KNOWN = {"a/x.py", "b/y.py", "b/z.txt"}


def test_what_is_read_without_being_an_input_is_named(tmp_path):
    opened = ["a/x.py", f"{tmp_path}/b/z.txt", "/etc/hosts", "b/new.txt"]

    assert foreign(opened, tmp_path, KNOWN, ("a/**",)) == ["b/z.txt"]


def test_compiled_code_counts_as_its_source(tmp_path):
    opened = [f"{tmp_path}/b/__pycache__/y.{sys.implementation.cache_tag}.pyc"]

    assert foreign(opened, tmp_path, KNOWN, ("a/**",)) == ["b/y.py"]


def test_tests_that_read_more_than_their_stage_says_do_not_pass():
    # In a process of its own: what watches it cannot be taken away again.
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "tools.gate.reads"),
            "tests/unit/e2e/test_canary.py",
        ],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PHAROS_GATE_STAGE": "unit tests: shop"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stdout + done.stderr
    assert "reads files that are not among its inputs" in done.stdout
    assert "tests/unit/e2e/test_canary.py" in done.stdout
