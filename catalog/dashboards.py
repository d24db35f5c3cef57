"""Dashboards by their uid, which is what links are made of."""

from enum import StrEnum


class Dashboard(StrEnum):
    """Every dashboard; the value is its uid, which never changes."""

    OVERVIEW = "pharos-overview"
    BUSINESS = "pharos-business"
    HEALTH = "pharos-health"
    RESOURCES = "pharos-resources"
    SLO = "pharos-slo"
    MONITORING = "pharos-monitoring"
    ALERTS = "pharos-alerts"
    TELEMETRY = "pharos-telemetry"
    AIOPS = "pharos-aiops"
    INCIDENTS = "pharos-incidents"
    ROOT_CAUSE = "pharos-root-cause"
    # Only in stacks with PostgreSQL.
    POSTGRES = "pharos-postgres"
