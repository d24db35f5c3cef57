"""The jobs of the loop."""

from aiops.adapters.notify.channels import channels
from aiops.adapters.notify.sender import Sender
from aiops.adapters.observability.incidents import NotificationCounter
from aiops.adapters.prometheus import Prometheus
from aiops.adapters.storage.analysis import AnalysisStore
from aiops.adapters.storage.incidents.diagnoses import Diagnoses
from aiops.adapters.storage.incidents.rounds import Rounds
from aiops.adapters.storage.surroundings import StoredSurroundings
from aiops.domain.baselines.watch import WatchSettings
from aiops.domain.leases import Lease
from aiops.entrypoints.engine import Engine
from aiops.entrypoints.loop.analysis import NAME as ANALYSIS
from aiops.entrypoints.loop.analysis import AnalysisJob
from aiops.entrypoints.loop.retention import retention
from aiops.entrypoints.loop.runner import Job
from aiops.entrypoints.loop.saturation import EVERY_S as SATURATION_S
from aiops.entrypoints.loop.saturation import NAME as SATURATION
from aiops.entrypoints.loop.saturation import SaturationJob

# How soon what the analysis found is an incident.
_LOOK_S = 1.0


def jobs(engine: Engine) -> tuple[Job, ...]:
    """Return what *engine* does by itself."""
    return (
        _analysis(engine),
        *_saturation(engine),
        _incidents(engine),
        _diagnoses(engine),
        retention(engine),
        _notifications(engine),
    )


def _analysis(engine: Engine) -> Job:
    settings = engine.settings
    job = AnalysisJob(
        AnalysisStore(engine.database, length_s=settings.interval_s),
        WatchSettings(
            interval_s=settings.interval_s,
            season_s=settings.season_s,
            sensitivity=settings.sensitivity,
        ),
        engine.now_s,
        surroundings=StoredSurroundings(engine.database),
    )
    return Job(name=ANALYSIS, every_s=job.every_s, run=job.run)


def _saturation(engine: Engine) -> list[Job]:
    """Nothing without a Prometheus to ask."""
    url = engine.settings.prometheus_url
    if url is None:
        return []
    job = SaturationJob(
        engine.database,
        Prometheus(url),
        engine.now_s,
        season_s=engine.settings.season_s,
    )
    return [Job(name=SATURATION, every_s=SATURATION_S, run=job.run)]


def _incidents(engine: Engine) -> Job:
    rounds = Rounds(engine.database, engine.audience)

    def run(lease: Lease) -> None:
        rounds.once(engine.now_s(), lease)

    return Job(name="incidents", every_s=_LOOK_S, run=run)


def _diagnoses(engine: Engine) -> Job:
    diagnoses = Diagnoses(engine.database, remediation=engine.settings.remediation)

    def run(lease: Lease) -> None:
        diagnoses.once(engine.now_s(), lease)

    return Job(name="diagnoses", every_s=_LOOK_S, run=run)


def _notifications(engine: Engine) -> Job:
    notify = engine.settings.notify
    sender = Sender(
        engine.database,
        channels(notify),
        stack=engine.settings.stack,
        console_url=notify.console_url,
        counted=NotificationCounter(engine.registry).notified,
    )

    def run(lease: Lease) -> None:
        sender.once(engine.now_s(), lease)

    return Job(name="notifications", every_s=_LOOK_S, run=run)
