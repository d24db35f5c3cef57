"""Who uses a secret: told about the new one, and asked whether it is the only one."""

import base64
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from http import HTTPStatus

from infra.specs import databases
from infra.specs.engine_keys import HOLDERS, secret_key
from infra.specs.grafana import ADMIN_PASSWORD
from infra.specs.shop import SIMULATION_TOKEN
from tools.rotation.errors import RotationError

_TIMEOUT_S = 10
_TAKEN_WITHIN_S = 15.0
_PAUSE_S = 0.2
_USER = "admin"
ENGINE_KEYS = tuple(secret_key(holder) for holder in HOLDERS)
_REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
# What happens to the processes that use it.
WORDS = {
    SIMULATION_TOKEN.key: "the shop's roles read it at each use; none restarts",
    ADMIN_PASSWORD.key: "Grafana is told by its interface; it does not restart",
    **dict.fromkeys(ENGINE_KEYS, "the engine and who shows it read it anew"),
    **dict.fromkeys(
        databases.SECRET_KEYS,
        "PostgreSQL and its client read it anew; connections that are open stay",
    ),
}


def tell_grafana(url: str, old: str, new: str) -> None:
    """
    Change the password of Grafana's administrator.

    Raises:
        RotationError: When Grafana refuses.
    """
    body = {"oldPassword": old, "newPassword": new, "confirmNew": new}
    status, said = _ask(f"{url}/api/user/password", _basic(old), body, "PUT")
    if status in _REFUSED and _ask(f"{url}/api/user", _basic(new))[0] == HTTPStatus.OK:
        # The run before was cut off after this.
        return
    if status != HTTPStatus.OK:
        raise RotationError(
            f"Grafana does not take the new password (status {status}: {said}); the old"
            " one still counts. If somebody changed it by hand: `grafana cli admin"
            " reset-admin-password` in its container"
        )


def check_grafana(url: str, old: str, new: str) -> None:
    """
    Make sure that Grafana takes the new password and no longer the old one.

    Raises:
        RotationError: When it does not.
    """
    _require_taken(
        ADMIN_PASSWORD.key,
        lambda token: _ask(f"{url}/api/user", _basic(token))[0],
        old,
        new,
    )


def check_shop(url: str, old: str, new: str) -> None:
    """
    Make sure that every role takes the new token and no longer the old one.

    Args:
        url: The front door.

    Raises:
        RotationError: When one does not.
    """

    def status(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        found, said = _ask(f"{url}/simulate/status", headers)
        if found == HTTPStatus.OK and json.loads(said).get("unreachable"):
            # A role that still has the other token refuses its peer.
            return HTTPStatus.BAD_GATEWAY
        return found

    _require_taken(SIMULATION_TOKEN.key, status, old, new)


def check_engine(url: str, name: str, old: str, new: str) -> None:
    """
    Make sure that the engine takes the new key *name* and no longer the old one.

    Raises:
        RotationError: When it does not.
    """

    def status(key: str) -> int:
        found, _ = _ask(f"{url}/aiops/me", {"Authorization": f"Bearer {key}"})
        # Known, but not one that may read.
        return HTTPStatus.OK if found == HTTPStatus.FORBIDDEN else found

    _require_taken(name, status, old, new)


def check_postgres(
    ask: Callable[[str, str, str], bool], name: str, old: str, new: str
) -> None:
    """
    Make sure that PostgreSQL takes the new password *name* and no longer the old one.

    Args:
        ask: Tells whether an account gets into a database with a password.

    Raises:
        RotationError: When it does not.
    """
    [client] = (c for c in databases.CLIENTS if databases.secret_key(c) == name)
    account, database = databases.role(client), databases.database_of(client)

    def status(password: str) -> int:
        taken = ask(account, database, password)
        return HTTPStatus.OK if taken else HTTPStatus.UNAUTHORIZED

    _require_taken(name, status, old, new)


def _require_taken(name: str, status: Callable[[str], int], old: str, new: str) -> None:
    deadline = time.monotonic() + _TAKEN_WITHIN_S
    while True:
        with_new, with_old = status(new), status(old)
        if with_new == HTTPStatus.OK and with_old in _REFUSED:
            return
        if time.monotonic() > deadline:
            raise RotationError(
                f"{name}: the new one is answered with {with_new}, the old one with"
                f" {with_old}; `make up` writes it again"
            )
        time.sleep(_PAUSE_S)


def _basic(password: str) -> dict[str, str]:
    pair = base64.b64encode(f"{_USER}:{password}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def _ask(
    url: str,
    headers: Mapping[str, str],
    body: object = None,
    method: str = "GET",
) -> tuple[int, str]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(  # noqa: S310 - our own URL
        url, data, {**headers, "Content-Type": "application/json"}, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(errors="replace").strip()
    except OSError as error:
        raise RotationError(
            f"{url} does not answer: {error}; see `make status`"
        ) from error
