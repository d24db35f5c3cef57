"""
Reads Nezha's TrainTicket faults: traces and logs.

Source: Yu et al.: Nezha (ESEC/FSE 2023).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiops.adapters.datasets.files import DatasetError, exists, read_rows
from aiops.domain.rootcause.behaviour import Behaviour
from aiops.domain.rootcause.spans import LogRecord, Span
from aiops.domain.rootcause.templates import is_error, template
from aiops.domain.rootcause.traces import Telemetry

_MINUTES = 3  # files per fault


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceCase:
    """What an analysis of one fault may read."""

    name: str
    normal: Behaviour
    around: Telemetry
    onset_s: float


def read_cases(root: Path) -> Iterator[TraceCase]:
    """
    Yield every fault below *root*.

    Raises:
        DatasetError: There is no fault list, or a file is not as described.
    """
    lists = sorted(root.glob("rca_data/*/*-fault_list.json"))
    if not lists:
        raise DatasetError(
            f"{root} holds no rca_data/*/*-fault_list.json; is it the Nezha folder?"
        )
    for listed in lists:
        day = listed.parent
        normal = _fault_free(root / "construct_data" / day.name).observed()
        hours = json.loads(listed.read_text(encoding="utf-8"))
        for fault in (fault for faults in hours.values() for fault in faults):
            onset = datetime.fromisoformat(fault["inject_time"]).replace(tzinfo=UTC)
            yield TraceCase(
                name=fault["inject_time"].replace(" ", "/"),
                normal=normal,
                around=_minutes(day, onset),
                onset_s=onset.timestamp(),
            )


def service_of(pod: str) -> str:
    """Return the name of a pod without its replica set's and its own suffix."""
    return pod.rsplit("-", 2)[0]


def _fault_free(folder: Path) -> Telemetry:
    traces = sorted(folder.glob("trace/*_trace.csv*"))
    if not traces:
        raise DatasetError(f"{folder} holds no trace/*_trace.csv")
    return _read(folder, [path.name.partition("_trace")[0] for path in traces])


def _minutes(day: Path, onset: datetime) -> Telemetry:
    minutes = [onset + timedelta(minutes=number) for number in range(_MINUTES)]
    return _read(day, [f"{minute:%H_%M}" for minute in minutes])


def _read(folder: Path, minutes: list[str]) -> Telemetry:
    # A file may hold its neighbour's spans again.
    spans: dict[tuple[str, str], Span] = {}
    logs: list[LogRecord] = []
    for minute in minutes:
        if exists(path := folder / "trace" / f"{minute}_trace.csv"):
            spans.update({(span.trace, span.span): span for span in _spans(path)})
        if exists(path := folder / "log" / f"{minute}_log.csv"):
            logs.extend(_logs(path))
    if not spans:
        raise DatasetError(f"{folder}/trace holds none of the minutes {minutes}")
    return Telemetry(spans=list(spans.values()), logs=logs)


def _spans(path: Path) -> Iterator[Span]:
    rows = read_rows(path)
    next(rows)
    for trace, span, parent, pod, operation, start_ns, _, duration_us in rows:
        yield Span(
            trace=trace,
            span=span,
            parent="" if parent == "root" else parent,
            service=service_of(pod),
            operation=operation,
            start_s=int(start_ns) / 1e9,
            duration_s=int(duration_us) / 1e6,
        )


def _logs(path: Path) -> Iterator[LogRecord]:
    rows = read_rows(path)
    next(rows)
    for _, time_ns, _, pod, _, trace, span, packed in rows:
        line = _line(packed)
        yield LogRecord(
            trace=trace,
            span=span,
            service=service_of(pod),
            time_s=int(time_ns) / 1e9,
            template=template(line),
            error=is_error(line),
        )


def _line(packed: str) -> str:
    try:
        return str(json.loads(packed)["log"])
    except (ValueError, KeyError, TypeError):
        return packed
