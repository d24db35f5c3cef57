"""The prober: asks every published endpoint as a user would, from inside."""

from catalog.services import BLACKBOX
from infra.specs import limits
from infra.specs.documents import to_yaml
from infra.specs.workload import Folder, HttpProbe, WorkloadSpec

CONFIG_PATH = "/etc/blackbox"
CONFIG_FOLDER = "blackbox-config"
# Certificates are verified: one that a browser refuses is no reachable endpoint.
HTTP_MODULE = "http_2xx"
# The scrape's own limit is shorter where it is set to less.
TIMEOUT_S = 5


def blackbox() -> WorkloadSpec:
    """Return the prober's workload."""
    return WorkloadSpec(
        service=BLACKBOX,
        image="blackbox",
        command=(
            f"--config.file={CONFIG_PATH}/blackbox.yml",
            f"--web.listen-address=:{BLACKBOX.port}",
            "--log.format=json",
        ),
        env=limits.go_environment(limits.BLACKBOX),
        limits=limits.BLACKBOX,
        probe=HttpProbe(port=BLACKBOX.port, path=BLACKBOX.health_path),
        folders=(
            Folder(
                name=CONFIG_FOLDER,
                path=CONFIG_PATH,
                files={"blackbox.yml": configuration()},
            ),
        ),
        # No port is published to read the outcome of a signal from. It keeps nothing,
        # so new modules restart it, and the health check proves them.
        reload=None,
    )


def configuration() -> str:
    """Return ``blackbox.yml``: one way to ask."""
    document = {
        "modules": {
            HTTP_MODULE: {
                "prober": "http",
                "timeout": f"{TIMEOUT_S}s",
                "http": {
                    "method": "GET",
                    # The networks of containers have no IPv6 unless it is set up.
                    "preferred_ip_protocol": "ip4",
                },
            }
        }
    }
    return to_yaml(document, comment="Written from the catalog by infra/specs.")
