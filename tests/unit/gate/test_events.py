from tools.gate.events import could_not_run, parse, refusals


def violation(policy, message, level="mandatory"):
    return {
        "policyEvent": {
            "policyName": policy,
            "message": message,
            "enforcementLevel": level,
        }
    }


def ran(*passed, failed=(), kind="policyAnalyzeSummaryEvent"):
    return {kind: {"passed": list(passed), "failed": list(failed)}}


MET_UNKNOWN = violation(
    "memory-limit", "can't run policy 'memory-limit' …", level="warning"
)


def test_log_is_a_line_of_json_per_event():
    assert parse('{"sequence": 1}\n\n{"sequence": 2}\n') == [
        {"sequence": 1},
        {"sequence": 2},
    ]


def test_refusal_is_one_line_without_colours():
    event = violation("non-root", "<{%reset%}>Not root.\nitems: may be root<{%reset%}>")

    assert refusals([event, MET_UNKNOWN, {"diagnosticEvent": {}}]) == [
        "non-root: Not root. items: may be root"
    ]


def test_policy_that_met_an_unknown_value_has_not_decided():
    events = [ran(failed=["memory-limit"]), MET_UNKNOWN]

    assert could_not_run(events, ["memory-limit"]) == [
        "memory-limit: can't run policy 'memory-limit' …"
    ]


def test_policy_that_was_never_asked_has_not_decided():
    events = [ran("a"), ran(failed=["b"], kind="policyAnalyzeStackSummaryEvent")]

    assert could_not_run(events, ["a", "b"]) == []
    assert could_not_run(events, ["a", "b", "c"]) == [
        "c: the policy pack has not run it"
    ]
