"""Passwords that change while the process runs: read anew for each connection."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

# A new password is in this process's file a moment before the server takes it.
PATIENCE_S = 10.0
_PAUSE_S = 0.2
_REFUSED = "password authentication failed"


def follow(
    engine: sa.Engine, url_file: Path, pause: Callable[[float], None] = time.sleep
) -> None:
    """
    Take the password of each new connection from the URL in *url_file*.

    Connections that are open stay open: the server asks for a password at their
    beginning only.
    """

    def connect(dialect: Any, _record: object, words: Any, names: Any) -> Any:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            url = sa.make_url(url_file.read_text(encoding="utf-8").strip())
            try:
                return dialect.connect(*words, **{**names, "password": url.password})
            except dialect.dbapi.OperationalError as error:
                if _REFUSED not in str(error) or time.monotonic() > deadline:
                    raise
            pause(_PAUSE_S)

    sa.event.listen(engine, "do_connect", connect)
