"""Which services are away for a while when the preview becomes true."""

from collections.abc import Iterable, Iterator
from typing import Any

from policies.model import CONTAINER, NETWORK, VOLUME
from tools.changes.resources import Change, Kind

# As infra/providers/reload.py calls it.
_RELOAD = "Reload"


def downtimes(found: Iterable[Change]) -> tuple[str, ...]:
    """Return a sentence for each service that is away, and for what else hurts."""
    found = tuple(found)
    again = {
        c.service for c in found if c.type == CONTAINER and c.kind is not Kind.SAME
    }
    return tuple(
        sentence
        for change in found
        for sentence in _sentences(change, restarted=change.service in again)
    )


def _sentences(change: Change, *, restarted: bool) -> Iterator[str]:
    if change.type == CONTAINER:
        yield from _of_container(change)
    elif change.type == NETWORK and change.kind is Kind.REPLACED:
        yield "the network is replaced: nobody reaches anybody until it is there again"
    elif change.type == VOLUME and _is_unprotected(change):
        yield (
            f"volume {change.name} is no longer protected: a later update may delete"
            " it with its data"
        )
    elif _is_restart(change) and not restarted:
        yield f"{change.service} restarts to read its new files"


def _is_restart(change: Change) -> bool:
    told = change.short_type == _RELOAD and change.kind is Kind.CHANGED
    return told and change.new is not None and not change.new.inputs.get("signal")


def _of_container(change: Change) -> Iterator[str]:
    if change.kind is Kind.REPLACED:
        because = f" ({', '.join(change.because)})" if change.because else ""
        yield (
            f"{change.service} is away while its container is replaced{because}: up to"
            f" {_grace(change)} s to stop, then until it is healthy"
        )
    elif change.kind is Kind.DELETED:
        yield f"{change.service} is gone: its container is deleted"


def _grace(change: Change) -> Any:
    inputs = change.old.inputs if change.old else {}
    return f"{float(inputs.get('destroyGraceSeconds') or 10):g}"


def _is_unprotected(change: Change) -> bool:
    return bool(
        change.old and change.new and change.old.protected and not change.new.protected
    )
