"""What log lines of the same origin have in common."""

import json
import re
from collections.abc import Mapping
from typing import Any

_SEVERITY = re.compile(r"\b(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\b")
# Logger and line, as the usual layouts of log4j, logback and glog print them.
_ORIGIN = re.compile(r"(?<!\S)([\w.$\[\]/-]+[#:][0-9]+)(?!\S)", re.ASCII)
_IDENTIFIER = re.compile(r"\b[0-9a-fA-F-]{16,}\b|[0-9]+")
_LONGEST = 60
_ERRORS = frozenset({"ERROR", "FATAL", "CRITICAL"})
# Before what a span's own error says.
ERROR_WORD = "ERROR "
NO_ANSWER = f"{ERROR_WORD}gives no answer"
# Names that structured loggers use, the most specific first.
_LEVELS = ("severity_text", "severity", "level", "levelname", "lvl")
_MESSAGES = ("message", "event", "msg", "body")
# What tells one failure from another, and has few values.
_TELLING = re.compile(r"error|exception|reason|status|code|method|route|endpoint")
_COMMON = re.compile(r"time|trace|span|logger|thread|host|service|pid|version")
_MOST_FIELDS, _LONGEST_VALUE, _STATUS_DIGITS = 4, 40, 3


def severity(line: str) -> str:
    """Return the first severity that *line* names, or an empty string."""
    found = _SEVERITY.search(line)
    return found.group(1) if found else ""


def is_error(line: str) -> bool:
    """Tell whether *line* names a severity of ERROR or above."""
    return severity(line) in _ERRORS


def template(line: str) -> str:
    """
    Return the severity of *line* and where it comes from.

    Of a JSON object its message is taken, with the fields that tell failures apart and
    the names of those that vary. Where the line names its logger and line number they
    are taken, else its first characters with numbers and identifiers masked.
    """
    fields = _fields(line)
    if fields is not None:
        return _structured(fields)
    level = _SEVERITY.search(line)
    rest = line[level.end() :] if level else line
    origin = _ORIGIN.search(rest[:_LONGEST])
    text = origin.group(1) if origin else _IDENTIFIER.sub("#", rest.strip())[:_LONGEST]
    return f"{level.group(1)} {text}" if level else text


def _fields(line: str) -> Mapping[str, Any] | None:
    """Return the fields of a JSON object that has a message, else None."""
    if not line.startswith("{"):
        return None
    try:
        found = json.loads(line)
    except ValueError:
        return None
    named = isinstance(found, dict) and any(
        isinstance(found.get(name), str) for name in _MESSAGES
    )
    return found if named else None


def _structured(fields: Mapping[str, Any]) -> str:
    level = next((str(fields[name]).upper() for name in _LEVELS if name in fields), "")
    name = next(n for n in _MESSAGES if isinstance(fields.get(n), str))
    message = _IDENTIFIER.sub("#", fields[name].strip())[:_LONGEST]
    rest = sorted(set(fields) - {name, *_LEVELS})
    shown = [key for key in rest if not _COMMON.search(key.lower())]
    words = [_field(key, fields[key]) for key in shown[:_MOST_FIELDS]]
    return " ".join(word for word in (level, message, *words) if word)


def _field(key: str, value: Any) -> str:
    """Return a field that tells failures apart with its value, else its name."""
    telling = isinstance(value, str | int | bool) and _TELLING.search(key.lower())
    if not telling or len(str(value)) > _LONGEST_VALUE:
        return key
    text = str(value)
    # A number of three digits is a status; a longer one, or part of a word, varies.
    status = text.isascii() and text.isdigit() and len(text) <= _STATUS_DIGITS
    return f"{key}={text if status else _IDENTIFIER.sub('#', text)}"
