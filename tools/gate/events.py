"""What a preview says of policies, read from the engine's own events."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

Event = Mapping[str, Any]

_MANDATORY = "mandatory"
_SUMMARIES = ("policyAnalyzeSummaryEvent", "policyAnalyzeStackSummaryEvent")
_COLOUR = re.compile(r"<\{%.*?%\}>")


def parse(text: str) -> list[Event]:
    """Return the events of a log, one JSON object per line."""
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def refusals(events: Iterable[Event]) -> list[str]:
    """Return a line per violation of a mandatory policy: policy, resource, fix."""
    return [
        f"{event['policyName']}: {_message(event)}"
        for event in _violations(events)
        if event["enforcementLevel"] == _MANDATORY
    ]


def could_not_run(events: Collection[Event], policies: Iterable[str]) -> list[str]:
    """
    Return a line per policy that gave no verdict.

    Pulumi turns a mandatory policy that met a value unknown at preview into advice,
    and goes on. Ours are all mandatory: advice is a policy that has not decided.

    Args:
        policies: Names of those that have to have run.
    """
    ran = {name for event in events for name in _ran(event)}
    advice = [
        f"{event['policyName']}: {_message(event)}"
        for event in _violations(events)
        if event["enforcementLevel"] != _MANDATORY
    ]
    silent = [
        f"{name}: the policy pack has not run it"
        for name in policies
        if name not in ran
    ]
    return sorted({*advice, *silent})


def _violations(events: Iterable[Event]) -> Iterator[Event]:
    return (event["policyEvent"] for event in events if "policyEvent" in event)


def _ran(event: Event) -> Iterator[str]:
    for kind in _SUMMARIES:
        found = event.get(kind, {})
        yield from (*(found.get("passed") or ()), *(found.get("failed") or ()))


def _message(event: Event) -> str:
    # Description and message come as one text, on lines of their own.
    text = _COLOUR.sub("", str(event["message"]))
    return " ".join(line.strip() for line in text.splitlines() if line.strip())
