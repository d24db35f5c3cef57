"""Ceilings of each workload, and what they mean to the programs themselves."""

from collections.abc import Mapping

from infra.specs.workload import Limits

SHOP = Limits(memory_mib=256, cpu_millis=1000)
GATEWAY = Limits(memory_mib=128, cpu_millis=1000)
# Prometheus and Alertmanager both run as user 65534, which their official images use;
# the kernel counts processes by user, so each allowance covers both.
PROMETHEUS = Limits(memory_mib=1024, cpu_millis=1000, processes=512, open_files=16384)
ALERTMANAGER = Limits(memory_mib=128, cpu_millis=500, processes=512)
GRAFANA = Limits(memory_mib=512, cpu_millis=1000)
PREVIEWS = Limits(memory_mib=192, cpu_millis=1000)
NODE_EXPORTER = Limits(memory_mib=64, cpu_millis=250)
NOTIFICATIONS = Limits(memory_mib=96, cpu_millis=250)
BLACKBOX = Limits(memory_mib=64, cpu_millis=250)
ENGINE = Limits(memory_mib=768, cpu_millis=1000)
COLLECTOR = Limits(memory_mib=256, cpu_millis=500)
# Each connection is a process of its own.
POSTGRES = Limits(memory_mib=512, cpu_millis=1000, processes=512)
POSTGRES_EXPORTER = Limits(memory_mib=64, cpu_millis=250)
CONTAINER_EXPORTER = Limits(memory_mib=96, cpu_millis=250)

# Above it Go collects garbage harder instead of growing into the limit.
_GO_MEMORY_SHARE = 0.9


def go_environment(limits: Limits) -> Mapping[str, str]:
    """Return the variables that tell a Go program its limits."""
    return {
        "GOMEMLIMIT": f"{int(limits.memory_mib * _GO_MEMORY_SHARE)}MiB",
        "GOMAXPROCS": str(max(1, -(-limits.cpu_millis // 1000))),
    }
