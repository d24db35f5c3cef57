"""Prometheus with its web pages."""

from tools.images.programs import PROMETHEUS
from tools.images.recipe import Recipe

PROMETHEUS_IMAGE = Recipe(
    name="prometheus",
    program=PROMETHEUS,
    binaries=("prometheus",),
    revision="v0.315.0",
    pages=True,
    certificates=True,
)
