"""
The tables, as the queries see them; migrations create them.

A file of this folder that declares tables is imported here, so that `metadata` knows
all of them.
"""

from aiops.adapters.storage.tables import (
    access,
    analysis,
    incidents,
    runtime,
    telemetry,
)
from aiops.adapters.storage.tables.base import metadata

__all__ = ["access", "analysis", "incidents", "metadata", "runtime", "telemetry"]
