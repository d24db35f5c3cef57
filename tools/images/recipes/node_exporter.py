"""node_exporter."""

from tools.images.programs import NODE_EXPORTER
from tools.images.recipe import Recipe

NODE_EXPORTER_IMAGE = Recipe(
    name="node_exporter",
    program=NODE_EXPORTER,
    binaries=("node_exporter",),
    revision="v1.12.1",
)
