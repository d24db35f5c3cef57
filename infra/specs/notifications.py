"""The page of notifications, from the image that the shop has too."""

from catalog.services import NOTIFICATIONS, SHOP_GID
from infra.specs import limits
from infra.specs.settings import Settings
from infra.specs.workload import HttpProbe, Volume, WorkloadSpec

DATA_PATH = "/data"
JOURNAL = f"{DATA_PATH}/notifications.jsonl"
# Where Alertmanager delivers, inside the private network.
RECEIVE_URL = f"http://{NOTIFICATIONS.name}:{NOTIFICATIONS.port}/api/alerts"


def notifications(settings: Settings) -> WorkloadSpec:
    """Return the workload of the page that shows what Alertmanager delivers."""
    return WorkloadSpec(
        service=NOTIFICATIONS,
        image="app",
        command=("-m", "notifications"),
        env={
            "NOTIFICATIONS_HOST": "0.0.0.0",  # noqa: S104 - inside the container
            "NOTIFICATIONS_PORT": str(NOTIFICATIONS.port),
            "NOTIFICATIONS_JOURNAL": JOURNAL,
            "NOTIFICATIONS_STACK": settings.stack,
        },
        limits=limits.NOTIFICATIONS,
        probe=HttpProbe(port=NOTIFICATIONS.port, path=NOTIFICATIONS.health_path),
        volumes=(Volume(name="notifications", path=DATA_PATH, size_mib=64),),
        init=True,
        # The image gives /data to this group.
        gid=SHOP_GID,
    )
