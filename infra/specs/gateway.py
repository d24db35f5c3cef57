"""The front door: Caddy, one upstream per role, nothing kept."""

from collections.abc import Iterable

from catalog.services import GATEWAY, ITEMS, SERVICES, SHOP_ROLES, Kind, Service
from infra.specs import limits
from infra.specs.workload import Folder, HttpProbe, WorkloadSpec

# The shop's roles, and services of a team's own that have a path on the front door.
ROUTED = (
    *SHOP_ROLES,
    *(each for each in SERVICES if each.kind is Kind.OWN and each.routes),
)
CONFIG_PATH = "/etc/caddy"
CONFIG_FOLDER = "gateway-config"
MAX_BODY = "1MB"
_TMP = "/tmp"  # noqa: S108 - the container's own, in memory

_GLOBAL = """\
# Written from the catalog by infra/specs.
{
	# No API to change it by, nothing written, no certificates.
	admin off
	persist_config off
	auto_https off
	grace_period 10s
	metrics
	# Errors only; headers and queries may hold tokens.
	log {
		format filter {
			wrap json
			fields {
				request>headers delete
				request>uri regexp \\?.* ""
			}
		}
	}
	servers {
		timeouts {
			read_header 10s
			read_body 30s
			idle 2m
		}
	}
}
"""

_PRIVATE = """\
# Metrics and health, on a port that is not published.
:%(port)d {
	metrics %(metrics_path)s
	respond %(health_path)s 200
}
"""

# A role is asked once: repeating a POST could take a payment twice. The longest
# simulated delay has to fit into response_header_timeout.
_SNIPPET = """\
(role) {
	reverse_proxy {args[0]} {
		# A client that sends slowly holds a connection here, not a thread there.
		request_buffers 64KiB
		lb_retries 0
		transport http {
			dial_timeout 3s
			response_header_timeout 65s
			keepalive 30s
		}
	}
}
"""


def gateway() -> WorkloadSpec:
    """Return the front door's workload."""
    return WorkloadSpec(
        service=GATEWAY,
        image="gateway",
        # The official image has none; its folder differs from our build's.
        entrypoint=("caddy",),
        command=("run", "--config", f"{CONFIG_PATH}/Caddyfile"),
        env={
            **limits.go_environment(limits.GATEWAY),
            "HOME": _TMP,
            "XDG_CONFIG_HOME": f"{_TMP}/config",
            "XDG_DATA_HOME": f"{_TMP}/data",
        },
        limits=limits.GATEWAY,
        probe=HttpProbe(port=GATEWAY.scrape_port, path=GATEWAY.health_path),
        folders=(
            Folder(
                name=CONFIG_FOLDER,
                path=CONFIG_PATH,
                files={"Caddyfile": caddyfile(ROUTED)},
            ),
        ),
        tmpfs={_TMP: 16},
        stop_grace_s=20,
    )


def caddyfile(roles: Iterable[Service]) -> str:
    """Return the Caddyfile that sends each role its routes, and the rest to items."""
    roles = tuple(roles)
    routed = [role for role in roles if role != ITEMS]
    return "\n".join(
        [
            _GLOBAL,
            _SNIPPET,
            _PRIVATE
            % {
                "port": GATEWAY.scrape_port,
                "metrics_path": GATEWAY.metrics_path,
                "health_path": GATEWAY.health_path,
            },
            f":{GATEWAY.port} {{",
            "\trequest_body {",
            f"\t\tmax_size {MAX_BODY}",
            "\t}",
            *(_health(role) for role in roles),
            *(_route(role) for role in routed),
            # Its own routes, and the 404 of everything else.
            "\thandle {",
            f"\t\timport role {_address(ITEMS)}",
            "\t}",
            "}\n",
        ]
    )


def role_health(role: Service) -> str:
    """Return the path on the front door that asks *role* whether it is ready."""
    return f"{GATEWAY.health_path}/{role.name}"


def _health(role: Service) -> str:
    # For probes, which must not count as a user's requests.
    return "\n".join(
        [
            f"\thandle {role_health(role)} {{",
            f"\t\trewrite * {role.health_path}",
            f"\t\timport role {_address(role)}",
            "\t}",
        ]
    )


def _route(role: Service) -> str:
    paths = " ".join(f"{route} {route}/*" for route in role.routes)
    return "\n".join(
        [
            f"\t@{role.name} path {paths}",
            f"\thandle @{role.name} {{",
            f"\t\timport role {_address(role)}",
            "\t}",
        ]
    )


def _address(role: Service) -> str:
    return f"{role.name}:{role.port}"
