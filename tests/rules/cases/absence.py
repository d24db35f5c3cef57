"""Each target and each metric that must not vanish, vanishing."""

from rules.absence import REQUIRED, TOLD
from tests.rules.scenarios import SILENT, Family, Firing, Scenario


def up(job, instance="a", owner="x"):
    return (
        f'up{{environment="dev", job="{job}", service="{job}", owner="{owner}",'
        f' instance="{instance}"}}'
    )


def missing_target(service):
    return Firing(
        labels={
            "severity": "critical",
            "environment": "${environment}",
            "job": service.name,
            "service": service.name,
            "owner": service.owner,
        },
        summary=f"{service.name} is no longer scraped",
        description=(
            f"Prometheus has 1 job without a target: {service.name}. It is neither up"
            " nor down, and its alerts cannot fire."
        ),
    )


def targets(name, vanishing):
    """Half of the targets vanish while the others are there, then come back down."""
    found = tuple(missing_target(service) for service in vanishing)
    return Scenario(
        alert="TargetMissing",
        name=f"fires two minutes after {name} target vanished, and resolves",
        series={
            up(each.name): "1x7 stale _x20 0x20" if each in vanishing else "1x60"
            for each in REQUIRED
        },
        expect={
            "1m30s": SILENT,
            "3m30s": SILENT,
            "4m": found,
            "7m": found,
            # Down is not missing: that is TargetDown's.
            "8m": SILENT,
        },
    )


def missing_metric(job, name):
    return Firing(
        labels={
            "severity": "warning",
            "environment": "dev",
            "job": job,
            "service": job,
            "owner": "x",
            "instance": "a",
            "metric": name,
        },
        summary=f"{job} no longer tells {name}",
        description=(
            f"a is up (1) but does not tell {name}: alerts on it stay silent."
        ),
    )


def told(job, instance, values):
    """All that *job* tells; products are also one of the shop's roles."""
    return {
        f'{name}{{job="{job}", instance="{instance}"}}': values
        for jobs, names in TOLD.items()
        for name in names
        if job in jobs.split("|")
    }


def metrics(jobs):
    job = jobs.split("|")[-1]
    found = tuple(missing_metric(job, name) for name in TOLD[jobs])
    vanishing = {
        f'{name}{{job="{job}", instance="a"}}': "1x7 stale _x26 1x20"
        for name in TOLD[jobs]
    }
    return Scenario(
        alert="MetricsMissing",
        name=f"fires five minutes after {job} stops telling something, and resolves",
        series={
            up(job): "1x60",
            up(job, "b"): "1x60",
            up(job, "down"): "0x60",
            # What it does not tell is not asked of it.
            up("another"): "1x60",
            **told(job, "b", "1x60"),
            **told(job, "a", "1x60"),
            **vanishing,
        },
        expect={
            "1m30s": SILENT,
            "6m30s": SILENT,
            "7m": found,
            "8m30s": found,
            "9m": SILENT,
        },
    )


FAMILIES = (
    Family(
        file="absence.yaml",
        every="30s",
        scenarios=(
            targets("every other", REQUIRED[::2]),
            targets("each remaining", REQUIRED[1::2]),
            *(metrics(jobs) for jobs in TOLD),
        ),
    ),
)
