"""The watch's memory as bytes by operation, so that a restart forgets nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from aiops.domain.baselines.watch import SIGNALS, OperationWatch
from aiops.domain.windows.window import OperationKey

# Rises when what a column means changes: older states are learnt anew.
VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchState:
    """
    What a watch has learnt.

    Attributes:
        shape: What the columns depend on; a state of another shape is of no use.
        clock: What all operations share.
        columns: Numbers of each operation, as little-endian doubles.
    """

    shape: str
    clock: Mapping[str, Any]
    columns: Mapping[OperationKey, bytes]


def shape_of(watch: OperationWatch) -> str:
    """Return what the meaning of a column depends on."""
    settings = watch.settings
    return f"{VERSION}/{settings.interval_s:g}/{settings.season_s:g}"


def save(watch: OperationWatch) -> WatchState:
    """Return the state of *watch*."""
    table = np.concatenate(
        [part.saved() for part in watch.parts()]
        + [watch.detectors[signal].saved() for signal in SIGNALS]
    ).astype("<f8")
    columns = np.ascontiguousarray(table.T)
    return WatchState(
        shape=shape_of(watch),
        clock={
            "latency_context": watch.latency.context.clock,
            "traffic_context": watch.traffic.context.clock,
            **{signal.value: watch.detectors[signal].clock for signal in SIGNALS},
        },
        columns={key: columns[place].tobytes() for key, place in watch.names.items()},
    )


def restore(watch: OperationWatch, state: WatchState) -> bool:
    """
    Make a fresh *watch* continue where *state* was saved.

    Returns:
        Whether the state fits; where it does not the watch learns anew.
    """
    if state.shape != shape_of(watch) or not state.columns:
        return False
    for key in state.columns:
        watch.place_of(key)
    table = np.stack(
        [np.frombuffer(blob, dtype="<f8") for blob in state.columns.values()], axis=1
    )
    place = 0
    for part in watch.parts():
        part.restore(table[place : place + part.rows])
        place += part.rows
    for signal in SIGNALS:
        detector = watch.detectors[signal]
        detector.restore(table[place : place + detector.rows])
        place += detector.rows
        detector.clock = state.clock[signal.value]
    watch.latency.context.clock = state.clock["latency_context"]
    watch.traffic.context.clock = state.clock["traffic_context"]
    return True
