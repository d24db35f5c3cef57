"""Pictures of the dashboards on Grafana's port, where Grafana does not run."""

from collections.abc import Mapping

from catalog.services import PREVIEWS, PROMETHEUS
from infra.specs import limits
from infra.specs.settings import Settings
from infra.specs.workload import Folder, HttpProbe, WorkloadSpec

DASHBOARDS_PATH = "/etc/previews/dashboards"


def previews(settings: Settings, dashboards: Mapping[str, str]) -> WorkloadSpec:
    """
    Return the workload that draws the dashboards.

    Args:
        dashboards: JSON by file name.
    """
    return WorkloadSpec(
        service=PREVIEWS,
        image="app",
        command=("-m", "previews", "serve"),
        env={
            "PREVIEWS_HOST": "0.0.0.0",  # noqa: S104 - inside the container
            "PREVIEWS_PORT": str(PREVIEWS.port),
            "PREVIEWS_PROMETHEUS_URL": f"http://{PROMETHEUS.name}:{PROMETHEUS.port}",
            "PREVIEWS_DASHBOARDS": DASHBOARDS_PATH,
            "PREVIEWS_SCRAPE_INTERVAL": settings.scrape_interval,
            "PREVIEWS_ENVIRONMENT": settings.stack,
        },
        limits=limits.PREVIEWS,
        probe=HttpProbe(port=PREVIEWS.port, path=PREVIEWS.health_path),
        folders=(
            Folder(
                name="previews-dashboards",
                path=DASHBOARDS_PATH,
                files=dashboards,
                polled=True,
            ),
        ),
        init=True,
    )
