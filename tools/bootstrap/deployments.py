"""Tells the engine what an update has changed, so that it can suspect that."""

import getpass
import json
import os
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus

TIMEOUT_S = 5


def tell(
    url: str,
    key: str,
    services: Iterable[str],
    *,
    version: str,
    say: Callable[[str], None],
) -> None:
    """
    Tell the engine of a deployment of each of *services*.

    Args:
        url: The engine's address.
        key: One of its keys, which may operate it.
        version: Revision of the checkout.
        say: Told what went wrong; the update has succeeded all the same.
    """
    for service in sorted(services):
        said = _post(f"{url}/aiops/deployments", key, _marker(service, version))
        if said:
            say(f"Warning: the engine was not told of the deployment: {said}")
            return


def _marker(service: str, version: str) -> bytes:
    text = "brought out by `make up`"
    said = {"service": service, "version": version, "by": who(os.environ), "text": text}
    return json.dumps(said).encode()


def who(env: Mapping[str, str]) -> str:
    """Return who runs this: on GitHub who started the workflow; "" if nobody knows."""
    if env.get("GITHUB_ACTOR"):
        return env["GITHUB_ACTOR"]
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # A container's user may have no name.
        return ""


def _post(url: str, key: str, body: bytes) -> str:
    """Return what went wrong; nothing where it was stored."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    request = urllib.request.Request(url, body, headers)  # noqa: S310 - our own URL
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
            status = answer.status
    except urllib.error.HTTPError as error:
        with error:
            status = error.code
    except OSError as error:
        return f"{url} does not answer ({error})"
    return "" if status == HTTPStatus.CREATED else f"{url} answered {status}"
