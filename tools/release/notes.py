"""Release notes: the changelog's words, and what a manifest knows."""

import re
from collections.abc import Mapping
from typing import Any

from tools.release.difference import short
from tools.release.errors import ReleaseError

UNRELEASED = "Unreleased"


def changes(changelog: str, version: str) -> str:
    """
    Return what the changelog says of *version*, else of what is unreleased.

    Raises:
        ReleaseError: When it says nothing of either.
    """
    parts = re.split(r"^## +", changelog, flags=re.MULTILINE)[1:]
    sections = {}
    for part in parts:
        head, _, body = part.partition("\n")
        sections[head.split()[0].strip("[]v")] = body.strip()
    for name in (version, UNRELEASED):
        if sections.get(name):
            return sections[name]
    raise ReleaseError(
        f"CHANGELOG.md says nothing of {version} and has no section {UNRELEASED!r};"
        f" write `## {version}` with what changed for users"
    )


def notes(manifest: Mapping[str, Any], changelog: str, *, signed: bool) -> str:
    """Return the notes of a release as Markdown."""
    version = manifest["version"]
    images = [
        f"| {key} | {image['name']} | `{short(image['reference'])}` |"
        for key, image in sorted(manifest["images"].items())
    ]
    shown = [f"- {kind}: {_state(said)}" for kind, said in manifest["evidence"].items()]
    return "\n".join(
        [
            f"# Pharos {version}",
            "",
            f"Revision `{manifest['revision']}`, made {manifest['made_at']}.",
            f"CI run: {manifest['ci_run']}. Manifest:"
            f" {'signed' if signed else 'not signed'}.",
            "",
            "## Changes",
            "",
            changes(changelog, version),
            "",
            "## Images",
            "",
            "| Key | Image | Digest |",
            "| --- | --- | --- |",
            *images,
            "",
            "## Verified",
            "",
            *shown,
            "",
            "## Migration",
            "",
            "The shop migrates its databases at the first start; migrations that it"
            f" knows: {', '.join(manifest['migrations']) or 'none'}.",
            "",
            "## Rollback",
            "",
            "`make rollback STACK=<stack>` returns to the release before, with its"
            " settings and images; volumes and secrets stay. It refuses when a"
            " migration came in between that the older shop does not know; then"
            " `make restore FILE=<backup>` with one from before.",
            "",
        ]
    )


def _state(said: Mapping[str, str]) -> str:
    if said["state"] == "passed":
        return f"passed {said['at']}"
    return f"not shown; `{said['command']}` does"
