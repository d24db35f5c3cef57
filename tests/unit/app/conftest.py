"""A shop in this process, on a database file of its own."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.factory import create_app, shop_of
from app.observability.logs import JsonLog
from app.settings import Settings
from app.storage.database import Database
from app.storage.migrate import migrate
from tests.unit.app.lab import Clock, Lab


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "shop.db"
    database = Database(f"sqlite:///{path}")
    migrate(database, demo=False)
    database.close()
    return path


@pytest.fixture
def labs(migrated: Path, tmp_path: Path) -> Iterator["LabMaker"]:
    """Makes shops and closes them."""
    maker = LabMaker(migrated, tmp_path)
    yield maker
    for database in maker.databases:
        database.close()


class LabMaker:
    """Builds a shop from settings that a test names."""

    def __init__(self, migrated: Path, folder: Path) -> None:
        self._migrated = migrated
        self._folder = folder
        self.databases: list[Database] = []

    def __call__(self, *, sleep=time.sleep, **settings) -> Lab:
        """A shop with *settings*, and all that a test looks at."""
        path = self._folder / f"shop-{len(self.databases)}.db"
        shutil.copy(self._migrated, path)
        lines: list[bytes] = []
        clock = Clock()
        known = {"database_url": f"sqlite:///{path}", "rate_limit": None} | settings
        settings_ = Settings(**known)
        app = create_app(
            settings_,
            log=JsonLog(settings_.service_name, lines.append),
            now_ms=clock,
            sleep=sleep,
        )
        self.databases.append(shop_of(app).database)
        return Lab(app=app, shop=shop_of(app), lines=lines, clock=clock)


@pytest.fixture
def lab(labs: LabMaker) -> Lab:
    """A shop with every role and the default settings."""
    return labs()
