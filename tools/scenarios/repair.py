"""
Time to repair: an honest proxy, beside a declared model of doing it by hand.

By hand means: the alert fires (measured where it was), and then what nobody here can
measure, as declared below and explained in docs/benchmarks/scenarios.md.
"""

from collections.abc import Sequence
from statistics import median

from tools.scenarios.result import Result

# Declared, not measured: somebody notices the alert and opens the dashboards; finds the
# service by looking at one after the other; decides and acts.
NOTICE_S, FIND_S, ACT_S = 120.0, 300.0, 120.0
# Declared as well: somebody reads the incident and approves its action.
READ_S = 60.0


def by_hand_s(results: Sequence[Result]) -> float | None:
    """Return the model's time to repair; None where no alert was measured."""
    fired = [r.alert.firing_s for r in results if r.alert and r.alert.firing_s]
    return median(fired) + NOTICE_S + FIND_S + ACT_S if fired else None


def repairs(results: Sequence[Result]) -> dict[str, float]:
    """Return seconds from fault to the end of its repair, by scenario."""
    return {
        r.scenario.name: r.remedied.done_at - r.begin_s + READ_S
        for r in results
        if r.remedied and not r.remedied.failed
    }


def repair_lines(results: Sequence[Result]) -> list[str]:
    """Return what is to be said of it."""
    found, model = repairs(results), by_hand_s(results)
    if not found:
        return []
    each = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in found.items())
    text = (
        "Proxy for the time to repair (true cause first, action approved and carried"
        f" out, plus {READ_S:.0f} s declared for a person who reads it): {each}."
    )
    if model is not None:
        middle = median(found.values())
        text += (
            f" Median {middle:.0f} s, against {model:.0f} s of the declared model by"
            f" hand: {middle / model - 1:+.0%}."
        )
    return [text]
