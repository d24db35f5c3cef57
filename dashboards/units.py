"""Units of values, under Grafana's names."""

from enum import StrEnum

from grafana_foundation_sdk.models import units


class Unit(StrEnum):
    """The units in use; a value is always in Prometheus's base unit."""

    SECONDS = units.Seconds
    AGE = units.DurationSeconds
    REQUESTS_PER_SECOND = units.RequestsPerSecond
    PER_SECOND = units.OpsPerSecond
    SHARE = units.PercentUnit
    BYTES = units.BytesIEC
    BYTES_PER_SECOND = units.BytesPerSecondIEC
    COUNT = units.Short
    CORES = units.NoUnit
