"""All resource types on one engine; importing this imports docker-py."""

from plugins.docker.configuration import Address
from plugins.docker.container.resource import Containers
from plugins.docker.container.table import CONTAINER
from plugins.docker.engine import Engine
from plugins.docker.image.resource import Images
from plugins.docker.image.table import IMAGE
from plugins.docker.network.resource import Networks
from plugins.docker.network.table import NETWORK
from plugins.docker.resource import Resource
from plugins.docker.volume.resource import Volumes
from plugins.docker.volume.table import VOLUME


def resources(address: Address) -> dict[str, Resource]:
    """Return the resource types by token, on the engine at *address*."""
    engine = Engine(address)
    return {
        CONTAINER.token: Containers(engine),
        IMAGE.token: Images(engine),
        NETWORK.token: Networks(engine),
        VOLUME.token: Volumes(engine),
    }
