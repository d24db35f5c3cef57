"""Answers in the words of Pulumi's provider SDK."""

from pulumi.provider.experimental.provider import (
    DiffResponse,
    PropertyDiff,
    PropertyDiffKind,
)

from plugins.docker.comparing import Difference
from plugins.docker.kinds import UNKNOWN, Table, Values

_KINDS = {
    ("add", False): PropertyDiffKind.ADD,
    ("add", True): PropertyDiffKind.ADD_REPLACE,
    ("delete", False): PropertyDiffKind.DELETE,
    ("delete", True): PropertyDiffKind.DELETE_REPLACE,
    ("update", False): PropertyDiffKind.UPDATE,
    ("update", True): PropertyDiffKind.UPDATE_REPLACE,
}


def diff_response(found: Difference, state: Values, inputs: Values) -> DiffResponse:
    """Return *found* with a line per property."""
    names = [*found.replaced, *found.updated]
    details = {
        name: PropertyDiff(
            _KINDS[_change(name, state, inputs), name in found.replaced],
            input_diff=False,
        )
        for name in names
    }
    return DiffResponse(
        changes=bool(names),
        replaces=found.replaced,
        diffs=names,
        detailed_diff=details,
        delete_before_replace=found.delete_first and bool(found.replaced),
    )


def _change(name: str, state: Values, inputs: Values) -> str:
    if name not in state:
        return "add"
    return "update" if name in inputs else "delete"


def preview(table: Table, inputs: Values, recorded: Values) -> Values:
    """
    Return the outputs as far as they are known before anything is done.

    Args:
        recorded: The state of a resource that stays, whose own outputs stay too.
    """
    computed = {name for name, prop in table.inputs.items() if prop.computed}
    unknown = dict.fromkeys((*table.outputs, *sorted(computed)), UNKNOWN)
    stays = {name: recorded[name] for name in unknown if name in recorded}
    return {**unknown, **stays, **inputs}
