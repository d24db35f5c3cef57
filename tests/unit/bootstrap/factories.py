"""Things of the bootstrap, with keywords for what a test is about."""

import json
from pathlib import Path

from tools.bootstrap.backend import CONTAINER
from tools.bootstrap.engine import Container
from tools.bootstrap.engine_choice import Machine
from tools.bootstrap.places import Places
from tools.bootstrap.pulumi_choice import OnPath


def a_machine(**changes):
    fields = {
        "system": "Linux",
        "distribution": frozenset({"debian"}),
        "root": True,
        "wsl": False,
        "chosen": "",
        "dockerd": False,
        "docker_cli": False,
    }
    return Machine(**(fields | changes))


def a_pulumi(*, version=(3, 220, 1), host=True):
    return OnPath(path=Path("/opt/pulumi/pulumi"), version=version, host=host)


def a_container(**changes):
    fields = {
        "id": "0123",
        "name": "web",
        "stack": "",
        "service": "",
        "state": "running",
        "status": "Up 3 minutes (healthy)",
        "ports": (),
    }
    return Container(**(fields | changes))


def places_in(folder: Path) -> Places:
    checkout = folder / "checkout"
    checkout.mkdir(exist_ok=True)
    return Places(checkout=checkout, home=folder / "home", cache=folder / "cache")


def a_checkpoint(*, resources=(), pending=(), containers=(), encryption="passphrase"):
    """
    Text of a state file.

    Pending are (doing, urn, type, inputs), containers are (id, name).
    """
    latest = {
        "resources": [
            *({"urn": urn} for urn in resources),
            *(
                {
                    "urn": f"u::{name}",
                    "type": CONTAINER,
                    "id": id_,
                    "outputs": {"name": name},
                }
                for id_, name in containers
            ),
        ],
        "secrets_providers": {"type": encryption},
        "pending_operations": [
            {"type": doing, "resource": {"urn": urn, "type": kind, "inputs": inputs}}
            for doing, urn, kind, inputs in pending
        ],
    }
    return json.dumps({"version": 3, "checkpoint": {"latest": latest}})
