"""postgres_exporter."""

from tools.images.programs import POSTGRES_EXPORTER
from tools.images.recipe import Recipe

POSTGRES_EXPORTER_IMAGE = Recipe(
    name="postgres_exporter",
    program=POSTGRES_EXPORTER,
    binaries=("postgres_exporter",),
    revision="v0.19.1",
)
