"""The environment, read once into a frozen object."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from catalog.services import CONTAINER_EXPORTER
from exporter.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """
    How the exporter runs.

    Attributes:
        cgroup_root: Where the machine's ``/sys/fs/cgroup`` is mounted.
        names_file: JSON, ``{"<64 hex digits>": {"service": …, "name": …}}``; read
            again when it changes, and may be missing.
    """

    cgroup_root: Path = Path("/host/cgroup")
    names_file: Path = Path("/etc/exporter/names.json")
    host: str = "127.0.0.1"
    port: int = CONTAINER_EXPORTER.port


def from_environment(env: Mapping[str, str]) -> Settings:
    """
    Return the settings that *env* describes.

    Raises:
        SettingsError: Listing every mistake with its variable, value and fix.
    """
    defaults = Settings()
    mistakes: list[str] = []
    root = Path(env.get("EXPORTER_CGROUP_ROOT") or defaults.cgroup_root)
    if not root.is_dir():
        mistakes.append(
            f"EXPORTER_CGROUP_ROOT: {str(root)!r} is not a folder; "
            "mount the machine's /sys/fs/cgroup there, read-only"
        )
    port = env.get("EXPORTER_PORT") or str(defaults.port)
    if not _is_port(port):
        mistakes.append(
            f"EXPORTER_PORT: {port!r} is not a port; give a number from 1 to 65535"
        )
    if mistakes:
        raise SettingsError(mistakes)
    return Settings(
        cgroup_root=root,
        names_file=Path(env.get("EXPORTER_NAMES_FILE") or defaults.names_file),
        host=env.get("EXPORTER_HOST") or defaults.host,
        port=int(port),
    )


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 1 <= int(text) <= 65535
