"""A registry on 127.0.0.1 that speaks the pulling half of the distribution API."""

import gzip
import hashlib
import io
import json
import secrets
import tarfile
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tools.images.archive import unpack

INDEX = "application/vnd.docker.distribution.manifest.list.v2+json"
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
_CONFIG = "application/vnd.docker.container.image.v1+json"
_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"


def digest_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


@dataclass
class Registry:
    """What the server holds, and what it was asked."""

    login: bool = False
    host: str = ""
    manifests: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    token: str = field(default_factory=lambda: secrets.token_hex(8))

    def push(
        self, repository: str, tag: str, *, architecture: str, multi: bool = True
    ) -> str:
        """Add an image with one small file; return the digest of what *tag* names."""
        manifest = self._image(architecture, content=f"{repository}:{tag}".encode())
        return self._name(repository, tag, manifest, architecture, multi=multi)

    def push_saved(self, repository: str, tag: str, saved: Path) -> str:
        """Add the image of a `docker save` archive; return the digest of its index."""
        with tempfile.TemporaryDirectory() as scratch:
            config, layers = unpack(saved, Path(scratch))
            # An engine looks at the bytes, not at the type, to see what is compressed.
            blobs = [layer.read_bytes() for layer in layers]
        manifest = self._manifest(_json(config), blobs)
        return self._name(repository, tag, manifest, config["architecture"], multi=True)

    def _name(
        self,
        repository: str,
        tag: str,
        manifest: bytes,
        architecture: str,
        *,
        multi: bool,
    ) -> str:
        kind, body = MANIFEST, manifest
        if multi:
            entry = {
                "mediaType": MANIFEST,
                "digest": digest_of(manifest),
                "size": len(manifest),
                "platform": {"os": "linux", "architecture": architecture},
            }
            kind = INDEX
            body = _json({"schemaVersion": 2, "mediaType": INDEX, "manifests": [entry]})
            self.manifests[f"{repository}/{digest_of(manifest)}"] = (MANIFEST, manifest)
        self.manifests[f"{repository}/{tag}"] = (kind, body)
        self.manifests[f"{repository}/{digest_of(body)}"] = (kind, body)
        return digest_of(body)

    def _image(self, architecture: str, *, content: bytes) -> bytes:
        plain = _layer(content)
        layer = gzip.compress(plain, mtime=0)
        config = _json(
            {
                "architecture": architecture,
                "os": "linux",
                "config": {"Cmd": ["/file"]},
                "rootfs": {"type": "layers", "diff_ids": [digest_of(plain)]},
            }
        )
        return self._manifest(config, [layer])

    def _manifest(self, config: bytes, layers: list[bytes]) -> bytes:
        for blob in (*layers, config):
            self.blobs[digest_of(blob)] = blob
        return _json(
            {
                "schemaVersion": 2,
                "mediaType": MANIFEST,
                "config": _descriptor(_CONFIG, config),
                "layers": [_descriptor(_LAYER, layer) for layer in layers],
            }
        )


def _json(content: Any) -> bytes:
    return json.dumps(content, sort_keys=True).encode()


def _descriptor(kind: str, content: bytes) -> dict[str, Any]:
    return {"mediaType": kind, "size": len(content), "digest": digest_of(content)}


def _layer(content: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        member = tarfile.TarInfo("file")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return stream.getvalue()


class _Handler(BaseHTTPRequestHandler):
    registry: Registry

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.registry.asked.append(f"{self.command} {self.path}")
        if path == "/token":
            self._token()
        elif self.registry.login and not self._is_logged_in():
            self._challenge()
        elif path == "/v2/":
            self._answer(200, "application/json", b"{}")
        else:
            self._content(path)

    do_HEAD = do_GET

    def _is_logged_in(self) -> bool:
        return self.headers.get("Authorization") == f"Bearer {self.registry.token}"

    def _challenge(self) -> None:
        realm = f'Bearer realm="http://{self.registry.host}/token",service="here"'
        self._answer(401, "application/json", b"{}", {"WWW-Authenticate": realm})

    def _token(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        if asked.get("service") != ["here"]:
            self._answer(400, "application/json", b"{}")
            return
        self._answer(200, "application/json", _json({"token": self.registry.token}))

    def _content(self, path: str) -> None:
        name = path.removeprefix("/v2/").replace("/manifests/", "/")
        if found := self.registry.manifests.get(name):
            kind, body = found
            self._answer(200, kind, body, {"Docker-Content-Digest": digest_of(body)})
        elif blob := self.registry.blobs.get(path.rpartition("/")[2]):
            self._answer(200, "application/octet-stream", blob)
        else:
            error = {"errors": [{"code": "MANIFEST_UNKNOWN", "message": "unknown"}]}
            self._answer(404, "application/json", _json(error))

    def _answer(
        self, status: int, kind: str, body: bytes, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Docker-Distribution-Api-Version", "registry/2.0")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Keep the test's output quiet."""


@contextmanager
def serving(*, login: bool = False) -> Iterator[Registry]:
    """Serve an empty registry until the block ends."""
    registry = Registry(login=login)
    handler = type("Handler", (_Handler,), {"registry": registry})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    registry.host = f"127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield registry
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
