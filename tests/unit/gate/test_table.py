"""The table itself: nothing is left out, nothing is twice, nothing means nothing."""

from collections import Counter
from pathlib import Path

import pytest

from infra import content
from tools.gate.model import Keep
from tools.gate.patterns import matches
from tools.gate.table import PREVIEW, STAGES

ROOT = Path(__file__).parents[3]
KNOWN = content.files(ROOT)
# What `make test` alone can run: they need containers, or a stack.
WITH_CONTAINERS = {"integration", "e2e", "browser", "benchmarks", "fixtures"}


def folders_of_tests():
    below = {"unit": [each.name for each in (ROOT / "tests" / "unit").iterdir()]}
    for folder in (ROOT / "tests").iterdir():
        for name in below.get(folder.name, [""]):
            path = folder / name
            if path.is_dir() and any(path.rglob("test_*.py")):
                yield path.relative_to(ROOT).as_posix()


def run_by(path):
    return [
        stage.name
        for stage in STAGES
        if any(word == path or word.startswith(f"{path}/") for word in stage.argv)
    ]


def test_names_are_unique_and_needs_exist():
    names = [stage.name for stage in STAGES]

    assert Counter(names).most_common(1)[0][1] == 1
    assert all(set(stage.needs) <= set(names) for stage in STAGES)


@pytest.mark.parametrize("folder", sorted(folders_of_tests()))
def test_tests_that_need_no_container_belong_to_the_gate(folder):
    if folder.split("/")[1] not in WITH_CONTAINERS:
        assert run_by(folder)


def test_no_folder_of_tests_is_run_twice():
    words = [w for stage in STAGES for w in stage.argv if w.startswith("tests/")]

    assert len(words) == len(set(words))


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_every_pattern_means_a_file(stage):
    # An audit looks at what there may be, such as workflows.
    patterns = () if stage.audits else stage.inputs

    assert [p for p in patterns if not any(matches(n, (p,)) for n in KNOWN)] == []


def test_the_page_of_the_gate_names_every_stage():
    page = (ROOT / "docs" / "gate.md").read_text()

    names = {stage.name.split(":")[0] for stage in STAGES}
    assert {name for name in names if name not in page} == set()


def test_the_preview_is_blocked_by_every_other_stage():
    [preview] = [stage for stage in STAGES if stage.name == PREVIEW]

    assert {*preview.needs, PREVIEW} == {stage.name for stage in STAGES}
    assert preview.keep is Keep.NEVER
    assert not preview.argv


def test_audits_are_asked_every_day():
    asked = {stage.name: stage.keep for stage in STAGES if stage.audits}

    assert asked["dependency audit"] is Keep.TODAY
    assert asked["image scan"] is Keep.TODAY
