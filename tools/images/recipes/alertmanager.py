"""Alertmanager."""

from tools.images.programs import ALERTMANAGER
from tools.images.recipe import Recipe

ALERTMANAGER_IMAGE = Recipe(
    name="alertmanager",
    program=ALERTMANAGER,
    binaries=("alertmanager",),
    revision="v0.31.1",
    certificates=True,
)
