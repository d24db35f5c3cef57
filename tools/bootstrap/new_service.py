"""What `make new-service` asks, and the entry that the answers make; pure."""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from catalog.own_entries import OwnServiceError, parse_all, refuse_clashes
from catalog.services import SERVICES
from tools.bootstrap.errors import BootstrapError

Ask = Callable[[str], str]
_HEADER = (
    "# Every key: docs/add-a-service.md. After a change: make gen, then make up.\n"
)


class NewServiceError(BootstrapError):
    """The answers make no entry that could be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    One key of an entry.

    Attributes:
        key: With its table, such as ``metrics.path``.
        default: What an empty answer means; None insists, "" leaves the key out.
        number: Whether the answer is written without quotes.
        words: Whether it is a list, written with commas.
    """

    key: str
    text: str
    default: str | None = ""
    number: bool = False
    words: bool = False

    @property
    def option(self) -> str:
        """Its name on the command line."""
        return "--" + self.key.replace(".", "-").replace("_", "-")


QUESTIONS = (
    Question(key="name", text="Name, in lower-case letters and hyphens", default=None),
    Question(key="description", text="What it does, in one line", default=None),
    Question(key="owner", text="Team that looks after it", default=None),
    Question(key="build", text="Folder with its Dockerfile (empty: it has an image)"),
    Question(key="image", text="Image, such as name:1.2 (empty: it is built)"),
    Question(key="port", text="Port that it listens on", default=None, number=True),
    Question(key="health_path", text="Path that answers 2xx while it is well"),
    Question(key="callers", text="Services that call it, with commas", words=True),
    Question(key="routes", text="Paths on the front door, with commas", words=True),
    Question(
        key="published_port", text="Port on 127.0.0.1 (empty: private)", number=True
    ),
    Question(key="memory_mib", text="Memory limit in MiB", default="128", number=True),
    Question(key="metrics.path", text="Path of its metrics (empty: it has none)"),
    Question(
        key="metrics.requests",
        text="Counter of answers (empty: app_requests_total, as the shop)",
    ),
    Question(key="metrics.status_label", text="Its label with the HTTP status"),
    Question(key="metrics.endpoint_label", text="Its label with the route"),
    Question(key="metrics.latency", text="Histogram of seconds, without _bucket"),
    Question(
        key="objective.availability",
        text="Share of answers that are no 5xx",
        default="0.99",
        number=True,
    ),
    Question(
        key="objective.latency",
        text="Share of answers within the time below",
        default="0.95",
        number=True,
    ),
    Question(
        key="objective.latency_s",
        text="That time in seconds; one of the histogram's buckets",
        default="0.5",
        number=True,
    ),
)


def options() -> argparse.ArgumentParser:
    """Return the parser of the answers that are given on the command line."""
    parser = argparse.ArgumentParser(prog="make new-service ARGS=…")
    for question in QUESTIONS:
        parser.add_argument(question.option, dest=question.key, help=question.text)
    return parser


def answers(words: Sequence[str], ask: Ask | None) -> Mapping[str, str]:
    """
    Return the answer to each question: given in *words*, asked for, or its default.

    Args:
        ask: Asks somebody; None where nobody is there.

    Raises:
        NewServiceError: When one that is needed was not given and cannot be asked for.
    """
    given = vars(options().parse_args(list(words)))
    found: dict[str, str] = {}
    for question in QUESTIONS:
        # Once somebody has begun to answer by options, the rest are defaults.
        answer = given[question.key]
        if answer is None and ask is not None:
            answer = ask(_prompt(question)).strip()
        found[question.key] = answer or question.default or ""
    lacking = [q.option for q in QUESTIONS if q.default is None and not found[q.key]]
    if lacking:
        raise NewServiceError(f"{', '.join(lacking)}: give them in ARGS, or answer")
    return found


def entry(found: Mapping[str, str]) -> str:
    """
    Return the text of the entry.

    Raises:
        NewServiceError: When the catalog refuses it; says why, key by key.
    """
    tables: dict[str, list[str]] = {"": []}
    for question in QUESTIONS[1:]:
        table, _, key = question.key.rpartition(".")
        value = found[question.key]
        if value and (table != "metrics" or found["metrics.path"]):
            tables.setdefault(table, []).append(f"{key} = {_value(question, value)}")
    text = _HEADER + "\n".join(
        (f"\n[{table}]\n" if table else "") + "\n".join(lines)
        for table, lines in tables.items()
    )
    _check(found["name"], text + "\n")
    return text + "\n"


def _check(name: str, text: str) -> None:
    try:
        refuse_clashes(SERVICES, parse_all({name: text}))
    except OwnServiceError as error:
        raise NewServiceError(f"nothing was written:\n{error}") from error


def _value(question: Question, value: str) -> str:
    if question.words:
        return json.dumps([word.strip() for word in value.split(",") if word.strip()])
    # What is no number stays one mistake of the entry, told with the others.
    number = value.isascii() and value.replace(".", "", 1).isdigit()
    return value if question.number and number else json.dumps(value)


def _prompt(question: Question) -> str:
    default = f" [{question.default}]" if question.default else ""
    return f"{question.text}{default}: "
