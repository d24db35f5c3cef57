"""Records the release that an update has just brought."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from infra.paths import RELEASES
from tools.bootstrap.places import Places
from tools.images.revision import revision_of
from tools.images.written import images_file
from tools.release import snapshot
from tools.release.history import CONFIG, IMAGES, History
from tools.release.record import Image, Release, digest


def history(where: Places, stack: str) -> History:
    """Return the releases of *stack*."""
    return History(where.stack(stack) / RELEASES)


def record(where: Places, stack: str, config_file: Path) -> Release:
    """
    Take note that an update from the checkout has succeeded.

    Args:
        config_file: The settings with which Pulumi ran.

    Returns:
        What runs now: a new release, or the current one where nothing has changed.
    """
    images = images_file(where.stack(stack)).read_text()
    config = config_file.read_text()
    kept = history(where, stack)
    before = kept.current()
    found = described(where.checkout, images, config, kept.next_number(), before)
    if before is not None and before.same_as(found):
        kept.settle(before.number)
        return before
    found = replace(found, revision=revision_of(["."], where.checkout))
    texts = {IMAGES: images, CONFIG: config}
    kept.add(found, texts, lambda to: snapshot.copy(where.checkout, to))
    kept.settle(found.number)
    return found


def described(
    checkout: Path, images: str, config: str, number: int, before: Release | None
) -> Release:
    """Return the release that the checkout, *images* and *config* make."""
    return Release(
        number=number,
        previous=before.number if before else None,
        made_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        version=version(checkout),
        revision="unknown",
        sources=snapshot.fingerprint(checkout),
        config=config_digest(yaml.safe_load(config) or {}),
        images=images_of(json.loads(images)),
        migrations=snapshot.migrations(checkout),
    )


def images_of(resolved: Mapping[str, Any]) -> dict[str, Image]:
    """Return the images of what ``images.json`` holds."""
    return {
        key: Image(
            reference=raw["reference"], name=raw["name"], source=str(raw["source"])
        )
        for key, raw in resolved["images"].items()
    }


def config_digest(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the settings, without the way they are encrypted."""
    return digest(document.get("config") or {})


def version(checkout: Path) -> str:
    """Return the version of the platform."""
    project = tomllib.loads((checkout / "pyproject.toml").read_text())["project"]
    return str(project["version"])
