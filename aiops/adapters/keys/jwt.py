"""Tokens of an identity provider: JSON Web Tokens, checked against its public keys."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import urllib3

from aiops.domain.access import Principal, Scope

# Public keys alone: with a shared secret, whoever can check could also sign.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
# Scopes that the provider grants, such as `pharos:read`; others are not ours.
PREFIX = "pharos:"
_LEEWAY_S = 30.0
_FRESH_S = 300.0
_ASK_AGAIN_S = 30.0
_TIMEOUT_S = 5.0
_MOST_BYTES = 256 * 1024
_LONGEST_TOKEN = 8192


class KeySet:
    """
    The provider's public keys, read again when they are old or one is missing.

    Args:
        place: A file, or an http(s) URL.
    """

    def __init__(
        self, place: str, clock_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._place = place
        self._clock_s = clock_s
        self._lock = threading.Lock()
        self._read_s = float("-inf")
        self._keys: dict[str, jwt.PyJWK] = {}

    def find(self, id: str) -> jwt.PyJWK | None:
        """Return the key called *id*; None where the provider has none."""
        with self._lock:
            age_s = self._clock_s() - self._read_s
            if age_s > _FRESH_S or (id not in self._keys and age_s > _ASK_AGAIN_S):
                # Who sends unknown names cannot make us ask all the time.
                self._read_s = self._clock_s()
                self._refresh()
            return self._keys.get(id)

    def _refresh(self) -> None:
        try:
            found = jwt.PyJWKSet.from_json(self._text())
        except (OSError, ValueError, jwt.PyJWTError, urllib3.exceptions.HTTPError):
            # What was known stays valid while the provider is away.
            return
        self._keys = {key.key_id: key for key in found.keys if key.key_id}

    def _text(self) -> str:
        if not self._place.startswith(("http://", "https://")):
            return Path(self._place).read_text(encoding="utf-8")
        with urllib3.PoolManager(retries=False) as pool:
            answer = pool.request(
                "GET",
                self._place,
                timeout=_TIMEOUT_S,
                redirect=False,
                preload_content=False,
            )
            body = answer.read(_MOST_BYTES + 1, decode_content=False)
        if answer.status != 200 or len(body) > _MOST_BYTES:
            raise ValueError("no key set")
        return str(body, "utf-8")


class JwtKeys:
    """Believes tokens of one issuer, for one audience, until they expire."""

    def __init__(self, keys: KeySet, *, issuer: str, audience: str) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience

    def authenticate(self, key: str) -> Principal | None:
        """Return whom the token stands for; None when it is none, or not valid."""
        if key.count(".") != 2 or len(key) > _LONGEST_TOKEN:
            return None
        try:
            name = jwt.get_unverified_header(key).get("kid")
            found = self._keys.find(name) if isinstance(name, str) else None
            if found is None:
                return None
            claims = jwt.decode(
                key,
                found,
                algorithms=list(ALGORITHMS),
                issuer=self._issuer,
                audience=self._audience,
                leeway=_LEEWAY_S,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, ValueError):
            return None
        return Principal(name=str(claims["sub"])[:200], scopes=_scopes(claims))

    def by_digest(self, digest: bytes) -> Principal | None:
        """Return None: a token is not kept, and opens no session."""
        return None


def _scopes(claims: dict[str, Any]) -> frozenset[Scope]:
    given = claims.get("scope", "")
    words = given.split() if isinstance(given, str) else given
    if not isinstance(words, list):
        return frozenset()
    ours = {str(word).removeprefix(PREFIX) for word in words if str(word)[:7] == PREFIX}
    return frozenset(scope for scope in Scope if scope.value in ours)
