"""Tokens are believed when the provider signed them for us, and never else."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from aiops.adapters.keys.jwt import JwtKeys, KeySet
from aiops.domain.access import Scope

ISSUER, AUDIENCE = "https://id.example.org", "pharos"
PRIVATE = Ed25519PrivateKey.generate()


def key_set(name: str = "one", private: Ed25519PrivateKey = PRIVATE) -> str:
    public = json.loads(OKPAlgorithm.to_jwk(private.public_key()))
    return json.dumps({"keys": [public | {"kid": name, "use": "sig"}]})


def token(private: object = PRIVATE, name: str = "one", **claims: object) -> str:
    now_s = int(time.time())
    whole = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "ann",
        "exp": now_s + 600,
        "scope": "openid pharos:read pharos:operate read",
    }
    given = {k: v for k, v in (whole | claims).items() if v is not None}
    return jwt.encode(given, private, "EdDSA", headers={"kid": name})  # type: ignore[arg-type]  # tests sign with strangers' keys too


@pytest.fixture
def keys(tmp_path: Path) -> JwtKeys:
    file = tmp_path / "jwks.json"
    file.write_text(key_set())
    return JwtKeys(KeySet(str(file)), issuer=ISSUER, audience=AUDIENCE)


def test_a_token_stands_for_its_subject_with_our_scopes(keys: JwtKeys) -> None:
    found = keys.authenticate(token())
    assert found is not None
    assert (found.name, found.scopes) == ("ann", {Scope.READ, Scope.OPERATE})


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": None},
        {"iss": "https://evil.example.org"},
        {"aud": "another"},
        {"aud": None},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_for_us_is_nobody_s(
    keys: JwtKeys, claims: dict[str, object]
) -> None:
    assert keys.authenticate(token(**claims)) is None


@pytest.mark.parametrize(("claim", "after_s"), [("exp", -60), ("nbf", 600)])
def test_a_token_that_is_not_for_now_is_nobody_s(
    keys: JwtKeys, claim: str, after_s: int
) -> None:
    at_s = int(time.time()) + after_s

    assert keys.authenticate(token(**{claim: at_s})) is None


def test_a_signature_of_somebody_else_is_nobody_s(keys: JwtKeys) -> None:
    assert keys.authenticate(token(Ed25519PrivateKey.generate())) is None
    head, body, _ = token().split(".")
    assert keys.authenticate(f"{head}.{body}.") is None


def test_neither_no_signature_nor_a_shared_secret_is_accepted(keys: JwtKeys) -> None:
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "x", "exp": time.time() + 60}
    for secret, how in (("", "none"), ("s" * 64, "HS256")):
        forged = jwt.encode(claims, secret, how, headers={"kid": "one"})
        assert keys.authenticate(forged) is None


@pytest.mark.parametrize("text", ["", "a.b.c", "..", "x" * 9000 + "..", "é.é.é"])
def test_what_is_no_token_is_nobody_s(keys: JwtKeys, text: str) -> None:
    assert keys.authenticate(text) is None


def test_a_new_key_of_the_provider_is_fetched_but_not_all_the_time() -> None:
    served, asked, clock = [key_set()], [], [0.0]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = served[0].encode()
            self.send_response(200 if body else 500)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    url = f"http://127.0.0.1:{server.server_address[1]}/jwks"
    keys = JwtKeys(KeySet(url, lambda: clock[0]), issuer=ISSUER, audience=AUDIENCE)
    young = Ed25519PrivateKey.generate()
    try:
        assert keys.authenticate(token())
        served[0] = key_set("two", young)
        assert keys.authenticate(token(young, "two")) is None
        clock[0] = 31
        assert keys.authenticate(token(young, "two"))
        served[0] = ""
        clock[0] = 400
        assert keys.authenticate(token(young, "two"))
        for _ in range(10):
            keys.authenticate(token(young, "unknown"))
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert len(asked) == 3
