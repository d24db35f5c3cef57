"""Alertmanager's silences, read and made by its interface."""

import json
import urllib.request
from typing import Any

from tools.backup.errors import BackupError
from tools.backup.parts import silences_to_keep, silences_to_make

_TIMEOUT_S = 10


def read(url: str) -> list[dict[str, Any]]:
    """Return the silences that have not ended."""
    return silences_to_keep(_call(f"{url}/api/v2/silences"))


def put_back(url: str, wanted: list[dict[str, Any]]) -> int:
    """Make those of *wanted* that are not there; return how many that were."""
    missing = silences_to_make(wanted, _call(f"{url}/api/v2/silences"))
    for silence in missing:
        _call(f"{url}/api/v2/silences", silence)
    return len(missing)


def _call(url: str, body: object = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, data, headers)  # noqa: S310 - our own URL
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310
            return json.load(answer)
    except (OSError, ValueError) as error:
        raise BackupError(
            f"Alertmanager at {url} does not answer as it should: {error}; see"
            " `make logs SERVICE=alertmanager`"
        ) from error
