"""Keys and sessions in the database: digests alone, never what they are made of."""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from aiops.adapters.storage.database import Database
from aiops.adapters.storage.tables.access import api_keys, audit, sessions
from aiops.domain.access import Principal, Scope

KEY_BYTES = 32
SESSION_S = 12 * 3600.0
# Who looks at when a key was last used does not need it to the second.
_USED_EVERY_S = 60.0
PREFIX = "pharos_"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredKey:
    """A key as its owner may see it."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_s: float
    created_by: str
    expires_s: float | None
    revoked_s: float | None
    used_s: float | None


def digest_of(key: str) -> bytes:
    """Return what is stored of a key."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


class DatabaseKeys:
    """Keys that were made by the API."""

    def __init__(self, database: Database, now_s: Callable[[], float]) -> None:
        self._database = database
        self._now_s = now_s

    def authenticate(self, key: str) -> Principal | None:
        """Return whose key this is; None when it is nobody's."""
        return self.by_digest(digest_of(key)) if key.startswith(PREFIX) else None

    def by_digest(self, digest: bytes) -> Principal | None:
        """Return whose key has this digest; None when it is nobody's."""
        now_s = self._now_s()
        query = sa.select(api_keys).where(api_keys.c.digest == digest)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None or not _is_valid(row, now_s):
            return None
        if row.used_s is None or now_s - row.used_s > _USED_EVERY_S:
            with self._database.write() as connection:
                connection.execute(
                    sa.update(api_keys)
                    .where(api_keys.c.id == row.id)
                    .values(used_s=now_s)
                )
        return Principal(name=row.name, scopes=_scopes(row.scopes))

    def make(
        self, name: str, scopes: Iterable[Scope], by: str, expires_s: float | None
    ) -> tuple[StoredKey, str]:
        """Return a new key, and what its owner has to keep: it is not stored."""
        key = PREFIX + secrets.token_urlsafe(KEY_BYTES)
        row = {
            "id": secrets.token_hex(8),
            "name": name,
            "scopes": " ".join(sorted(scopes)),
            "digest": digest_of(key),
            "created_s": self._now_s(),
            "created_by": by,
            "expires_s": expires_s,
        }
        with self._database.write() as connection:
            connection.execute(sa.insert(api_keys).values(row))
            query = sa.select(api_keys).where(api_keys.c.id == row["id"])
            return _stored(connection.execute(query).one()), key

    def revoke(self, id: str) -> bool:
        """End a key now; return whether there was one to end."""
        with self._database.write() as connection:
            changed = connection.execute(
                sa.update(api_keys)
                .where(api_keys.c.id == id, api_keys.c.revoked_s.is_(None))
                .values(revoked_s=self._now_s())
            )
            return changed.rowcount > 0

    def listed(self, *, limit: int) -> list[StoredKey]:
        """Return the keys that are not revoked, by name and age."""
        query = (
            sa.select(api_keys)
            .where(api_keys.c.revoked_s.is_(None))
            .order_by(api_keys.c.name, api_keys.c.created_s)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [_stored(row) for row in connection.execute(query)]


class Sessions:
    """Sessions of the console: a cookie stands for a key for some hours."""

    def __init__(self, database: Database, now_s: Callable[[], float]) -> None:
        self._database = database
        self._now_s = now_s

    def open(self, principal: Principal, key: str) -> str:
        """Return the cookie's value of a new session."""
        token = secrets.token_urlsafe(KEY_BYTES)
        now_s = self._now_s()
        with self._database.write() as connection:
            connection.execute(sa.delete(sessions).where(sessions.c.expires_s < now_s))
            connection.execute(
                sa.insert(sessions).values(
                    digest=digest_of(token),
                    name=principal.name,
                    scopes=" ".join(sorted(principal.scopes)),
                    key_digest=digest_of(key),
                    expires_s=now_s + SESSION_S,
                )
            )
        return token

    def key_of(self, token: str) -> bytes | None:
        """Return the digest of the session's key; None when it is over."""
        query = sa.select(sessions.c.key_digest).where(
            sessions.c.digest == digest_of(token), sessions.c.expires_s > self._now_s()
        )
        with self._database.read() as connection:
            found: bytes | None = connection.execute(query).scalar()
        return found

    def close(self, token: str) -> None:
        """End a session."""
        with self._database.write() as connection:
            connection.execute(
                sa.delete(sessions).where(sessions.c.digest == digest_of(token))
            )


def write_down(
    database: Database, now_s: float, by: str, method: str, path: str, status: int
) -> None:
    """Add a line to the audit trail of the API."""
    with database.write() as connection:
        connection.execute(
            sa.insert(audit).values(
                time_s=now_s, by=by, method=method, path=path[:500], status=status
            )
        )


def written_down(
    database: Database, *, before: int | None, limit: int
) -> list[dict[str, Any]]:
    """Return lines of the audit trail, the newest first."""
    query = sa.select(audit).order_by(audit.c.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(audit.c.seq < before)
    with database.read() as connection:
        return [dict(row._mapping) for row in connection.execute(query)]


def _is_valid(row: sa.Row[Any], now_s: float) -> bool:
    return row.revoked_s is None and (row.expires_s is None or now_s < row.expires_s)


def _scopes(text: str) -> frozenset[Scope]:
    return frozenset(Scope(word) for word in text.split())


def _stored(row: sa.Row[Any]) -> StoredKey:
    return StoredKey(
        id=row.id,
        name=row.name,
        scopes=tuple(row.scopes.split()),
        created_s=row.created_s,
        created_by=row.created_by,
        expires_s=row.expires_s,
        revoked_s=row.revoked_s,
        used_s=row.used_s,
    )
