"""Keys, sessions and the audit trail."""

from typing import Any

from flask import g, request

from aiops.adapters.keys.database import (
    DatabaseKeys,
    Sessions,
    StoredKey,
    digest_of,
    written_down,
)
from aiops.domain.access import Scope
from aiops.entrypoints.engine import Engine
from aiops.entrypoints.http.access import principal
from aiops.entrypoints.http.api import Api, Reply
from aiops.entrypoints.http.schemas import access as shapes
from aiops.entrypoints.http.sessions import COOKIE, cookie, require_console
from aiops.errors import Forbidden, NotFound, Unauthorized

API = Api("access")
_MOST_KEYS = 500


@API.operation(
    "POST",
    "/aiops/session",
    "Open a session of the console with a key",
    scope=None,
    body=shapes.Login,
    returns=shapes.Me,
    problems=(401, 403),
)
def login(engine: Engine, body: shapes.Login) -> Reply:
    """Open a session."""
    require_console(request)
    who = engine.authenticator.by_digest(digest_of(body.key))
    if who is None:
        raise Unauthorized("this key is unknown or no longer valid; ask for a new one")
    if not who.may(Scope.READ):
        raise Forbidden(
            f"{who.name!r} only sends data; the console needs a key to read"
        )
    g.principal = who
    token = Sessions(engine.database, engine.now_s).open(who, body.key)
    return Reply(
        shapes.Me(name=who.name, scopes=sorted(who.scopes)),
        headers={"Set-Cookie": cookie(token, secure=request.is_secure)},
    )


@API.operation(
    "DELETE",
    "/aiops/session",
    "End the session",
    scope=Scope.READ,
    returns=None,
    status=204,
)
def logout(engine: Engine) -> Reply:
    """End the session."""
    Sessions(engine.database, engine.now_s).close(request.cookies.get(COOKIE, ""))
    gone = cookie("", secure=request.is_secure, max_age_s=0)
    return Reply(None, headers={"Set-Cookie": gone})


@API.operation(
    "GET",
    "/aiops/me",
    "Who asks, and what they may do",
    scope=Scope.READ,
    returns=shapes.Me,
)
def me(engine: Engine) -> shapes.Me:
    """Answer with who asks."""
    who = principal()
    return shapes.Me(
        name=who.name,
        scopes=sorted(who.scopes),
        dashboards_url=engine.settings.dashboards_url,
    )


@API.operation(
    "GET",
    "/aiops/keys",
    "The keys that were made here and are not revoked",
    scope=Scope.ADMIN,
    returns=shapes.Keys,
)
def keys(engine: Engine) -> shapes.Keys:
    """Answer with the keys."""
    found = DatabaseKeys(engine.database, engine.now_s).listed(limit=_MOST_KEYS)
    return shapes.Keys(keys=[shapes.KeyItem(**_shown(each)) for each in found])


@API.operation(
    "POST",
    "/aiops/keys",
    "Make a key; another one of the same name stays valid until it is revoked",
    scope=Scope.ADMIN,
    body=shapes.NewKey,
    returns=shapes.MadeKey,
    status=201,
)
def make(engine: Engine, body: shapes.NewKey) -> shapes.MadeKey:
    """Make a key."""
    made, key = DatabaseKeys(engine.database, engine.now_s).make(
        body.name, set(body.scopes), principal().name, body.expires_s
    )
    return shapes.MadeKey(**_shown(made), key=key)


@API.operation(
    "DELETE",
    "/aiops/keys/<id>",
    "Revoke a key: it and its sessions are refused from then on",
    scope=Scope.ADMIN,
    returns=None,
    status=204,
    problems=(404,),
)
def revoke(engine: Engine, id: str) -> Reply:
    """Revoke a key."""
    if not DatabaseKeys(engine.database, engine.now_s).revoke(id):
        raise NotFound(f"there is no key {id!r} to revoke; see /aiops/keys")
    return Reply(None)


@API.operation(
    "GET",
    "/aiops/audit",
    "Who changed what, the newest first",
    scope=Scope.ADMIN,
    query=shapes.AuditQuery,
    returns=shapes.AuditPage,
)
def audit(engine: Engine, query: shapes.AuditQuery) -> shapes.AuditPage:
    """Answer with a page of the audit trail."""
    found = written_down(engine.database, before=query.before, limit=query.limit)
    return shapes.AuditPage(
        audit=[shapes.AuditLine(**each) for each in found],
        next_before=found[-1]["seq"] if len(found) == query.limit else None,
    )


def _shown(key: StoredKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "scopes": list(key.scopes),
        "created_s": key.created_s,
        "created_by": key.created_by,
        "expires_s": key.expires_s,
        "used_s": key.used_s,
    }
