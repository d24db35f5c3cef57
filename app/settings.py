"""The environment, read once, checked as a whole and frozen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from app.domain.rates import Rate, parse_rate
from app.environment import EnvironmentReader
from app.errors import SettingsError
from catalog import services

ROLES = tuple(role.name for role in services.SHOP_ROLES)
ONE_PROCESS_PORT = services.GATEWAY.port
DEFAULT_RATE = Rate(1000, 1.0)
# Words that every database driver of the shop understands.
DATABASE_SCHEMES = ("sqlite", "postgresql", "postgresql+psycopg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """
    What one process of the shop is.

    Attributes:
        roles: Roles that this process serves.
        peers: Base URL by role, for the roles that other processes serve.
        database_url_file: Where the URL may be another one later; "" where it is none.
        simulation_token: As it was at the start.
        simulation_token_file: Where it may be another one later; "" where it is none.
        rate_limit: Per client; None lets everything through.
        trusted_proxies: Proxies in front, whose X-Forwarded-For is believed.
        otlp_endpoint: Base URL of an OTLP/HTTP receiver; None turns tracing off.
    """

    roles: tuple[str, ...] = ROLES
    host: str = "127.0.0.1"
    port: int = ONE_PROCESS_PORT
    workers: int = 1
    threads: int = 8
    max_requests: int = 0
    database_url: str = field(default="sqlite:///shop.db", repr=False)
    database_url_file: str = ""
    peers: Mapping[str, str] = field(default_factory=dict)
    simulation: bool = False
    simulation_token: str = field(default="", repr=False)
    simulation_token_file: str = ""
    rate_limit: Rate | None = DEFAULT_RATE
    trusted_proxies: int = 0
    demo_catalogue: bool = True
    otlp_endpoint: str | None = None
    service_name: str = "shop"


@dataclass(frozen=True, slots=True)
class _Variable:
    name: str
    meaning: str
    default: str


VARIABLES = (
    _Variable("SHOP_ROLES", f"'all', or some of {', '.join(ROLES)}", "all"),
    _Variable("SHOP_HOST", "address to listen on", "127.0.0.1"),
    _Variable(
        "SHOP_PORT",
        "port to listen on",
        f"{ONE_PROCESS_PORT} for all roles, else {services.SHOP_PORT}",
    ),
    _Variable("SHOP_WORKERS", "processes, 1 to 64", "1"),
    _Variable("SHOP_THREADS", "threads per process, 1 to 256", "8"),
    _Variable("SHOP_MAX_REQUESTS", "requests until a process is renewed; 0 never", "0"),
    _Variable(
        "SHOP_DATABASE_URL",
        "sqlite:///file.db, postgresql://…, or a folder for shop.db",
        "sqlite:///shop.db",
    ),
    _Variable("SHOP_DATABASE_URL_FILE", "file that holds the URL instead", ""),
    *(
        _Variable(f"SHOP_{role.upper()}_URL", f"where {role} runs", "in this process")
        for role in ROLES
    ),
    _Variable("SHOP_SIMULATION", "on lets /simulate break things on purpose", "off"),
    _Variable("SHOP_SIMULATION_TOKEN_FILE", "file with the token /simulate wants", ""),
    _Variable(
        "SHOP_RATE_LIMIT",
        "per client and process: <count>/second|minute|hour, or off",
        "1000/second",
    ),
    _Variable("SHOP_TRUSTED_PROXIES", "proxies in front of this process", "0"),
    _Variable("SHOP_DEMO_CATALOGUE", "on fills a new database with products", "on"),
    _Variable(
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTLP/HTTP receiver of traces", "no traces"
    ),
    _Variable("OTEL_SERVICE_NAME", "name in traces and logs", "the role, or shop"),
)
_NAMES = tuple(variable.name for variable in VARIABLES)


def _roles(reader: EnvironmentReader) -> tuple[str, ...]:
    raw = reader.text("SHOP_ROLES", "all")
    if raw == "all":
        return ROLES
    wanted = [word.strip() for word in raw.split(",") if word.strip()]
    unknown = [word for word in wanted if word not in ROLES]
    if unknown or not wanted:
        listed = ", ".join(repr(word) for word in unknown) or repr(raw)
        known = ", ".join(ROLES)
        reader.wrong("SHOP_ROLES", f"{listed} is no role; give some of {known}, or all")
    return tuple(role for role in ROLES if role in wanted)


def _database_url(reader: EnvironmentReader) -> str:
    url = reader.file("SHOP_DATABASE_URL_FILE")
    if url is None:
        url = reader.text("SHOP_DATABASE_URL", "sqlite:///shop.db")
    elif reader.text("SHOP_DATABASE_URL"):
        reader.wrong(
            "SHOP_DATABASE_URL",
            "is set beside SHOP_DATABASE_URL_FILE; give only one of them",
        )
    scheme, found, rest = url.partition("://")
    if not found:
        return f"sqlite:///{url.rstrip('/')}/shop.db"
    if scheme not in DATABASE_SCHEMES:
        # The URL may hold a password: only its scheme is repeated.
        reader.wrong(
            "SHOP_DATABASE_URL",
            f"the scheme {scheme!r} is unknown; use sqlite:/// or postgresql://",
        )
    elif scheme == "sqlite" and rest.strip("/") in ("", ":memory:"):
        reader.wrong(
            "SHOP_DATABASE_URL",
            "a database in memory is not shared; name a file, as sqlite:///shop.db",
        )
    elif scheme == "postgresql":
        return f"postgresql+psycopg://{rest}"
    return url


def _peers(reader: EnvironmentReader, roles: tuple[str, ...]) -> dict[str, str]:
    peers = {}
    for role in ROLES:
        url = reader.url(f"SHOP_{role.upper()}_URL")
        if url is not None and role not in roles:
            peers[role] = url
    needed = {"inventory", "payment"} if "checkout" in roles else set()
    for role in sorted(needed - set(roles) - set(peers)):
        reader.wrong(
            f"SHOP_{role.upper()}_URL",
            f"is not set, but checkout calls {role}; give its URL or serve it here",
        )
    return peers


def _rate(reader: EnvironmentReader) -> Rate | None:
    try:
        return parse_rate(reader.text("SHOP_RATE_LIMIT", "1000/second"))
    except ValueError as error:
        reader.wrong("SHOP_RATE_LIMIT", str(error))
        return None


def _token(reader: EnvironmentReader, simulation: bool) -> str:
    token = reader.file("SHOP_SIMULATION_TOKEN_FILE")
    if simulation and token is None:
        reader.wrong(
            "SHOP_SIMULATION_TOKEN_FILE",
            "is not set, but SHOP_SIMULATION is on; name a file that holds a token",
        )
    return token or ""


def _typos(env: Mapping[str, str]) -> list[str]:
    unknown = [n for n in env if n.startswith("SHOP_") and n not in _NAMES]
    pairs = [(name, get_close_matches(name, _NAMES, n=1)) for name in unknown]
    return [f"{n}: is unknown; did you mean {m[0]}?" for n, m in pairs if m]


def parse(
    env: Mapping[str, str], read: Callable[[str], str] = lambda p: Path(p).read_text()
) -> Settings:
    """
    Return the settings that *env* describes.

    Args:
        read: Returns the text of a file; tests give their own.

    Raises:
        SettingsError: Lists every mistake, each with its variable and the fix.
    """
    reader = EnvironmentReader(env, read)
    reader.mistakes += _typos(env)
    roles = _roles(reader)
    port = ONE_PROCESS_PORT if roles == ROLES else services.SHOP_PORT
    simulation = reader.switch("SHOP_SIMULATION", False)
    settings = Settings(
        roles=roles,
        host=reader.text("SHOP_HOST", "127.0.0.1"),
        port=reader.number("SHOP_PORT", port, 1, 65535),
        workers=reader.number("SHOP_WORKERS", 1, 1, 64),
        threads=reader.number("SHOP_THREADS", 8, 1, 256),
        max_requests=reader.number("SHOP_MAX_REQUESTS", 0, 0, 10**9),
        database_url=_database_url(reader),
        database_url_file=reader.text("SHOP_DATABASE_URL_FILE"),
        peers=_peers(reader, roles),
        simulation=simulation,
        simulation_token=_token(reader, simulation),
        simulation_token_file=reader.text("SHOP_SIMULATION_TOKEN_FILE"),
        rate_limit=_rate(reader),
        trusted_proxies=reader.number("SHOP_TRUSTED_PROXIES", 0, 0, 10),
        demo_catalogue=reader.switch("SHOP_DEMO_CATALOGUE", True),
        otlp_endpoint=reader.url("OTEL_EXPORTER_OTLP_ENDPOINT"),
        service_name=reader.text(
            "OTEL_SERVICE_NAME", roles[0] if len(roles) == 1 else "shop"
        ),
    )
    if reader.mistakes:
        raise SettingsError(reader.mistakes)
    return settings
