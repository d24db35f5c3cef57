"""Resources that no policy objects to, to be changed by one thing."""

import json

import yaml

from policies.model import CONTAINER, FOLDER, VOLUME, Resource, Stack

LABELS = {
    "pharos.stack": "staging",
    "pharos.service": "items",
    "pharos.owner": "shop",
}


def labels(**changed):
    found = {**LABELS, **{f"pharos.{key}": value for key, value in changed.items()}}
    return [{"label": k, "value": v} for k, v in found.items() if v is not None]


def container(name="items", **changed):
    inputs = {
        "image": "sha256:" + 64 * "a",
        "user": "10001:10000",
        "readOnly": True,
        "capabilities": {"drops": ["ALL"]},
        "securityOpts": ["no-new-privileges"],
        "networkMode": "bridge",
        "memory": 256,
        "memorySwap": 256,
        "cpus": "0.5",
        "ulimits": [{"name": "nproc", "soft": 64, "hard": 64}],
        "healthcheck": {"tests": ["CMD", "/bin/hc", "8000", "/health/ready"]},
        "ports": [{"internal": 8000, "external": 8080, "ip": "127.0.0.1"}],
        "envs": ["SHOP_ROLES=items", "SHOP_SIMULATION_TOKEN_FILE=/run/secrets/token"],
        "command": ["-m", "app"],
        "mounts": [
            {"type": "volume", "source": "data", "target": "/data"},
            {
                "type": "bind",
                "source": "/state/stacks/staging/files/items-secrets",
                "target": "/run/secrets",
                "readOnly": True,
            },
        ],
        "logDriver": "json-file",
        "logOpts": {"max-size": "10m", "max-file": "3"},
        "labels": labels(),
        "mustRun": True,
        **changed,
    }
    return Resource(
        type=CONTAINER,
        name=name,
        inputs={key: value for key, value in inputs.items() if value is not None},
    )


def prometheus(*flags, mounts=None, budget="10240"):
    command = {
        "--storage.tsdb.path": "/prometheus",
        "--storage.tsdb.retention.time": "15d",
        "--storage.tsdb.retention.size": "8192MB",
        **dict(flag.split("=", 1) for flag in flags),
    }
    volume = {"type": "volume", "source": "samples", "target": "/prometheus"}
    return container(
        "prometheus",
        command=[f"{key}={value}" for key, value in command.items() if value],
        mounts=[volume] if mounts is None else mounts,
        labels=[*labels(), {"label": "pharos.volume.samples", "value": budget}],
    )


def volume(*, protected=True, **changed):
    inputs = {"name": "data", "labels": labels(), **changed}
    return Resource(type=VOLUME, name="data", inputs=inputs, protected=protected)


def alertmanager_config(text):
    return Resource(
        type=FOLDER,
        name="alertmanager-config",
        inputs={"files": {"alertmanager.yml": text}},
    )


ALERT = {
    "alert": "TargetDown",
    "expr": "up == 0",
    "annotations": {"runbook_url": "${runbooks}/TargetDown.html"},
}
BURN = {
    "alert": "Burns",
    "expr": " and ".join(
        f'service_slo:objective:ratio{{slo="{slo}"}} > 0'
        for slo in ("availability", "latency")
    ),
    "annotations": {"runbook_url": "${runbooks}/TargetDown.html"},
}
OBJECTIVES = [
    {
        "record": "service_slo:objective:ratio",
        "expr": 'up{job=~"items|payment"} * 0.99',
        "labels": {"slo": slo},
    }
    for slo in ("availability", "latency")
]


def files(name, **texts):
    return Resource(type=FOLDER, name=name, inputs={"files": texts})


def monitoring(
    *,
    jobs=("items", "payment", "container-exporter", "gateway", "prometheus"),
    rules=(ALERT, BURN, *OBJECTIVES),
    runbooks=("TargetDown.html",),
):
    config = {"scrape_configs": [{"job_name": job} for job in jobs]}
    return files(
        "prometheus-config",
        **{
            "prometheus.yml": yaml.safe_dump(config),
            "rules/all.yaml": yaml.safe_dump({"groups": [{"rules": list(rules)}]}),
            **{f"consoles/{page}": "<h1>" for page in runbooks},
        },
    )


def dashboards(*queries):
    panels = [{"targets": [{"expr": query}]} for query in queries]
    return files(
        "grafana-dashboards", **{"health.json": json.dumps({"panels": panels})}
    )


SHOWN = 'up{service=~"$service"}'


def stack(*resources, name="staging"):
    """A stack that is watched, unless the resources say otherwise."""
    given = {each.name for each in resources}
    watched = [
        each for each in (monitoring(), dashboards(SHOWN)) if each.name not in given
    ]
    return Stack(name=name, resources=[*resources, *watched])
