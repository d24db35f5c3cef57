"""Images that differ, and what is inside of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policies.model import CONTAINER
from tools.changes.packages import (
    Bill,
    PackageChange,
    VulnerabilityChange,
    package_changes,
    vulnerability_changes,
)
from tools.changes.resources import Change, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageChange:
    """
    An image that containers get in place of another.

    Attributes:
        before, after: Digest or id; "" where there is none.
        services: Who runs it.
        packages: None where one of the bills was not given.
        vulnerabilities: None where one of the images was not audited.
    """

    before: str
    after: str
    services: tuple[str, ...]
    packages: tuple[PackageChange, ...] | None = None
    vulnerabilities: tuple[VulnerabilityChange, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bills:
    """Bills of materials by the digest or id of their image."""

    before: Mapping[str, Bill]
    after: Mapping[str, Bill]


def image_changes(found: Iterable[Change], bills: Bills) -> tuple[ImageChange, ...]:
    """Return each pair of images with the services that go from one to the other."""
    services: dict[tuple[str, str], list[str]] = {}
    for change in found:
        if change.type != CONTAINER or change.kind is Kind.SAME:
            continue
        pair = (_image(change, new=False), _image(change, new=True))
        if pair[0] != pair[1]:
            services.setdefault(pair, []).append(change.service)
    return tuple(
        _image_change(old, new, tuple(names), bills)
        for (old, new), names in services.items()
    )


def _image(change: Change, *, new: bool) -> str:
    state = change.new if new else change.old
    return str(state.inputs.get("image", "")) if state else ""


def _image_change(
    old: str, new: str, services: tuple[str, ...], bills: Bills
) -> ImageChange:
    before, after = bills.before.get(old), bills.after.get(new)
    both = before is not None and after is not None
    return ImageChange(
        before=old,
        after=new,
        services=services,
        packages=package_changes(before, after) if both else None,  # type: ignore[arg-type]  # `both` says so
        vulnerabilities=vulnerability_changes(before, after) if both else None,  # type: ignore[arg-type]  # the same
    )
