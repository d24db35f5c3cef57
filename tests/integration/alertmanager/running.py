"""A real Alertmanager with the configuration that a stack would have."""

import json
import os
import secrets
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docker
import yaml
from docker.models.containers import Container

from infra.specs.alerting.messages import SECRETS_PATH
from infra.specs.alertmanager import CONFIG_PATH, files
from infra.specs.notifications import RECEIVE_URL
from infra.specs.settings import parse
from tests.e2e.waiting import eventually


@dataclass(frozen=True)
class Alertmanager:
    """One that runs in a container, on this machine's own network."""

    url: str
    container: Container

    def get(self, path: str) -> str:
        """Return the body at *path*."""
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return str(answer.read().decode())

    def post(self, *alerts: Mapping[str, Any]) -> None:
        """Hand *alerts* over, as Prometheus would."""
        request = urllib.request.Request(
            f"{self.url}/api/v2/alerts",
            json.dumps(alerts).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 200

    def alerts(self) -> list[Mapping[str, Any]]:
        """Return what it knows, with the state of each alert."""
        return list(json.loads(self.get("/api/v2/alerts")))


def alert(name: str, *, ended: bool = False, **labels: str) -> dict[str, Any]:
    """Return an alert with every annotation that the rules give."""
    moment = time.time() - 60
    found = {
        "labels": {"alertname": name, "environment": "dev", **labels},
        "annotations": {
            "summary": f"{name} <summary> & more",
            "description": f"{name} description with 5 %",
            "runbook_url": f"http://127.0.0.1:9090/consoles/{name}.html",
            "dashboard_url": f"http://127.0.0.1:3000/d/pharos-{name.lower()}",
        },
        "startsAt": _rfc3339(moment),
        "generatorURL": "http://127.0.0.1:9090/graph?g0.expr=up",
    }
    return {**found, "endsAt": _rfc3339(moment + 59)} if ended else found


@contextmanager
def alertmanager(
    engine: docker.DockerClient,
    image: str,
    folder: Path,
    port: int,
    *,
    raw: Mapping[str, Any],
    given: Mapping[str, str],
    page: str,
    pagerduty: str = "",
) -> Iterator[Alertmanager]:
    """
    Run Alertmanager as stack dev would, but that it waits less.

    Args:
        raw: The stack's settings.
        given: Secrets by file name.
        page: Where the page of notifications is in this test.
        pagerduty: Where PagerDuty is in this test.
    """
    config, hidden = folder / "config", folder / "secrets"
    texts = files(parse("dev", raw))
    for name, text in texts.items():
        (config / name).parent.mkdir(parents=True, exist_ok=True)
        (config / name).write_text(
            _hurried(text, page, pagerduty) if name.endswith(".yml") else text
        )
    hidden.mkdir()
    for name, secret in given.items():
        (hidden / name).write_text(f"{secret}\n")
    container = engine.containers.run(
        image,
        [
            f"--config.file={CONFIG_PATH}/alertmanager.yml",
            "--storage.path=/alertmanager",
            "--cluster.listen-address=",
            f"--web.listen-address=127.0.0.1:{port}",
        ],
        name=f"pharos-test-alertmanager-{secrets.token_hex(4)}",
        detach=True,
        # The files here are ours; and what is posted to 127.0.0.1 has to arrive.
        user=f"{os.getuid()}:{os.getgid()}",
        network_mode="host",
        read_only=True,
        tmpfs={"/alertmanager": "mode=1777"},
        volumes={
            str(config): {"bind": CONFIG_PATH, "mode": "ro"},
            str(hidden): {"bind": SECRETS_PATH, "mode": "ro"},
        },
    )
    running = Alertmanager(f"http://127.0.0.1:{port}", container)
    try:
        eventually(lambda: running.get("/-/ready"), "Alertmanager ready", within_s=60)
        yield running
    except BaseException:
        print(container.logs().decode())
        raise
    finally:
        container.remove(force=True, v=True)


def _hurried(text: str, page: str, pagerduty: str) -> str:
    document = yaml.safe_load(text.replace(RECEIVE_URL, page))
    if pagerduty:
        document["global"]["pagerduty_url"] = pagerduty
    routes = [document["route"]]
    for route in routes:
        routes += route.get("routes", ())
        if "group_wait" in route:
            route |= {"group_wait": "1s", "group_interval": "1s"}
    return str(yaml.safe_dump(document))


def _rfc3339(moment: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))
