"""
The tables, as the queries see them; migrations create them.

A file of this folder that declares tables is imported here, so that `metadata` knows
all of them.
"""

from aiops.adapters.storage.tables import (
    access,
    analysis,
    forecasts,
    incidents,
    runtime,
    telemetry,
)
from aiops.adapters.storage.tables.base import metadata

__all__ = [
    "access",
    "analysis",
    "forecasts",
    "incidents",
    "metadata",
    "runtime",
    "telemetry",
]
