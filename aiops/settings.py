"""The environment, read once, checked as a whole and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from aiops import notify
from aiops.environment import EnvironmentReader, Read, read_file
from aiops.errors import SettingsError
from aiops.notify import Notify

DEFAULT_PORT = 8090
DEFAULT_DATABASE = "sqlite:////data/engine.db"
DATABASE_SCHEMES = ("sqlite", "postgresql", "postgresql+psycopg")
_LONGEST_DAYS = 3650
_DAY_S = 86400


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """
    How the engine runs.

    Attributes:
        threads: Requests answered at the same time; each live view of a console holds
            one.
        database_url_file: Where the URL may be another one later; "" where it is none.
        keys_folder: One file per key that exists from the start; None where there is
            none.
        interval_s: Length of a window, and how often windows are analysed.
        season_s: Length of the pattern that traffic repeats.
        sensitivity: Above 1 notices smaller deviations, below 1 only larger ones.
        raw_days: How long the spans and logs worth keeping stay.
        aggregated_days: How long windows, anomalies and incidents stay.
        max_database_mib: Above this the oldest raw data goes, whatever its age.
        stack: Name in the console and in notifications.
        jwt_issuer, jwt_audience: Of tokens that are believed; no issuer, no tokens.
        jwt_keys: File or URL of the issuer's public keys (JWKS).
        remediation: Whether actions are proposed; nothing is done without approval.
        jaeger_url: Where traces can be seen in full; None where nowhere.
        dashboards_url: Where Grafana is, for links; None where nowhere.
        console_folder: The built console; None where it is not built.
    """

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    threads: int = 16
    database_url: str = field(default=DEFAULT_DATABASE, repr=False)
    database_url_file: str = ""
    prometheus_url: str | None = None
    keys_folder: Path | None = None
    interval_s: int = 5
    season_s: int = _DAY_S
    sensitivity: float = 1.0
    raw_days: float = 7
    aggregated_days: float = 90
    max_database_mib: int = 2048
    stack: str = "dev"
    jaeger_url: str | None = None
    dashboards_url: str | None = None
    remediation: bool = False
    jwt_issuer: str = ""
    jwt_audience: str = "pharos"
    jwt_keys: str = ""
    notify: Notify = field(default_factory=Notify)
    console_folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of the environment, as the help shows it."""

    name: str
    meaning: str
    default: str


VARIABLES = (
    Variable("AIOPS_HOST", "address to listen on", "127.0.0.1"),
    Variable("AIOPS_PORT", "port to listen on", str(DEFAULT_PORT)),
    Variable("AIOPS_THREADS", "requests at the same time, 4 to 256", "16"),
    Variable(
        "AIOPS_DATABASE_URL", "sqlite:///file.db or postgresql://…", DEFAULT_DATABASE
    ),
    Variable("AIOPS_DATABASE_URL_FILE", "file that holds the URL instead", ""),
    Variable("AIOPS_PROMETHEUS_URL", "Prometheus, or what speaks its API", "none"),
    Variable("AIOPS_KEYS_FOLDER", "folder with one file per key", "none"),
    Variable("AIOPS_INTERVAL_S", "seconds of a window, 1 to 30", "5"),
    Variable("AIOPS_SEASON_S", "seconds until traffic repeats itself", str(_DAY_S)),
    Variable("AIOPS_SENSITIVITY", "0.1 to 10; more notices smaller changes", "1"),
    Variable("AIOPS_RAW_DAYS", "days that spans and logs stay", "7"),
    Variable("AIOPS_AGGREGATED_DAYS", "days that windows and incidents stay", "90"),
    Variable("AIOPS_MAX_DATABASE_MIB", "above it the oldest raw data goes", "2048"),
    Variable("AIOPS_STACK", "name in the console and in notifications", "dev"),
    Variable("AIOPS_JWT_ISSUER", "whose tokens (JWT) are believed", "nobody's"),
    Variable("AIOPS_JWT_AUDIENCE", "for whom these tokens have to be", "pharos"),
    Variable("AIOPS_JWT_KEYS", "file or URL of the issuer's keys (JWKS)", ""),
    Variable("AIOPS_REMEDIATION", "on proposes actions with incidents", "off"),
    Variable("AIOPS_JAEGER_URL", "where traces can be seen in full", "none"),
    Variable("AIOPS_DASHBOARDS_URL", "where Grafana is, for links", "none"),
    Variable("AIOPS_CONSOLE_FOLDER", "what tools.console built", "none"),
    *(Variable(*each) for each in notify.VARIABLES),
)
NAMES = tuple(variable.name for variable in VARIABLES)


def from_environment(env: Mapping[str, str], read: Read = read_file) -> Settings:
    """
    Return the settings that *env* describes.

    Args:
        read: Returns the text of a file.

    Raises:
        SettingsError: Lists every mistake, each with its variable and the fix.
    """
    reader = EnvironmentReader(env, read)
    reader.mistakes += _typos(env)
    raw_days = reader.number("AIOPS_RAW_DAYS", 7, 0.05, _LONGEST_DAYS)
    settings = Settings(
        host=reader.text("AIOPS_HOST", "127.0.0.1"),
        port=reader.whole("AIOPS_PORT", DEFAULT_PORT, 1, 65535),
        threads=reader.whole("AIOPS_THREADS", 16, 4, 256),
        database_url=_database_url(reader),
        database_url_file=reader.text("AIOPS_DATABASE_URL_FILE"),
        prometheus_url=reader.url("AIOPS_PROMETHEUS_URL"),
        keys_folder=_folder(reader, "AIOPS_KEYS_FOLDER"),
        interval_s=reader.whole("AIOPS_INTERVAL_S", 5, 1, 30),
        season_s=reader.whole("AIOPS_SEASON_S", _DAY_S, 60, 28 * _DAY_S),
        sensitivity=reader.number("AIOPS_SENSITIVITY", 1.0, 0.1, 10),
        raw_days=raw_days,
        aggregated_days=_aggregated_days(reader, raw_days),
        max_database_mib=reader.whole("AIOPS_MAX_DATABASE_MIB", 2048, 16, 10**7),
        stack=reader.text("AIOPS_STACK", "dev"),
        jaeger_url=reader.url("AIOPS_JAEGER_URL"),
        dashboards_url=reader.url("AIOPS_DASHBOARDS_URL"),
        remediation=reader.switch("AIOPS_REMEDIATION", False),
        jwt_issuer=reader.text("AIOPS_JWT_ISSUER"),
        jwt_audience=reader.text("AIOPS_JWT_AUDIENCE", "pharos"),
        jwt_keys=_jwt_keys(reader),
        notify=notify.read(reader),
        console_folder=_folder(reader, "AIOPS_CONSOLE_FOLDER"),
    )
    if reader.mistakes:
        raise SettingsError(reader.mistakes)
    return settings


def _aggregated_days(reader: EnvironmentReader, raw_days: float) -> float:
    days = reader.number(
        "AIOPS_AGGREGATED_DAYS", max(90, raw_days), 0.05, _LONGEST_DAYS
    )
    if days < raw_days:
        reader.wrong(
            "AIOPS_AGGREGATED_DAYS",
            f"{days:g} is less than AIOPS_RAW_DAYS, {raw_days:g}; incidents would go"
            " before the spans that explain them: give at least as many",
        )
    return days


def _database_url(reader: EnvironmentReader) -> str:
    url = reader.file("AIOPS_DATABASE_URL_FILE")
    if url is None:
        url = reader.text("AIOPS_DATABASE_URL", DEFAULT_DATABASE)
    elif reader.text("AIOPS_DATABASE_URL"):
        reader.wrong(
            "AIOPS_DATABASE_URL",
            "is set beside AIOPS_DATABASE_URL_FILE; give only one of them",
        )
    scheme, _, rest = url.partition("://")
    if scheme not in DATABASE_SCHEMES:
        # The URL may hold a password: only its scheme is repeated.
        shown = scheme if scheme.isalnum() and scheme.isascii() else "(none)"
        reader.wrong(
            "AIOPS_DATABASE_URL",
            f"the scheme {shown} is unknown; use sqlite:/// or postgresql://",
        )
    elif scheme == "sqlite" and rest.strip("/") in ("", ":memory:"):
        reader.wrong(
            "AIOPS_DATABASE_URL",
            f"a database in memory is not shared; name a file, as {DEFAULT_DATABASE}",
        )
    elif scheme == "postgresql":
        return f"postgresql+psycopg://{rest}"
    return url


def _jwt_keys(reader: EnvironmentReader) -> str:
    place = reader.text("AIOPS_JWT_KEYS")
    if bool(place) != bool(reader.text("AIOPS_JWT_ISSUER")):
        reader.wrong(
            "AIOPS_JWT_KEYS",
            "and AIOPS_JWT_ISSUER belong together; set both, or neither",
        )
    if place and not place.startswith(("http://", "https://")):
        reader.file("AIOPS_JWT_KEYS")
    return place


def _folder(reader: EnvironmentReader, name: str) -> Path | None:
    raw = reader.text(name)
    if not raw:
        return None
    if not Path(raw).is_dir():
        reader.wrong(name, f"{raw!r} is not a folder; mount it there, or unset it")
    return Path(raw)


def _typos(env: Mapping[str, str]) -> list[str]:
    unknown = [n for n in env if n.startswith("AIOPS_") and n not in NAMES]
    pairs = [(name, get_close_matches(name, NAMES, n=1)) for name in unknown]
    return [f"{n}: is unknown; did you mean {m[0]}?" for n, m in pairs if m]
