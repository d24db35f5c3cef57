"""blackbox_exporter, which asks URLs as a user would."""

from tools.images.programs import BLACKBOX
from tools.images.recipe import Recipe

BLACKBOX_IMAGE = Recipe(
    name="blackbox",
    program=BLACKBOX,
    binaries=("blackbox_exporter",),
    revision="v0.28.0",
    certificates=True,
)
