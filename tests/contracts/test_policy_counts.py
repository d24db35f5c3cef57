from tests.benchmarks.policies_verdicts import PAGE, section


def test_the_counts_that_are_shown_are_those_of_now():
    assert section() in PAGE.read_text(), (
        "run python -m tests.benchmarks.policies_verdicts --save"
    )
