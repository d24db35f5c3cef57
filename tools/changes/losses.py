"""Data that a preview would lose, and whether the change says that it may."""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.identity import VOLUME_LABEL
from infra.specs.values import seconds
from policies.exemptions import Exemption
from policies.kept import NOT_DELETED, NOT_REPLACED, NOT_SHRUNK
from policies.model import CONTAINER, VOLUME
from policies.sizes import mebibytes
from tools.changes.preview import State
from tools.changes.resources import Change, Kind, labels

_TIME = "--storage.tsdb.retention.time"
_SIZE = "--storage.tsdb.retention.size"
_SIZE_OPTION = re.compile(r"(?:^|,)size=([^,]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """
    Data that would go.

    Attributes:
        policy: What an exemption has to name.
        resource: Its logical name.
        what: What happens, in words.
    """

    policy: str
    resource: str
    what: str

    def allowed(self, exemptions: Iterable[Exemption], stack: str, today: date) -> bool:
        """Return whether the change says that this may happen."""
        return any(
            each.covers(self.policy, stack, self.resource, today) for each in exemptions
        )

    def refusal(self, stack: str) -> str:
        """Return why this is refused, and what to do about it."""
        return (
            f"{self.what}; if that is meant, say so in policies/exemptions.toml with"
            f' policy = "{self.policy}", stack = "{stack}", resource ='
            f' "{self.resource}", a reason and a day, which a reviewer then sees'
        )


def losses(found: Iterable[Change]) -> tuple[Loss, ...]:
    """Return what the changes would lose."""
    return tuple(loss for change in found for loss in _losses(change))


def _losses(change: Change) -> Iterator[Loss]:
    if change.type == VOLUME:
        yield from _of_volume(change)
    elif change.type == CONTAINER and change.old and change.new:
        yield from _of_container(change, change.old, change.new)


def _of_volume(change: Change) -> Iterator[Loss]:
    name = change.name
    if change.kind is Kind.DELETED:
        what = f"volume {name} is deleted with its data"
        yield Loss(policy=NOT_DELETED, resource=name, what=what)
    elif change.kind is Kind.REPLACED:
        because = f" ({', '.join(change.because)})" if change.because else ""
        what = f"volume {name} is replaced by an empty one{because}"
        yield Loss(policy=NOT_REPLACED, resource=name, what=what)
    elif change.old and change.new:
        old, new = _driver_size(change.old), _driver_size(change.new)
        if old is not None and new is not None and new < old:
            what = f"volume {name} shrinks from {old:g} to {new:g} MiB"
            yield Loss(policy=NOT_SHRUNK, resource=name, what=what)


def _of_container(change: Change, old: State, new: State) -> Iterator[Loss]:
    """Docker's volumes have no size: what fills them says how much is kept."""
    for what in (*_retention(old, new), *_budgets(old, new)):
        yield Loss(
            policy=NOT_SHRUNK, resource=change.name, what=f"{change.name} {what}"
        )


def _retention(old: State, new: State) -> Iterator[str]:
    before, after = _flags(old), _flags(new)
    for flag, measure in ((_TIME, seconds), (_SIZE, mebibytes)):
        was, is_ = before.get(flag), after.get(flag)
        if was and is_ and _measured(measure, is_) < _measured(measure, was):
            yield f"keeps samples up to {is_} instead of {was}, and drops the others"


def _budgets(old: State, new: State) -> Iterator[str]:
    before, after = labels(old.inputs), labels(new.inputs)
    for label in sorted(before.keys() & after.keys()):
        if label.startswith(VOLUME_LABEL) and int(after[label]) < int(before[label]):
            name = label.removeprefix(VOLUME_LABEL)
            yield (
                f"has {after[label]} MiB on volume {name} instead of {before[label]}"
            )


def _measured(measure: Callable[[str], float], text: str) -> float:
    """Return *text* as a number; endless where Prometheus takes it for no limit."""
    try:
        return measure(text) or math.inf
    except ValueError:
        return math.inf


def _flags(state: State) -> dict[str, str]:
    words = state.inputs.get("command") or ()
    pairs = (str(word).partition("=") for word in words)
    return {flag: value for flag, _, value in pairs}


def _driver_size(state: State) -> float | None:
    options: Any = state.inputs.get("driverOpts")
    found = dict(options) if isinstance(options, dict) else {}
    text = found.get("size") or next(iter(_SIZE_OPTION.findall(found.get("o", ""))), "")
    return mebibytes(str(text)) if text else None
