"""The job that removes what is not kept any longer."""

from aiops.adapters.storage.retention.rounds import Limits, Retention
from aiops.domain.leases import Lease
from aiops.entrypoints.engine import Engine
from aiops.entrypoints.loop.runner import Job

NAME = "retention"
EVERY_S = 60.0


def retention(engine: Engine) -> Job:
    """Return the job."""
    settings = engine.settings
    limits = Limits(
        raw_days=settings.raw_days,
        aggregated_days=settings.aggregated_days,
        max_mib=settings.max_database_mib,
    )
    rounds = Retention(engine.database, limits)

    def run(lease: Lease) -> None:
        removed = rounds.round(lease, engine.now_s())
        if removed.total:
            engine.log.event(
                "info",
                "retention",
                compacted=removed.compacted,
                expired=removed.expired,
                for_space=removed.for_space,
                aggregated=removed.aggregated,
            )

    return Job(name=NAME, every_s=EVERY_S, run=run)
