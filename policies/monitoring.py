"""What a stack's monitoring holds, read from the files that its containers mount."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from policies.model import CONTAINER, FOLDER, Stack

PROMETHEUS_FOLDER = "prometheus-config"
DASHBOARD_FOLDERS = ("grafana-dashboards", "previews-dashboards")
_CONFIG = "prometheus.yml"
_RULES = "rules/"
_RUNBOOKS = "consoles/"

Rule = Mapping[str, Any]


def services(stack: Stack) -> tuple[str, ...]:
    """Return the service of each container, once."""
    return tuple(dict.fromkeys(each.service for each in stack.of_type(CONTAINER)))


def jobs(stack: Stack) -> frozenset[str]:
    """Return what Prometheus scrapes, by the job that its series name."""
    text = _files(stack, PROMETHEUS_FOLDER).get(_CONFIG, "")
    configs = (yaml.safe_load(text) or {}).get("scrape_configs") or ()
    return frozenset(name for config in configs for name in _jobs_of(config))


def alerts(stack: Stack) -> tuple[Rule, ...]:
    """Return the alerting rules."""
    return tuple(rule for rule in _rules(stack) if "alert" in rule)


def records(stack: Stack) -> tuple[Rule, ...]:
    """Return the recording rules."""
    return tuple(rule for rule in _rules(stack) if "record" in rule)


def runbooks(stack: Stack) -> frozenset[str]:
    """Return the file names of the runbooks' pages."""
    files = _files(stack, PROMETHEUS_FOLDER)
    return frozenset(
        name.removeprefix(_RUNBOOKS) for name in files if name.startswith(_RUNBOOKS)
    )


def queries(stack: Stack) -> tuple[str, ...]:
    """Return the queries of all panels of all dashboards."""
    return tuple(
        expr
        for folder in DASHBOARD_FOLDERS
        for text in _files(stack, folder).values()
        for expr in _expressions(json.loads(text))
    )


def _jobs_of(config: Mapping[str, Any]) -> Iterator[str]:
    yield str(config["job_name"])
    for targets in config.get("static_configs") or ():
        # A team's own services share a job, and keep their names by this label.
        if "job" in (targets.get("labels") or {}):
            yield str(targets["labels"]["job"])


def _rules(stack: Stack) -> Iterator[Rule]:
    for name, text in _files(stack, PROMETHEUS_FOLDER).items():
        if name.startswith(_RULES):
            for group in (yaml.safe_load(text) or {}).get("groups") or ():
                yield from group.get("rules") or ()


def _files(stack: Stack, folder: str) -> dict[str, str]:
    """Return the files of a folder; none where it is not there, or not yet known."""
    found = stack.named(folder, FOLDER)
    files = found.inputs.get("files") if found else None
    if not isinstance(files, Mapping):
        return {}
    return {str(n): text for n, text in files.items() if isinstance(text, str)}


def _expressions(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        if isinstance(part.get("expr"), str):
            yield part["expr"]
        for each in part.values():
            yield from _expressions(each)
    elif isinstance(part, list):
        for each in part:
            yield from _expressions(each)
