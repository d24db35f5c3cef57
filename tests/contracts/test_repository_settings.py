"""Files that other tools read: hooks, dependency updates, the pull request's form."""

import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOOKS = [
    hook
    for repo in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    for hook in repo["hooks"]
]
UPDATES = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text())["updates"]
# Manifest by ecosystem, as Dependabot calls it.
MANIFESTS = {"gomod": ["go.mod"], "npm": ["package.json"], "pip": ["*.in", "pip.txt"]}


def tracked(*patterns):
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return [name for name in listed if (ROOT / name).exists()]


def test_hooks_are_local_and_fetch_nothing():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())

    assert {repo["repo"] for repo in config["repos"]} == {"local"}
    assert {hook["language"] for hook in HOOKS} == {"system"}


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_s_program_is_in_the_virtual_environment(hook):
    program, *_ = hook["entry"].split()

    assert program.startswith(".venv/bin/")
    assert (ROOT / program).exists(), "`make check` makes .venv"


def ruff(hook, file):
    entry = next(each["entry"] for each in HOOKS if each["id"] == hook)
    return subprocess.run(
        [*entry.split(), str(file)], cwd=ROOT, capture_output=True, check=False
    ).returncode


def test_the_lint_hook_refuses_what_make_check_refuses(tmp_path):
    file = tmp_path / "wrong.py"
    file.write_text('"""Imports what it does not use."""\n\nimport os\n')

    assert ruff("lint", file) != 0


def test_the_format_hook_formats(tmp_path):
    file = tmp_path / "wide.py"
    file.write_text("x   =  1\n")

    assert ruff("format", file) == 0
    assert file.read_text() == "x = 1\n"


@pytest.mark.parametrize("ecosystem", MANIFESTS)
def test_every_manifest_is_watched_for_newer_versions(ecosystem):
    update = next(u for u in UPDATES if u["package-ecosystem"] == ecosystem)
    watched = update.get("directories") or [update["directory"]]
    folders = {f"/{Path(name).parent}" for name in _manifests(ecosystem)}

    assert folders
    assert [
        folder
        for folder in sorted(folders)
        if not any(fnmatch(folder, each) for each in watched)
    ] == []
    missing = [each for each in watched if not [*ROOT.glob(each.lstrip("/"))]]
    assert missing == []


def _manifests(ecosystem):
    return [
        name
        for name in tracked()
        if any(fnmatch(Path(name).name, each) for each in MANIFESTS[ecosystem])
    ]


def test_the_actions_of_workflows_and_of_our_actions_are_watched():
    update = next(u for u in UPDATES if u["package-ecosystem"] == "github-actions")

    assert update["directories"] == ["/", "/.github/actions/*"]
    assert tracked(".github/actions/*/action.yml")


@pytest.mark.parametrize(
    "asked",
    ["CI run", "Alert configuration", "firing", "Commands", "Way back", "- [ ]"],
)
def test_the_form_of_a_pull_request_asks_for_the_evidence(asked):
    assert asked in (ROOT / ".github/pull_request_template.md").read_text()
