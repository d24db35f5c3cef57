"""Which endpoints are probed, and Prometheus's job that has them probed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.probes import EXTERNAL, PROBE_JOB
from catalog.services import BLACKBOX, GATEWAY, SHOP_ROLES, Kind, Service
from infra.specs.blackbox import HTTP_MODULE
from infra.specs.gateway import role_health
from infra.specs.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """
    One URL that has to answer.

    Attributes:
        service: Whose endpoint it is.
    """

    url: str
    service: str
    owner: str


def endpoints(running: Iterable[Service], settings: Settings) -> tuple[Endpoint, ...]:
    """
    Return what is published, each role through the front door, and added URLs.

    A team's own service is probed whether it is published or not.
    """
    published = [
        service
        for service in running
        if service.is_published or service.kind is Kind.OWN
    ]
    return (
        *(_endpoint(each, each.port, each.health_path) for each in published),
        *(
            Endpoint(
                url=f"http://{GATEWAY.name}:{GATEWAY.port}{role_health(role)}",
                service=role.name,
                owner=role.owner,
            )
            for role in SHOP_ROLES
        ),
        *(
            Endpoint(url=url, service=EXTERNAL, owner=BLACKBOX.owner)
            for url in settings.probe_urls
        ),
    )


def job(probed: Iterable[Endpoint], settings: Settings) -> Mapping[str, Any]:
    """Return the scrape job that asks the prober for each endpoint."""
    return {
        "job_name": PROBE_JOB,
        "metrics_path": "/probe",
        "params": {"module": [HTTP_MODULE]},
        "static_configs": [
            {
                "targets": [endpoint.url],
                "labels": {
                    "service": endpoint.service,
                    "owner": endpoint.owner,
                    "environment": settings.stack,
                },
            }
            for endpoint in probed
        ],
        "relabel_configs": [
            {"source_labels": ["__address__"], "target_label": "__param_target"},
            {"source_labels": ["__param_target"], "target_label": "instance"},
            {
                "target_label": "__address__",
                "replacement": f"{BLACKBOX.name}:{BLACKBOX.port}",
            },
        ],
    }


def _endpoint(service: Service, port: int, path: str) -> Endpoint:
    return Endpoint(
        url=f"http://{service.name}:{port}{path}",
        service=service.name,
        owner=service.owner,
    )
