"""One recipe per image of Go programs; the app and the base have their own modules."""

from tools.images.recipe import Recipe
from tools.images.recipes.alertmanager import ALERTMANAGER_IMAGE
from tools.images.recipes.blackbox import BLACKBOX_IMAGE
from tools.images.recipes.collector import COLLECTOR_IMAGE
from tools.images.recipes.gateway import GATEWAY_IMAGE
from tools.images.recipes.node_exporter import NODE_EXPORTER_IMAGE
from tools.images.recipes.postgres_exporter import POSTGRES_EXPORTER_IMAGE
from tools.images.recipes.prometheus import PROMETHEUS_IMAGE

RECIPES: dict[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        PROMETHEUS_IMAGE,
        ALERTMANAGER_IMAGE,
        NODE_EXPORTER_IMAGE,
        BLACKBOX_IMAGE,
        GATEWAY_IMAGE,
        COLLECTOR_IMAGE,
        POSTGRES_EXPORTER_IMAGE,
    )
}
