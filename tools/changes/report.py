"""Everything that the report tells, put together from what it was given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from policies.exemptions import Exemption
from tools.changes import cost, downtime, images, losses, resources
from tools.changes.cost import Cost
from tools.changes.dashboards import DashboardChange
from tools.changes.images import Bills, ImageChange
from tools.changes.losses import Loss
from tools.changes.policies import Verdicts
from tools.changes.preview import Preview
from tools.changes.resources import Change, Kind
from tools.changes.rules import RuleChange

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared(Generic[T]):
    """
    What differs, and from what.

    Attributes:
        source: Such as ``main``, or ``what runs``.
    """

    source: str
    changes: tuple[T, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """
    What the report is made from, besides the preview.

    Attributes:
        verdicts: None where nobody asked the policies.
        plan: The saved plan's file name and hash; "" without one.
    """

    exemptions: tuple[Exemption, ...] = ()
    today: date
    rules: tuple[Compared[RuleChange], ...] = ()
    dashboards: Compared[DashboardChange] | None = None
    verdicts: Verdicts | None = None
    bills: Bills = field(default_factory=lambda: Bills(before={}, after={}))
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """
    The report.

    Attributes:
        services: What changes, by service.
        refused: Losses that nothing in the change allows.
        allowed: Losses that it does.
        problems: What Pulumi called an error.
        is_whole: Whether the preview told of what stays the same too.
    """

    stack: str
    services: Mapping[str, list[Change]]
    refused: tuple[Loss, ...]
    allowed: tuple[Loss, ...]
    downtimes: tuple[str, ...]
    images: tuple[ImageChange, ...]
    costs: tuple[Cost, ...]
    problems: tuple[str, ...]
    is_whole: bool
    given: Given

    @property
    def is_refused(self) -> bool:
        """Whether the change must not happen as it is."""
        verdicts = self.given.verdicts
        return bool(self.refused or self.problems or (verdicts and verdicts.refused))

    @property
    def changes(self) -> list[Change]:
        """All resources that change."""
        return [change for group in self.services.values() for change in group]

    def count(self, kind: Kind) -> int:
        """Return how many resources meet that fate."""
        return sum(change.kind is kind for change in self.changes)


def report(preview: Preview, given: Given) -> Report:
    """Return the report on *preview*."""
    found = resources.changes(preview)
    lost = losses.losses(found)
    allowed = tuple(
        loss
        for loss in lost
        if loss.allowed(given.exemptions, preview.stack, given.today)
    )
    return Report(
        stack=preview.stack,
        services=resources.by_service(found),
        refused=tuple(loss for loss in lost if loss not in allowed),
        allowed=allowed,
        downtimes=downtime.downtimes(found),
        images=images.image_changes(found, given.bills),
        costs=cost.costs(found),
        problems=preview.problems,
        is_whole=any(change.kind is Kind.SAME for change in found),
        given=given,
    )
