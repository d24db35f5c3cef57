"""
A registry's HTTP API, as far as it takes to read a tag's digest.

Source: OCI distribution specification 1.1 ("Pulling manifests") and Docker's token
authentication (`WWW-Authenticate: Bearer realm=…`).
"""

import re
from dataclasses import dataclass

import requests

from tools.images.errors import RegistryError
from tools.images.reference import DEFAULT_REGISTRY, DIGEST, Reference

CONNECT_S = 3.0
READ_S = 10.0
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


def answers(registry: str) -> bool:
    """Tell whether anything at all answers there, within seconds."""
    try:
        requests.get(base_url(registry), timeout=(CONNECT_S, CONNECT_S))
    except requests.RequestException:
        return False
    return True


def parse_challenge(header: str) -> dict[str, str]:
    """Return the parameters of a ``Bearer`` challenge; empty for any other scheme."""
    scheme, _, rest = header.partition(" ")
    if scheme.lower() != "bearer":
        return {}
    return dict(re.findall(r'(\w+)="([^"]*)"', rest))


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
        answer = _head(url, headers)
        if answer.status_code == requests.codes.unauthorized:
            token = _token(answer, reference)
            answer = _head(url, {**headers, "Authorization": f"Bearer {token}"})
    except requests.RequestException as error:
        raise RegistryError(f"{url} does not answer: {error}") from error
    if not answer.ok:
        raise RegistryError(f"{url} answered {answer.status_code} {answer.reason}")
    digest = answer.headers.get("Docker-Content-Digest", "")
    if not DIGEST.fullmatch(digest):
        raise RegistryError(f"{url} gave no sha256 digest but {digest!r}")
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    return TagDigest(digest=digest, multi=kind in _INDEXES, source=url)


def _head(url: str, headers: dict[str, str]) -> requests.Response:
    # No HEAD follows redirects by default; mirrors do redirect.
    return requests.head(
        url, headers=headers, timeout=(CONNECT_S, READ_S), allow_redirects=True
    )


def _token(answer: requests.Response, reference: Reference) -> str:
    challenge = parse_challenge(answer.headers.get("WWW-Authenticate", ""))
    realm = challenge.pop("realm", None)
    if realm is None:
        raise RegistryError(f"{answer.url} wants a login, which is not supported here")
    challenge.setdefault("scope", f"repository:{reference.repository}:pull")
    granted = requests.get(realm, params=challenge, timeout=(CONNECT_S, READ_S))
    body = granted.json() if granted.ok else {}
    token = body.get("token") or body.get("access_token")
    if not token:
        raise RegistryError(f"{realm} granted no token: {granted.status_code}")
    return str(token)
