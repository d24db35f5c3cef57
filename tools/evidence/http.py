"""Ask for JSON over HTTP, and say plainly when there is none."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import urllib3

from tools.evidence.errors import Unreachable

_TIMEOUT = urllib3.Timeout(connect=3.0, read=20.0)


class Json:
    """One address that answers with JSON."""

    def __init__(self, url: str, headers: Mapping[str, str] | None = None) -> None:
        self.url = url
        self._headers = dict(headers or {})
        self._http = urllib3.PoolManager(retries=False, timeout=_TIMEOUT)

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        """
        Return the document at *path*.

        Raises:
            Unreachable: When there is no answer, no success, or no JSON.
        """
        address = f"{self.url}{path}{'?' + urlencode(query) if query else ''}"
        try:
            answer = self._http.request("GET", address, headers=self._headers)
        except urllib3.exceptions.HTTPError as error:
            reason = str(error).rpartition(": ")[2]
            raise Unreachable(
                f"{self.url} does not answer ({reason}); `make up` starts it"
            ) from None
        if answer.status != 200:
            text = answer.data.decode(errors="replace")[:300]
            raise Unreachable(f"{address} answered {answer.status}: {text}")
        try:
            return answer.json()
        except ValueError:
            raise Unreachable(f"{address} did not answer with JSON") from None

    def close(self) -> None:
        """Close every connection."""
        self._http.clear()
