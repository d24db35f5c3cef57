"""
A registry's HTTP API, as far as it takes to read a tag's digest.

Source: OCI distribution specification 1.1 ("Pulling manifests") and Docker's token
authentication (`WWW-Authenticate: Bearer realm=…`).
"""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from urllib.parse import urlencode

from tools.images.errors import RegistryError
from tools.images.reference import DEFAULT_REGISTRY, DIGEST, Reference

CONNECT_S = 3.0
TIMEOUT_S = 10.0
# Docker Hub's name is not the host that its API is served from.
_API_HOSTS = {DEFAULT_REGISTRY: "registry-1.docker.io"}
_INDEXES = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
)
_MANIFESTS = (
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TagDigest:
    """
    What a registry says a tag is.

    Attributes:
        multi: It is an index of several architectures, not one image.
        source: The address that said so.
    """

    digest: str
    multi: bool
    source: str


def base_url(registry: str) -> str:
    """Return where the API of *registry* lives; the own machine speaks plain HTTP."""
    host = _API_HOSTS.get(registry, registry)
    local = host.partition(":")[0] == "localhost" or host.startswith("127.")
    return f"{'http' if local else 'https'}://{host}/v2/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A registry's answer; ``headers`` has lower-case names."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    timeout_s: float = TIMEOUT_S,
) -> Answer:
    """
    Send one request, following redirects and the machine's proxy settings.

    Raises:
        OSError: Nothing answers.
    """
    # Only http and https addresses come here: base_url makes them, or a registry does.
    request = urllib.request.Request(url, headers=dict(headers or {}), method=method)  # noqa: S310
    try:
        response = urllib.request.urlopen(request, timeout=timeout_s)  # noqa: S310
    except urllib.error.HTTPError as refusal:
        response = refusal
    with response:
        named = {name.lower(): value for name, value in response.headers.items()}
        return Answer(
            url=url, status=response.status, headers=named, body=response.read()
        )


def answers(registry: str) -> bool:
    """Tell whether anything at all answers there, within seconds."""
    try:
        ask(base_url(registry), timeout_s=CONNECT_S)
    except (OSError, HTTPException):
        return False
    return True


def parse_challenge(header: str) -> dict[str, str]:
    """Return the parameters of a ``Bearer`` challenge; empty for any other scheme."""
    scheme, _, rest = header.partition(" ")
    if scheme.lower() != "bearer":
        return {}
    return dict(re.findall(r'([a-z_]+)="([^"]*)"', rest))


def tag_digest(reference: Reference) -> TagDigest:
    """
    Ask the registry for the digest of a tag.

    Raises:
        RegistryError: It does not answer, refuses, or says no digest.
    """
    base = base_url(reference.registry)
    url = f"{base}{reference.repository}/manifests/{reference.tag}"
    headers = {"Accept": ", ".join((*_INDEXES, *_MANIFESTS))}
    try:
        answer = ask(url, method="HEAD", headers=headers)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            token = _token(answer, reference)
            headers["Authorization"] = f"Bearer {token}"
            answer = ask(url, method="HEAD", headers=headers)
    except (OSError, HTTPException) as error:
        raise RegistryError(f"{url} does not answer: {error}") from error
    if answer.status != HTTPStatus.OK:
        raise RegistryError(f"{url} answered {answer.status}")
    digest = answer.headers.get("docker-content-digest", "")
    if not DIGEST.fullmatch(digest):
        raise RegistryError(f"{url} gave no sha256 digest but {digest!r}")
    kind = answer.headers.get("content-type", "").partition(";")[0]
    return TagDigest(digest=digest, multi=kind in _INDEXES, source=url)


def _token(answer: Answer, reference: Reference) -> str:
    challenge = parse_challenge(answer.headers.get("www-authenticate", ""))
    realm = challenge.pop("realm", "")
    if not realm.startswith(("http://", "https://")):
        raise RegistryError(f"{answer.url} wants a login, which is not supported here")
    challenge.setdefault("scope", f"repository:{reference.repository}:pull")
    granted = ask(f"{realm}?{urlencode(challenge)}")
    try:
        body = json.loads(granted.body)
        return str(body.get("token") or body["access_token"])
    except (ValueError, KeyError, AttributeError) as error:
        raise RegistryError(f"{realm} granted no token: {granted.status}") from error
