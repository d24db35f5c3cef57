"""The web console's files: read once, served with a strict policy."""

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from aiops.entrypoints.http.access import open_to_all

PAGE = "index.html"
# Where the console could not be built, an image says here why, and what helps.
ABSENT = "absent.txt"
NOT_BUILT = (
    "The console is not built in this checkout. Build it and start the engine again:\n"
    "\n"
    "    AIOPS_CONSOLE_FOLDER=$(.venv/bin/python -m tools.console)"
    " .venv/bin/python -m aiops serve\n"
    "\n"
    "The engine's container holds it already. The HTTP API is at /openapi.json.\n"
)
# Everything from here and nothing in line; charts and the map set styles by script,
# which the policy does not concern.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
        " connect-src 'self'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Its content decides the name, so it never changes.
_HASHED = re.compile(r"-[0-9A-Z]{8}\.[a-z0-9]+$")
_FOREVER = "public, max-age=31536000, immutable"
_ASK_FIRST = "no-cache"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """
    One file of the console.

    Attributes:
        zipped: The same by gzip; None where that is not smaller.
        tag: Names the content for a browser that has it already.
    """

    content: bytes
    zipped: bytes | None
    media_type: str
    tag: str
    cache: str


def read_console(folder: Path | None) -> Mapping[str, Asset]:
    """Return the files below *folder* by path; none where it is not built."""
    if folder is None or not (folder / PAGE).is_file():
        return {}
    files = [folder / PAGE, *sorted((folder / "assets").iterdir())]
    return {
        str(file.relative_to(folder)): _asset(file)
        for file in files
        if file.suffix != ".gz"
    }


def read_absent(folder: Path | None) -> str:
    """Return what the pages say where *folder* holds no console."""
    if folder is None or not (folder / ABSENT).is_file():
        return NOT_BUILT
    return (folder / ABSENT).read_text(encoding="utf-8")


def _asset(file: Path) -> Asset:
    content = file.read_bytes()
    beside = file.with_name(f"{file.name}.gz")
    zipped = beside.read_bytes() if beside.is_file() else None
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    return Asset(
        content=content,
        zipped=zipped if zipped and len(zipped) < len(content) else None,
        media_type=kind,
        tag=hashlib.sha256(content).hexdigest()[:20],
        cache=_FOREVER if _HASHED.search(file.name) else _ASK_FIRST,
    )


def console_pages(folder: Path | None) -> Blueprint:
    """
    Return the routes of the console at ``/console/``; ``/`` leads there.

    Args:
        folder: What ``python -m tools.console`` printed; without it the pages say
            how to build one.
    """
    assets = read_console(folder)
    absent = read_absent(folder)
    blueprint = Blueprint("console", __name__)

    @blueprint.get("/")
    @open_to_all
    def front() -> BaseResponse:
        return redirect("/console/") if assets else _not_built(absent)

    @blueprint.get("/console/")
    @blueprint.get("/console/<path:path>")
    @open_to_all
    def page(path: str = "") -> BaseResponse:
        # Which page an address means, the console decides.
        return _respond(assets[PAGE]) if assets else _not_built(absent)

    @blueprint.get("/console/assets/<name>")
    @open_to_all
    def asset(name: str) -> BaseResponse:
        found = assets.get(f"assets/{name}")
        return _respond(found) if found else abort(404)

    return blueprint


def _not_built(text: str) -> Response:
    return Response(text, 503, HEADERS, content_type="text/plain; charset=utf-8")


def _respond(asset: Asset) -> BaseResponse:
    zips = asset.zipped is not None and request.accept_encodings.quality("gzip") > 0
    response = Response(
        asset.zipped if zips else asset.content,
        headers=HEADERS,
        content_type=asset.media_type,
    )
    if zips:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = asset.cache
    response.set_etag(f"{asset.tag}-gz" if zips else asset.tag)
    return response.make_conditional(request)
