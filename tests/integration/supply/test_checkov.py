"""Bad Dockerfiles and workflows are refused by the check's id; ours pass."""

import json
import subprocess

from tests.tools import require
from tools.supply.__main__ import main

DOCKERFILE = """\
FROM python:3.12
ADD https://example.invalid/y.tar /y
RUN apt-get update
RUN pip install flask
HEALTHCHECK CMD curl localhost
USER nobody
"""
BARE = """\
FROM python:latest
# checkov:skip=CKV_DOCKER_3: because
CMD ["python"]
"""
WORKFLOW = """\
name: bad
on: [push, pull_request_target]
permissions:
  contents: write
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: echo ${{ github.event.issue.title }}
"""
OPEN = """\
name: open
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - run: "true"
"""
EXPECTED = {
    "Dockerfile": {
        "CKV_DOCKER_4",
        "CKV_PHAROS_1",
        "CKV_PHAROS_2",
        "CKV_PHAROS_3",
        "CKV_PHAROS_4",
    },
    "bare/Dockerfile": {"CKV_DOCKER_2", "CKV_DOCKER_3", "CKV_DOCKER_7"},
    ".github/workflows/bad.yml": {
        "CKV_GHA_2",
        "CKV_PHAROS_11",
        "CKV_PHAROS_12",
        "CKV_PHAROS_13",
        "CKV_PHAROS_14",
    },
    ".github/workflows/open.yml": {"CKV2_GHA_1"},
}


def test_bad_files_are_refused_by_every_check_that_means_them(tmp_path):
    require("git")
    root = tmp_path / "checkout"
    files = {
        "Dockerfile": DOCKERFILE,
        "bare/Dockerfile": BARE,
        ".github/workflows/bad.yml": WORKFLOW,
        ".github/workflows/open.yml": OPEN,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    subprocess.run(["git", "init", "-q", root], check=True)
    subprocess.run(["git", "-C", root, "add", "-A"], check=True)
    out = tmp_path / "out.json"

    code = main(["checkov", "--root", str(root), "--json", str(out)])

    assert code == 1
    found: dict[str, set[str]] = {}
    for each in json.loads(out.read_text())["findings"]:
        found.setdefault(each["where"], set()).add(each["what"])
    missing = {name: ids - found.get(name, set()) for name, ids in EXPECTED.items()}
    assert missing == {name: set() for name in EXPECTED}


def test_our_own_files_pass(capsys):
    assert main(["checkov"]) == 0, capsys.readouterr().out
