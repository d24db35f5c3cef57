"""What the browser tests share."""

import pytest

from tests.tools import require


@pytest.fixture(autouse=True)
def _browser() -> None:
    require("chromium")
