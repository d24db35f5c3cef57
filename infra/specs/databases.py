"""PostgreSQL's databases: whose they are, and how each client gets in."""

from dataclasses import dataclass

from catalog.services import (
    CHECKOUT,
    ENGINE,
    INVENTORY,
    ITEMS,
    PAYMENT,
    POSTGRES,
    POSTGRES_EXPORTER,
    PRODUCTS,
    Service,
)
from infra.specs.workload import SecretFile

URL_FILE = "database/url"
URL_PATH = f"/run/secrets/{URL_FILE}"
# A role's pool holds ten, the engine's two together 28; the rest is for a new process
# that comes before the server has noticed that the old one is gone.
CONNECTIONS = 15
ENGINE_CONNECTIONS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """
    One database.

    Attributes:
        users: Services that have an account for it, and for no other.
    """

    name: str
    users: tuple[Service, ...]

    @property
    def owner(self) -> str:
        """The role that owns what is in it, which nobody can log in as."""
        return f"{self.name}_owner"


DATABASES = (
    Database(name="items", users=(ITEMS,)),
    # One database: what inventory reserves is what products counts.
    Database(name="stock", users=(PRODUCTS, INVENTORY)),
    Database(name="payment", users=(PAYMENT,)),
    Database(name="checkout", users=(CHECKOUT,)),
    Database(name="engine", users=(ENGINE,)),
)
_DATABASE_OF = {user: each.name for each in DATABASES for user in each.users}
CLIENTS = (*_DATABASE_OF, POSTGRES_EXPORTER)
# What reads statistics of every database and the content of none.
EXPORTER_ROLE = "exporter"


def role(client: Service) -> str:
    """Return the account of *client*."""
    return EXPORTER_ROLE if client == POSTGRES_EXPORTER else client.name


def database_of(client: Service) -> str:
    """Return the database that *client* connects to."""
    return _DATABASE_OF.get(client, POSTGRES.name)


def secret_key(client: Service) -> str:
    """Return the secret's name in the stack's file of secrets."""
    return f"postgres-{role(client)}-password"


SECRET_KEYS = tuple(secret_key(client) for client in CLIENTS)


def url_file(client: Service) -> SecretFile:
    """Return the file with the URL of *client*'s database; read at each connection."""
    server = f"{POSTGRES.name}:{POSTGRES.port}"
    return SecretFile(
        name=URL_FILE,
        key=secret_key(client),
        template=f"postgresql://{client.name}:{{}}@{server}/{database_of(client)}",
        polled=True,
    )
