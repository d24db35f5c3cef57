"""All resource types of the plugin, by their token."""

from plugins.docker.container.table import CONTAINER
from plugins.docker.image.table import IMAGE
from plugins.docker.kinds import Table
from plugins.docker.network.table import NETWORK
from plugins.docker.volume.table import VOLUME

TABLES: dict[str, Table] = {
    table.token: table for table in (CONTAINER, IMAGE, NETWORK, VOLUME)
}
