import pytest
from rich.progress import Progress

from tests import mutation
from tests.infra.mutation import equivalents
from tests.infra.removals import removals
from tests.infra.trial import Subject, subjects

CONTAINER = "infra/targets/container.py"


def without(source, **options):
    return [removal.source for removal in removals(source, **options)]


def judged(subject, every):
    with Progress(disable=True) as progress:
        return mutation.run([subject], equivalents(), progress, every=every)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("f(read_only=True, name=1)", ["f(name=1)"]),
        ("f(drops=['ALL'])", ["f()", "f(drops=[])"]),
        ("x = {'GF_AUTH': 'false', 'other': 1}", ["x = {'other': 1}"]),
        ("x = ('--flag=1', 'run')", ["x = ('run',)"]),
        ("A = '127.0.0.1'", ["A = '0.0.0.0'"]),
        ("MODE = 0o400", ["MODE = 292"]),
        ("A = 'rw,noexec'", ["A = 'noexec'", "A = 'rw'"]),
        ("A = '{\\n admin off\\n}'", ["A = '{\\n}'"]),
        ("if x:\n    raise E('no')", ["if x:\n    None"]),
        ("x = pulumi.Output.secret(y)", ["x = pulumi.Output.from_input(y)"]),
        ("def f(x: list[str]) -> None:\n    pass", []),
    ],
)
def test_each_line_of_hardening_is_taken_out_once(source, expected):
    assert without(source) == expected


def test_of_a_guard_only_modes_secrets_and_refusals_are_weakened():
    source = "f(read_only=True)\nMODE = 0o400"

    assert without(source, guards_only=True) == ["f(read_only=True)\nMODE = 292"]


def test_the_list_has_what_docker_is_told():
    [container] = [s for s in subjects() if s.file == CONTAINER]
    taken = " ".join(each.change for each in container.mutants())

    for word in ("read_only", "drops", "'no-new-privileges'", "memory_swap", "cpus",
                 "'nproc'", "healthcheck", "LOOPBACK", "user", "'noexec'"):  # fmt: skip
        assert word in taken


def test_of_a_sample_no_removal_goes_unnoticed():
    [container] = [s for s in subjects() if s.file == CONTAINER]
    score = judged(container, every=18)

    assert score.killed >= 3
    assert score.is_perfect, score


def test_tests_that_prove_nothing_are_noticed():
    blind = Subject(file=CONTAINER, tests=("tests/unit/infra/test_paths.py",))
    score = judged(blind, every=60)

    assert len(score.survived) == 1
    assert score.killed == 0
