"""What the results of the stages mean together."""

from collections.abc import Iterable, Mapping

from tools.gate.model import Result, Stage, State

_GOOD = (State.PASSED, State.CACHED)


def unmet(stage: Stage, results: Mapping[str, Result]) -> list[str]:
    """Return the stages that *stage* needs, that were to run and did not pass."""
    # What could not be audited is for `blocking` to judge.
    passed = (*_GOOD, State.NOT_AUDITED)
    return [
        name
        for name in stage.needs
        if name in results and results[name].state not in passed
    ]


def blocking(
    results: Iterable[Result], *, require_audit: bool, require_all: bool
) -> list[Result]:
    """
    Return what keeps the gate shut.

    Args:
        require_audit: Whether an audit that found nobody to ask blocks.
        require_all: Whether a stage that lacks its tool blocks: in CI, and before an
            update.
    """
    states = {State.FAILED}
    if require_audit:
        states.add(State.NOT_AUDITED)
    if require_all:
        states.add(State.NOT_RUN)
    return [result for result in results if result.state in states]


def audited(results: Iterable[Result]) -> bool:
    """Tell whether every audit has found somebody to ask."""
    return all(result.state is not State.NOT_AUDITED for result in results)
