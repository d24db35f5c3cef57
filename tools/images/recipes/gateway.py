"""Caddy as the front door."""

from tools.images.programs import GATEWAY
from tools.images.recipe import Recipe

GATEWAY_IMAGE = Recipe(
    name="gateway",
    program=GATEWAY,
    binaries=("caddy",),
    revision="v2.11.6",
    certificates=True,
)
