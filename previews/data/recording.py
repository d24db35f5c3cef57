"""Answers kept in a file, so that a picture can be drawn again."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from previews.data.source import Source
from previews.errors import QueryError, RecordingError

VERSION = 1


def _key(*parts: object) -> str:
    return "|".join(str(part) for part in parts)


class Recorder:
    """Passes questions on to *source* and keeps the answers, refusals too."""

    def __init__(self, source: Source, at_s: float) -> None:
        self._source = source
        self._at_s = at_s
        self._answers: dict[str, Any] = {}
        self._lock = threading.Lock()

    def query(self, expr: str, at_s: float) -> Any:
        """Return ``data`` of an instant query."""
        key = _key("query", expr)
        return self._kept(key, lambda: self._source.query(expr, at_s))

    def query_range(
        self, expr: str, start_s: float, end_s: float, step_s: float
    ) -> Any:
        """Return ``data`` of a range query."""
        return self._kept(
            _key("range", f"{end_s - start_s:g}", f"{step_s:g}", expr),
            lambda: self._source.query_range(expr, start_s, end_s, step_s),
        )

    def label_values(
        self, label: str, match: str, start_s: float, end_s: float
    ) -> list[str]:
        """Return the values of *label* on the series that *match* selects."""
        found = self._kept(
            _key("label", label, match),
            lambda: self._source.label_values(label, match, start_s, end_s),
        )
        return list(found)

    def _kept(self, key: str, ask: Callable[[], Any]) -> Any:
        try:
            data = ask()
        except QueryError as error:
            self._keep(key, {"error": str(error)})
            raise
        self._keep(key, {"data": data})
        return data

    def _keep(self, key: str, answer: dict[str, Any]) -> None:
        with self._lock:
            self._answers[key] = answer

    def save(self, path: Path) -> None:
        """
        Write all answers to *path*.

        Raises:
            RecordingError: When it cannot be written.
        """
        document = {"version": VERSION, "at_s": self._at_s, "answers": self._answers}
        try:
            path.write_text(json.dumps(document, sort_keys=True, indent=1) + "\n")
        except OSError as error:
            raise RecordingError(
                f"cannot write {path}: {error.strerror}; choose another file"
            ) from error


class Recording:
    """
    Answers from a file.

    Attributes:
        at_s: Unix time at which they were recorded.

    Raises:
        RecordingError: When *path* is not such a file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            if document["version"] != VERSION:
                raise RecordingError(
                    f"{path}: version {document['version']!r}; record it again"
                )
            self.at_s = float(document["at_s"])
            self._answers = dict(document["answers"])
        except OSError as error:
            raise RecordingError(f"cannot read {path}: {error.strerror}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise RecordingError(
                f"{path} is not a recording ({error!r}); make one with --record"
            ) from error

    def query(self, expr: str, at_s: float) -> Any:
        """Return ``data`` of an instant query."""
        del at_s
        return self._answer(_key("query", expr))

    def query_range(
        self, expr: str, start_s: float, end_s: float, step_s: float
    ) -> Any:
        """Return ``data`` of a range query."""
        return self._answer(_key("range", f"{end_s - start_s:g}", f"{step_s:g}", expr))

    def label_values(
        self, label: str, match: str, start_s: float, end_s: float
    ) -> list[str]:
        """Return the values of *label* on the series that *match* selects."""
        del start_s, end_s
        return list(self._answer(_key("label", label, match)))

    def _answer(self, key: str) -> Any:
        answer = self._answers.get(key)
        if not isinstance(answer, dict) or not answer.keys() & {"data", "error"}:
            raise QueryError(
                f"{self._path.name} has no answer to this; record again with --record"
            )
        if "error" in answer:
            raise QueryError(str(answer["error"]))
        return answer["data"]
