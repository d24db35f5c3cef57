"""Prometheus's HTTP API."""

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from previews.errors import QueryError, SettingsError

TIMEOUT_S = 10.0
# An answer larger than that is a query without bounds, not a picture.
_MOST_BYTES = 32 * 1024 * 1024


class Prometheus:
    """
    A running Prometheus.

    Raises:
        SettingsError: When *url* is not http or https.
    """

    def __init__(self, url: str, timeout_s: float = TIMEOUT_S) -> None:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(
                f"{url!r} is not an address of Prometheus;"
                " give one such as http://127.0.0.1:9090"
            )
        self.url = url.rstrip("/")
        self._timeout_s = timeout_s

    def query(self, expr: str, at_s: float) -> Any:
        """Return ``data`` of an instant query."""
        return self._post("query", query=expr, time=f"{at_s:.3f}")

    def query_range(
        self, expr: str, start_s: float, end_s: float, step_s: float
    ) -> Any:
        """Return ``data`` of a range query."""
        return self._post(
            "query_range",
            query=expr,
            start=f"{start_s:.3f}",
            end=f"{end_s:.3f}",
            step=f"{step_s:g}",
        )

    def label_values(
        self, label: str, match: str, start_s: float, end_s: float
    ) -> list[str]:
        """Return the values of *label* on the series that *match* selects."""
        times = {"start": f"{start_s:.3f}", "end": f"{end_s:.3f}"}
        words = urllib.parse.urlencode(times | ({"match[]": match} if match else {}))
        path = f"label/{urllib.parse.quote(label, safe='')}/values?{words}"
        return [str(each) for each in self._ask(path, None)]

    def _post(self, path: str, **words: str) -> Any:
        timeout = f"{self._timeout_s:g}s"
        body = urllib.parse.urlencode({**words, "timeout": timeout}).encode()
        return self._ask(path, body)

    def _ask(self, path: str, body: bytes | None) -> Any:
        request = urllib.request.Request(f"{self.url}/api/v1/{path}", data=body)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=self._timeout_s) as answer:  # noqa: S310
                content = answer.read(_MOST_BYTES + 1)
        except urllib.error.HTTPError as error:
            with error:
                raise QueryError(_refusal(error)) from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            raise QueryError(
                f"no answer from {self.url} ({reason}); is Prometheus running there?"
            ) from error
        if len(content) > _MOST_BYTES:
            raise QueryError("an answer of more than 32 MiB; ask for fewer series")
        return _data(content)


def _data(content: bytes) -> Any:
    try:
        document = json.loads(content)
        if document["status"] == "success":
            return document["data"]
    except (ValueError, KeyError, TypeError) as error:
        raise QueryError(
            "the answer is not Prometheus's; does the address name another program?"
        ) from error
    raise QueryError(str(document.get("error") or "an error without a reason"))


def _refusal(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.loads(error.read(_MOST_BYTES))["error"])
    except (ValueError, KeyError, TypeError, OSError):
        return f"HTTP {error.code} {error.reason}"
