"""One scenario for each target and each metric that must not vanish."""

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


def target(service):
    others = {up(other.name): "1x60" for other in REQUIRED if other != service}
    return Scenario(
        alert="TargetMissing",
        name=f"fires two minutes after {service.name} vanished, and resolves",
        series={**others, up(service.name): "1x7 stale _x20 0x20"},
        expect={
            "1m30s": SILENT,
            "3m30s": SILENT,
            "4m": missing_target(service),
            "7m": missing_target(service),
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


def metric(jobs, name):
    job = jobs.split("|")[-1]
    others = [other for other in TOLD if other != jobs]
    told = {
        f'{each}{{job="{job}", instance="a"}}': "1x60"
        for each in TOLD[jobs]
        if each != name
    }
    return Scenario(
        alert="MetricsMissing",
        name=f"fires five minutes after {name} vanished, and resolves",
        series={
            **told,
            up(job): "1x60",
            up(job, "tells"): "1x60",
            up(job, "down"): "0x60",
            # What others do not tell is not asked of them: in this scenario nothing is.
            **{up(other.split("|")[0], "down"): "0x60" for other in others},
            up("another"): "1x60",
            **{
                f'{each}{{job="{job}", instance="tells"}}': "1x60"
                for each in TOLD[jobs]
            },
            f'{name}{{job="{job}", instance="a"}}': "1x7 stale _x26 1x20",
            # Products are one of the shop's roles.
            **{
                f'{each}{{job="{job}", instance="{instance}"}}': "1x60"
                for told_by, names in TOLD.items()
                if told_by != jobs and job in told_by.split("|")
                for each in names
                for instance in ("a", "tells")
            },
        },
        expect={
            "1m30s": SILENT,
            "6m30s": SILENT,
            "7m": missing_metric(job, name),
            "8m30s": missing_metric(job, name),
            "9m": SILENT,
        },
    )


FAMILIES = (
    Family(
        file="absence.yaml",
        every="30s",
        scenarios=(
            *(target(service) for service in REQUIRED),
            *(metric(jobs, name) for jobs, names in TOLD.items() for name in names),
        ),
    ),
)
