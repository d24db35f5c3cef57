"""Whether the gate has passed what is about to be deployed."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from infra import content, paths
from infra.specs.errors import PlatformError
from infra.specs.settings import DEV_STACK, Settings


class GateError(PlatformError):
    """The gate has not passed this content for this stack."""


def fingerprint(
    digests: Mapping[str, str], settings: Settings, images: Path, today: date
) -> str:
    """
    Return what a pass of the gate is remembered by.

    Args:
        digests: Of the checkout's files; settings files are left out, because Pulumi
            writes into them.
        images: The resolved images.
        today: A pass counts for a day: exemptions and advisories have dates.
    """
    ours = {name: value for name, value in digests.items() if not _is_settings(name)}
    return content.digest(
        {
            **ours,
            "<settings>": repr(settings),
            "<images>": images.read_text() if images.exists() else "",
            "<day>": today.isoformat(),
        }
    )


def record(home: Path, passed: str) -> Path:
    """Return the file that says that the gate has passed the fingerprint *passed*."""
    return home / "gate" / f"{passed}.json"


def require(checkout: Path, home: Path, settings: Settings, images: Path) -> None:
    """
    Refuse a stack that takes only what the gate has passed.

    Args:
        checkout: Where the program is; a release that the stack has run, which is
            kept in *home*, has passed before, and a way back cannot wait.

    Raises:
        GateError: When it has not passed this content today.
    """
    if settings.gate != "full" or _is_release(checkout, home, settings.stack):
        return
    digests = content.digests(checkout)
    passed = fingerprint(digests, settings, images, date.today())
    if not record(home, passed).exists():
        chosen = "" if settings.stack == DEV_STACK else f" STACK={settings.stack}"
        raise GateError(
            f"stack {settings.stack!r} takes only what the gate has passed, and it has"
            f" not passed this content today; run `make preview{chosen}`, or"
            f" `make up{chosen}` in place of this"
        )


def _is_release(checkout: Path, home: Path, stack: str) -> bool:
    kept = home / "stacks" / stack / paths.RELEASES
    return checkout.resolve().is_relative_to(kept.resolve())


def _is_settings(name: str) -> bool:
    return "/" not in name and name.startswith("Pulumi.") and name != "Pulumi.yaml"
