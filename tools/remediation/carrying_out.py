"""Goes through what is approved: does it, and reports it back."""

from collections.abc import Callable, Mapping
from typing import Protocol

from tools.remediation.engine import Approved

# Does an action on a target; returns what happened, in words.
Perform = Callable[[str], str]
Say = Callable[[str], None]


class Approvals(Protocol):
    """Where actions come from, and where outcomes go."""

    def approved(self) -> list[Approved]:
        """Return what is to be done."""
        ...

    def report(self, action: Approved, *, done: bool, text: str) -> None:
        """Take what became of it."""
        ...


def carry_out(
    approvals: Approvals,
    performers: Mapping[str, Perform],
    say: Say,
    *,
    dry_run: bool = False,
) -> int:
    """
    Do everything that is approved, the oldest approval first.

    Args:
        performers: By kind of action; a kind that is missing fails.
        dry_run: Only says what would be done, and reports nothing.

    Returns:
        How many actions failed.
    """
    actions = approvals.approved()
    if not actions:
        say("nothing is approved that was not done yet")
    failed = 0
    for action in actions:
        say(
            f"{action.incident}: {action.kind} {action.target}, approved by {action.by}"
        )
        if dry_run:
            continue
        done, text = _attempt(performers.get(action.kind), action)
        say(f"  {'done' if done else 'failed'}: {text}")
        approvals.report(action, done=done, text=text)
        failed += not done
    return failed


def _attempt(perform: Perform | None, action: Approved) -> tuple[bool, str]:
    if perform is None:
        return False, f"this tool does not know how to {action.kind}"
    try:
        return True, perform(action.target)
    except Exception as error:
        return False, f"{type(error).__name__}: {error}"
