"""What happens to each resource, and to which service it belongs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from catalog.identity import LABEL_OWNER, LABEL_SERVICE
from catalog.services import SERVICES
from policies.model import CONTAINER, NETWORK, VOLUME
from tools.changes.preview import Preview, State, Step, Urn
from tools.changes.properties import Property, properties

# What belongs to no service alone.
SHARED = "the stack"
_WORKLOAD = "Workload"
_OWNERS = {service.name: service.owner for service in SERVICES}
# What is a thing of the engine or a file, the rest being bookkeeping.
MAIN_TYPES = (CONTAINER, VOLUME, NETWORK)


class Kind(StrEnum):
    """What happens to a resource."""

    CREATED = "created"
    CHANGED = "changed"
    REPLACED = "replaced"
    DELETED = "deleted"
    SAME = "same"


# A replacement is told in three steps, a deletion after it among them.
_KINDS = {
    "create": Kind.CREATED,
    "import": Kind.CREATED,
    "update": Kind.CHANGED,
    "replace": Kind.REPLACED,
    "create-replacement": Kind.REPLACED,
    "delete-replaced": Kind.REPLACED,
    "import-replacement": Kind.REPLACED,
    "delete": Kind.DELETED,
    "discard": Kind.DELETED,
    "same": Kind.SAME,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """
    What happens to one resource.

    Attributes:
        because: Names of the inputs for which it is replaced.
        owner: Who answers for the service.
    """

    kind: Kind
    urn: Urn
    service: str
    owner: str
    old: State | None
    new: State | None
    properties: tuple[Property, ...] = ()
    because: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its logical name."""
        return self.urn.name

    @property
    def type(self) -> str:
        """Its type token."""
        return self.urn.type

    @property
    def short_type(self) -> str:
        """Its type in a word, such as ``Container``."""
        return self.type.rpartition(":")[2].rpartition("/")[2]


def changes(preview: Preview) -> tuple[Change, ...]:
    """Return one change per resource; those that stay the same too."""
    by_urn: dict[str, list[Step]] = {}
    for step in preview.steps:
        if step.op in _KINDS and not step.urn.type.startswith("pulumi:providers:"):
            by_urn.setdefault(step.urn.text, []).append(step)
    return tuple(_change(steps) for steps in by_urn.values())


def by_service(found: Iterable[Change]) -> Mapping[str, list[Change]]:
    """Return what changes by service, in the order of the catalog; the rest last."""
    grouped: dict[str, list[Change]] = {}
    for change in found:
        if change.kind is not Kind.SAME:
            grouped.setdefault(change.service, []).append(change)
    order = {name: place for place, name in enumerate(_OWNERS)}
    names = sorted(grouped, key=lambda name: (order.get(name, len(order)), name))
    return {name: grouped[name] for name in names}


def labels(inputs: Mapping[str, Any]) -> dict[str, str]:
    """Return a resource's labels."""
    found = inputs.get("labels")
    items = found if isinstance(found, list) else []
    return {str(i.get("label")): str(i.get("value")) for i in items}


def _change(steps: list[Step]) -> Change:
    kinds = [_KINDS[step.op] for step in steps]
    whole = next((s for s in steps if s.old and s.new), None)
    old = next((s.old for s in steps if s.old), None)
    new = next((s.new for s in steps if s.new), None)
    kind = Kind.REPLACED if old and new and len(steps) > 1 else kinds[0]
    if kind is Kind.DELETED:
        new = None
    service = _service(steps[0].urn, new or old)
    differing = whole or _joined(steps, old, new)
    return Change(
        kind=kind,
        urn=steps[0].urn,
        service=service,
        owner=_owner(service, new or old),
        old=old,
        new=new,
        properties=() if kind is Kind.SAME else properties(differing),
        because=tuple(dict.fromkeys(key for step in steps for key in step.replaces)),
    )


def _joined(steps: list[Step], old: State | None, new: State | None) -> Step:
    first = steps[0]
    changed = tuple(key for step in steps for key in step.changed)
    return Step(op=first.op, urn=first.urn, old=old, new=new, changed=changed)


def _service(urn: Urn, state: State | None) -> str:
    if state is None:
        return SHARED
    labelled = labels(state.inputs).get(LABEL_SERVICE)
    if labelled in _OWNERS:
        return str(labelled)
    if urn.type.endswith(f":{_WORKLOAD}"):
        return urn.name
    parent = next(_above(state.parent), None)
    return parent or SHARED


def _above(parent: str) -> Iterator[str]:
    if parent.count("::") >= 3 and Urn(parent).type.endswith(f":{_WORKLOAD}"):
        yield Urn(parent).name


def _owner(service: str, state: State | None) -> str:
    labelled = labels(state.inputs).get(LABEL_OWNER) if state else None
    return labelled or _OWNERS.get(service, "platform")
