"""The table after `make up`: service, URL, state."""

from collections.abc import Iterable, Mapping

from infra.specs.settings import Settings
from tools.bootstrap.engine import Container
from tools.bootstrap.make_words import make

HEAD = ("SERVICE", "URL", "STATE")
HEALTHY = "healthy"
STARTING = "starting"
GRAFANA = "grafana-admin-password"


def rows(
    settings: Settings, containers: Iterable[Container], missing: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Return a row per service: the published ones first."""
    by_service = {each.service: each for each in containers}
    others = sorted(by_service.keys() - settings.ports.keys())
    others.sort(key=lambda name: settings.port(name) is None)
    names = [*settings.ports, *others]
    found = []
    for name in names:
        if name in by_service:
            url = settings.url(name) if settings.port(name) else ""
            found.append((name, url, state_of(by_service[name])))
        elif name in missing:
            found.append((name, "", "left out: no image"))
        elif name != "grafana" or settings.grafana != "off":
            found.append((name, "", "absent"))
    return found


def state_of(container: Container) -> str:
    """Return the state in one word: health where the engine knows it."""
    for word in ("unhealthy", HEALTHY, STARTING):
        if word in container.status:
            return word
    return container.state


def render(lines: Iterable[tuple[str, ...]], head: tuple[str, ...] = HEAD) -> str:
    """Return a table of aligned columns."""
    table = [head, *lines]
    widths = [max(len(row[column]) for row in table) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            word.ljust(width) for word, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in table
    )


def previews_hint(settings: Settings) -> str:
    """Return where dashboards are where there is no Grafana."""
    return f"Previews of the dashboards, from live data: {settings.url('previews')}"


def password_hint(stack: str) -> str:
    """Return the command that reveals Grafana's password."""
    command = make("secret", stack, f"NAME={GRAFANA}").strip("`")
    return f"Grafana's password (user admin): {command}"
