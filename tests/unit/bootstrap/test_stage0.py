from pathlib import Path

import pytest

from tools.bootstrap.stage0 import keep_bytecode

CACHE = Path("/cache")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"A": "b"}, {"A": "b"}),
        (
            {"PYTHONDONTWRITEBYTECODE": "1"},
            {"PYTHONPYCACHEPREFIX": "/cache/bytecode"},
        ),
        (
            {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": "/chosen"},
            {"PYTHONPYCACHEPREFIX": "/chosen"},
        ),
    ],
    ids=["allowed", "not beside the sources", "where the user wants it"],
)
def test_compiled_modules_are_kept_outside_the_checkout_if_not_in_it(before, after):
    keep_bytecode(before, CACHE)

    assert before == after
