"""What log lines of the same origin have in common."""

import re

_SEVERITY = re.compile(r"\b(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\b")
# Logger and line, as the usual layouts of log4j, logback and glog print them.
_ORIGIN = re.compile(r"(?<!\S)([\w.$\[\]/-]+[#:][0-9]+)(?!\S)", re.ASCII)
_IDENTIFIER = re.compile(r"\b[0-9a-fA-F-]{16,}\b|[0-9]+")
_LONGEST = 60
_ERRORS = frozenset({"ERROR", "FATAL", "CRITICAL"})


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

    Where the line names its logger and line number they are taken, else its first
    characters with numbers and identifiers masked.
    """
    level = _SEVERITY.search(line)
    rest = line[level.end() :] if level else line
    origin = _ORIGIN.search(rest[:_LONGEST])
    text = origin.group(1) if origin else _IDENTIFIER.sub("#", rest.strip())[:_LONGEST]
    return f"{level.group(1)} {text}" if level else text
