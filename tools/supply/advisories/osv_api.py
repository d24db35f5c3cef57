"""Advisories of the OSV service (https://google.github.io/osv.dev/api/)."""

import json
import urllib.request
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from tools.supply.advisories.model import read
from tools.supply.advisories.source import Answer
from tools.supply.packages import Package

OSV = "https://api.osv.dev"
# A version that every source knows to be vulnerable (CVE-2018-18074): whoever finds
# nothing wrong with it knows nothing.
CANARY = Package(ecosystem="PyPI", name="requests", version="2.19.0")
_AT_ONCE = 500


class OsvApi:
    """Asks the service, and believes it only when it knows the canary."""

    def __init__(self, url: str = OSV, timeout_s: float = 10) -> None:
        self._url = url.rstrip("/")
        self._timeout_s = timeout_s

    def ask(self, packages: Collection[Package]) -> Answer:
        """Return what the service says; silent as a whole when it does not answer."""
        try:
            if not any(self._ids([CANARY])):
                return _silent(
                    packages, f"{self._url} does not know a known bad version"
                )
            ids = {id_ for found in self._ids(sorted(packages)) for id_ in found}
            documents = [self._get(f"/v1/vulns/{id_}") for id_ in sorted(ids)]
        except (OSError, ValueError, KeyError) as error:
            return _silent(packages, f"{self._url} does not answer ({error})")
        read_ones = (read(document) for document in documents)
        return Answer(advisories=tuple(filter(None, read_ones)), silent={})

    def _ids(self, packages: list[Package]) -> Iterator[list[str]]:
        for begin in range(0, len(packages), _AT_ONCE):
            queries = [_query(p) for p in packages[begin : begin + _AT_ONCE]]
            while queries:
                results = self._post("/v1/querybatch", {"queries": queries})["results"]
                yield [v["id"] for result in results for v in result.get("vulns", ())]
                # What did not fit comes on the next page.
                queries = [
                    {**query, "page_token": result["next_page_token"]}
                    for query, result in zip(queries, results, strict=True)
                    if result.get("next_page_token")
                ]

    def _post(self, path: str, content: Mapping[str, Any]) -> dict[str, Any]:
        body = json.dumps(content).encode()
        headers = {"Content-Type": "application/json"}
        return self._read(urllib.request.Request(self._url + path, body, headers))  # noqa: S310

    def _get(self, path: str) -> dict[str, Any]:
        return self._read(urllib.request.Request(self._url + path))  # noqa: S310

    def _read(self, request: urllib.request.Request) -> dict[str, Any]:
        with urllib.request.urlopen(request, timeout=self._timeout_s) as answer:  # noqa: S310
            found: dict[str, Any] = json.load(answer)
            return found


def _query(package: Package) -> dict[str, Any]:
    return {
        "package": {"ecosystem": package.ecosystem, "name": package.advised_name},
        "version": package.advised_version,
    }


def _silent(packages: Collection[Package], reason: str) -> Answer:
    return Answer(advisories=(), silent={p.family: reason for p in packages})
