"""The manifest of a release: what it is made of, and what was shown of it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.release.errors import ReleaseError
from tools.release.proofs import Proof, Wanted
from tools.release.record import Release

FORMAT = 1
_MISSING = "missing"
# Type of each field; a manifest has these and no others.
SCHEMA: Mapping[str, type] = {
    "format": int,
    "version": str,
    "revision": str,
    "made_at": str,
    "ci_run": str,
    "sources": str,
    "content": str,
    "config": dict,
    "migrations": list,
    "images": dict,
    "sboms": dict,
    "evidence": dict,
}
_IMAGE_FIELDS = {"reference", "name", "source"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """
    What a manifest says beside the release itself.

    Attributes:
        configs: SHA-256 of the settings, by stack.
        sboms: SHA-256 of each bill of materials, by file.
        ci_run: URL of the CI run; empty outside CI.
    """

    made_at: str
    configs: Mapping[str, str]
    sboms: Mapping[str, str]
    ci_run: str = ""


def manifest(
    release: Release,
    around: Surroundings,
    asked: Iterable[Wanted],
    found: Mapping[str, Proof],
) -> dict[str, Any]:
    """Return the manifest; what was not shown is in it as missing."""
    return {
        "format": FORMAT,
        "version": release.version,
        "revision": release.revision,
        "made_at": around.made_at,
        "ci_run": around.ci_run or _MISSING,
        "sources": release.sources,
        "content": release.content,
        "config": dict(around.configs),
        "migrations": list(release.migrations),
        "images": {
            key: {
                "reference": image.reference,
                "name": image.name,
                "source": image.source,
            }
            for key, image in release.images.items()
        },
        "sboms": dict(around.sboms) or {_MISSING: "`python -m tools.supply sbom`"},
        "evidence": {
            each.kind: _said(found.get(each.kind), each.command) for each in asked
        },
    }


def check(document: Mapping[str, Any]) -> None:
    """
    Make sure that *document* is a manifest.

    Raises:
        ReleaseError: Names every field that is missing, unknown, or of another type.
    """
    wrong = [f"{key} is missing" for key in SCHEMA if key not in document]
    wrong += [f"{key} is unknown" for key in document if key not in SCHEMA]
    wrong += [
        f"{key} is {type(document[key]).__name__}, not {kind.__name__}"
        for key, kind in SCHEMA.items()
        if key in document and not isinstance(document[key], kind)
    ]
    images = document.get("images")
    for key, image in images.items() if isinstance(images, dict) else ():
        if not isinstance(image, dict) or set(image) != _IMAGE_FIELDS:
            wrong.append(
                f"images.{key} has not just {', '.join(sorted(_IMAGE_FIELDS))}"
            )
    if not wrong and document["format"] != FORMAT:
        wrong.append(f"format is {document['format']}, not {FORMAT}")
    if wrong:
        raise ReleaseError(f"this is no manifest of a release: {'; '.join(wrong)}")


def text_of(document: Mapping[str, Any]) -> str:
    """Return the text of a manifest, checked."""
    check(document)
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def digests(folder: Path, hash_of: Any) -> dict[str, str]:
    """Return the SHA-256 of each bill of materials below *folder*."""
    found = sorted(folder.glob("**/*.json")) if folder.is_dir() else []
    return {path.relative_to(folder).as_posix(): hash_of(path) for path in found}


def _said(proof: Proof | None, command: str) -> dict[str, str]:
    if proof is None:
        return {"state": _MISSING, "command": command}
    return {"state": "passed", "at": proof.at, "sha256": proof.sha256 or _MISSING}
