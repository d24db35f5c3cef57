"""What a stack's settings say of signed releases, read and verified."""

import json
from collections.abc import Mapping
from pathlib import Path

from policies.attestation import AttestationError, verified
from policies.model import Release

KEY = "pharos:releaseKey"
ENVELOPE = "pharos:release"
DEFAULT_ENVELOPE = "dist/release.dsse.json"
CHECKOUT = Path(__file__).resolve().parents[1]


def release(env: Mapping[str, str], checkout: Path = CHECKOUT) -> Release | None:
    """
    Return the release that the stack trusts; None where it asks for none.

    Args:
        env: Where Pulumi leaves the stack's settings, in ``PULUMI_CONFIG``.
    """
    config = json.loads(env.get("PULUMI_CONFIG") or "{}")
    key = config.get(KEY)
    if not key:
        return None
    envelope = checkout / config.get(ENVELOPE, DEFAULT_ENVELOPE)
    try:
        manifest = verified(envelope, checkout / key)
        references = {image["reference"] for image in manifest["images"].values()}
    except AttestationError as error:
        return Release(problem=str(error))
    return Release(version=str(manifest["version"]), images=frozenset(references))
