"""Resources that no policy objects to, to be changed by one thing."""

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


def prometheus(*flags, mounts=None):
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


def stack(*resources, name="staging"):
    return Stack(name=name, resources=resources)
