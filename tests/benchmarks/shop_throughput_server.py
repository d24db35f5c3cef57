"""Serve the shop, instrumented as one variant says, with the shop's own server."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.server.process import Server
from app.settings import Settings

ITEMS = 20


class VariantServer(Server):
    """Gunicorn with the shop's options around another application."""

    def __init__(self, settings: Settings, variant: str) -> None:
        self._variant = variant
        super().__init__(settings)

    def load(self):
        """Build the shop without its recorder, and instrument it."""
        from app.factory import create_app, shop_of
        from app.storage import items
        from tests.benchmarks.instrumentation_variants import VARIANTS

        app = create_app(self._settings, recorded=False)
        with shop_of(app).database.write() as connection:
            for number in range(ITEMS):
                items.add(connection, name=f"item {number}", description="", now_ms=0)
        VARIANTS[self._variant](app)
        return app


def main() -> None:
    """Serve until killed."""
    variant, port = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="shop-bench-") as folder:
        settings = Settings(
            roles=("items",),
            port=int(port),
            database_url=f"sqlite:///{folder}/shop.db",
            rate_limit=None,
        )
        VariantServer(settings, variant).run()


if __name__ == "__main__":
    main()
