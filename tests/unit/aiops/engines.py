"""Engines on a new SQLite file, with one key per scope."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiops.adapters.keys.folder import FolderKeys
from aiops.adapters.observability.logs import JsonLog
from aiops.adapters.observability.metrics import new_registry
from aiops.adapters.storage.database import Database
from aiops.adapters.storage.migrate import migrate
from aiops.entrypoints.engine import Engine
from aiops.settings import Settings

KEYS = {
    name: f"{name}-{'k' * 32}"
    for name in ("collector", "alertmanager", "prometheus", "remediation", "console")
}


def write_keys(folder: Path) -> Path:
    """Write one key per name; return the folder."""
    folder.mkdir(exist_ok=True)
    for name, key in KEYS.items():
        (folder / name).write_text(f"{key}\n")
    return folder


@cache
def migrated() -> bytes:
    """An empty database of this version: to copy it takes a twentieth of making it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "engine.db"
        database = Database(f"sqlite:///{file}")
        migrate(database)
        database.close()
        return file.read_bytes()


def new_engine(folder: Path, lines: list[bytes] | None = None, **given: Any) -> Engine:
    """An engine whose log goes to *lines*."""
    settings = Settings(
        database_url=f"sqlite:///{folder}/engine.db",
        keys_folder=write_keys(folder / "keys"),
        **given,
    )
    (folder / "engine.db").write_bytes(migrated())
    database = Database(settings.database_url)
    migrate(database)
    return Engine(
        settings=settings,
        database=database,
        log=JsonLog("test", ([] if lines is None else lines).append),
        authenticator=FolderKeys(settings.keys_folder),
        registry=new_registry(),
    )


def bearer(name: str) -> dict[str, str]:
    """The header that shows the key of *name*."""
    return {"Authorization": f"Bearer {KEYS[name]}"}
