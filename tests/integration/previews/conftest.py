"""A real Prometheus that makes its own data: rules stand in for a shop."""

import json
import secrets
import urllib.request

import pytest

from previews.data.prometheus import Prometheus
from tests.e2e.waiting import eventually
from tests.rules.promtool import resolved

# A second apart: a test has samples soon.
CONFIG = {
    "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
    "rule_files": ["/etc/prometheus/rules.yaml"],
}


def _rule(record, expr, **labels):
    return {"record": record, "expr": expr, "labels": {"environment": "test", **labels}}


RULES = [
    *(
        _rule("shop_requests", f"vector({rate}) + time() % 7", service=service)
        for service, rate in (("items", 3), ("payment", 12))
    ),
    *(
        _rule("shop_latency_bucket", f"vector({count})", le=le)
        for le, count in (("0.1", 2), ("0.5", 7), ("+Inf", 9))
    ),
    _rule("up", "vector(1)", service="items"),
]


@pytest.fixture(scope="session")
def prometheus(engine, tmp_path_factory):
    """Its client, once it has samples of half a dozen instants."""
    folder = tmp_path_factory.mktemp("prometheus")
    # Entered by the container's user.
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(0o755)
    (folder / "prometheus.yml").write_text(json.dumps(CONFIG))
    groups = {"groups": [{"name": "shop", "rules": RULES}]}
    (folder / "rules.yaml").write_text(json.dumps(groups))
    container = engine.containers.run(
        resolved()["prometheus"].reference,
        [
            "--config.file=/etc/prometheus/prometheus.yml",
            "--storage.tsdb.path=/tmp",
            "--web.listen-address=:9090",
        ],
        name=f"pharos-test-previews-{secrets.token_hex(4)}",
        detach=True,
        user="65534:65534",
        read_only=True,
        tmpfs={"/tmp": "mode=1777"},
        # Any free port of the machine, chosen by the engine.
        ports={"9090/tcp": ("127.0.0.1", None)},
        volumes={str(folder): {"bind": "/etc/prometheus", "mode": "ro"}},
    )
    try:
        container.reload()
        [bound] = container.ports["9090/tcp"]
        client = Prometheus(f"http://127.0.0.1:{bound['HostPort']}")
        eventually(lambda: _has_samples(client), "samples in Prometheus", within_s=120)
        yield client
    finally:
        container.remove(force=True, v=True)


def _has_samples(client):
    query = "min(count_over_time(shop_requests[1m]))"
    url = f"{client.url}/api/v1/query?query={urllib.request.quote(query)}"
    with urllib.request.urlopen(url, timeout=10) as answer:
        result = json.load(answer)["data"]["result"]
    assert result
    assert float(result[0]["value"][1]) >= 6
    return True
