from tools.gate.preview import document_of, problems_of

DOCUMENT = '{\n    "steps": []\n}\n'


def error(message):
    return {"diagnostics": [{"severity": "error", "message": message}]}


def test_document_is_found_among_warnings():
    said = f"warning: using pulumi-language-python\n{DOCUMENT}error: it failed\n"

    assert document_of(said) == DOCUMENT
    assert document_of("error: no such stack\n") == ""


def test_errors_of_the_program_come_without_complaints_about_policies():
    problems = problems_of(255, DOCUMENT, error("promtool refuses x.yaml\n"), [])

    assert problems == ["promtool refuses x.yaml"]


def test_what_pulumi_said_explains_an_early_end():
    assert problems_of(255, "error: no stack\n", {}, []) == ["error: no stack"]


def test_early_end_is_explained_by_every_remark():
    document = {"diagnostics": [{"severity": "info#err", "message": "no module\n"}]}

    problems = problems_of(255, f"{DOCUMENT}error: exit status 1\n", document, [])

    assert problems == ["no module", "error: exit status 1"]


def test_preview_that_no_policy_has_judged_is_a_problem():
    problems = problems_of(0, DOCUMENT, {}, [])

    assert "no verdict of policy non-root: the policy pack has not run it" in problems
