"""The OpenTelemetry collector with the platform's components."""

from tools.images.programs import COLLECTOR
from tools.images.recipe import Recipe

COLLECTOR_IMAGE = Recipe(
    name="collector",
    program=COLLECTOR,
    binaries=("otelcol",),
    revision="v0.160.0",
    certificates=True,
)
