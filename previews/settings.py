"""How the live server runs: read once from the environment, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from catalog.services import PREVIEWS, PROMETHEUS
from previews.errors import SettingsError
from previews.model import durations


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """
    How the server runs.

    Attributes:
        dashboards: Folder of Grafana's JSON; looked at again when it changes.
        refresh_s: How long a drawn page is kept, and when browsers ask again.
        scrape_s: Prometheus's interval, which ``$__rate_interval`` follows.
        environment: Chosen where a page's address chooses none; "" takes the first.
    """

    dashboards: Path
    prometheus_url: str = f"http://127.0.0.1:{PROMETHEUS.port}"
    host: str = "127.0.0.1"
    port: int = PREVIEWS.port
    refresh_s: int = 30
    scrape_s: float = 15.0
    environment: str = ""


def from_environment(env: Mapping[str, str]) -> Settings:
    """
    Return the settings that *env* describes.

    Raises:
        SettingsError: Listing every mistake with its variable, value and fix.
    """
    mistakes: list[str] = []

    def number(name: str, default: int, most: int) -> int:
        text = env.get(name) or str(default)
        if text.isascii() and text.isdigit() and 1 <= int(text) <= most:
            return int(text)
        mistakes.append(f"{name}: {text!r} is not accepted; use 1 to {most}")
        return default

    def seconds(name: str, default: str) -> float:
        try:
            return durations.seconds(env.get(name) or default)
        except SettingsError as error:
            mistakes.append(f"{name}: {error}")
            return 1.0

    folder = Path(env.get("PREVIEWS_DASHBOARDS") or "dashboards/generated")
    if not folder.is_dir():
        mistakes.append(
            f"PREVIEWS_DASHBOARDS: {str(folder)!r} is not a folder;"
            " name the one with the dashboards' JSON"
        )
    default = Settings(dashboards=folder)
    settings = Settings(
        dashboards=folder,
        prometheus_url=env.get("PREVIEWS_PROMETHEUS_URL") or default.prometheus_url,
        host=env.get("PREVIEWS_HOST") or default.host,
        port=number("PREVIEWS_PORT", default.port, 65535),
        refresh_s=number("PREVIEWS_REFRESH_S", default.refresh_s, 3600),
        scrape_s=seconds("PREVIEWS_SCRAPE_INTERVAL", "15s"),
        environment=env.get("PREVIEWS_ENVIRONMENT") or "",
    )
    if mistakes:
        lines = "".join(f"\n  {mistake}" for mistake in mistakes)
        raise SettingsError(f"the previews cannot start:{lines}")
    return settings
