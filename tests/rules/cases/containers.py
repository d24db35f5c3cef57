from tests.rules.scenarios import SILENT, Family, Firing, Recorded, Scenario

DEV = 'environment="dev"'
ITEMS = f'{DEV}, service="items"'
PAYMENT = f'{DEV}, service="payment"'
CPU = "service:container_cpu_usage_seconds:rate5m"
CPU_RATIO = "service:container_cpu_limit:ratio_rate5m"
THROTTLED = "service:container_cpu_cfs_throttled_seconds:rate5m"
MEMORY = "service:container_memory_working_set_bytes:sum"
MEMORY_RATIO = "service:container_memory_limit:ratio"


def container(metric, service="items", name="items"):
    return f'container_{metric}{{{DEV}, service="{service}", name="{name}"}}'


def of_items(severity, summary, description):
    return Firing(
        labels={
            "severity": severity,
            "owner": "platform",
            "environment": "dev",
            "service": "items",
        },
        summary=f"items {summary}",
        description=description,
    )


def restarting(times):
    return of_items(
        "warning",
        "keeps restarting",
        f"A container of items started {times} times in 15 minutes.",
    )


def busy(share):
    return of_items(
        "warning",
        "is short of CPU",
        f"items uses {share} of its CPU limit over 5 minutes; above 90%, or held back"
        " for more than 0.25 s each second, its requests wait.",
    )


FULL = of_items(
    "warning",
    "is short of memory",
    "A container of items uses 91% of its memory limit; at 100% the kernel kills it.",
)


def killed(count):
    return of_items(
        "critical",
        "ran out of memory",
        f"The kernel killed {count} processes of items for want of memory within 10"
        " minutes.",
    )


def missing(service, count):
    return Firing(
        labels={
            "severity": "warning",
            "owner": "platform",
            "environment": "dev",
            "service": service,
        },
        summary=f"{service} is not measured",
        description=(
            f"Of {service} {count} containers or readings are missing from what the"
            " container exporter tells."
        ),
    )


RECORDS = (
    Recorded(
        name="of two containers of items, and one of payment without limits",
        series={
            container("cpu_usage_seconds_total"): "0+6x60",
            container("cpu_usage_seconds_total", name="items-2"): "0+3x60",
            container("spec_cpu_quota"): "100000x60",
            container("spec_cpu_quota", name="items-2"): "50000x60",
            container("spec_cpu_period"): "100000x60",
            container("spec_cpu_period", name="items-2"): "100000x60",
            container("cpu_cfs_throttled_seconds_total"): "0+1.5x60",
            container("cpu_cfs_throttled_seconds_total", name="items-2"): "0+3x60",
            container("memory_working_set_bytes"): "60x60",
            container("memory_working_set_bytes", name="items-2"): "20x60",
            container("spec_memory_limit_bytes"): "80x60",
            container("spec_memory_limit_bytes", name="items-2"): "80x60",
            container("cpu_usage_seconds_total", "payment", "payment"): "0+3x60",
            container("memory_working_set_bytes", "payment", "payment"): "50x60",
            container("spec_memory_limit_bytes", "payment", "payment"): "0x60",
        },
        expect={
            "10m": {
                CPU: {f"{CPU}{{{ITEMS}}}": 0.6, f"{CPU}{{{PAYMENT}}}": 0.2},
                CPU_RATIO: {f"{CPU_RATIO}{{{ITEMS}}}": 0.4},
                THROTTLED: {f"{THROTTLED}{{{ITEMS}}}": 0.3},
                MEMORY: {f"{MEMORY}{{{ITEMS}}}": 80, f"{MEMORY}{{{PAYMENT}}}": 50},
                MEMORY_RATIO: {f"{MEMORY_RATIO}{{{ITEMS}}}": 0.75},
            }
        },
    ),
    Recorded(
        name="over five minutes, also of a limit of one byte",
        series={
            container("cpu_usage_seconds_total"): "0x40 15+15x20",
            container("cpu_cfs_throttled_seconds_total"): "0x40 15+15x20",
            container("memory_working_set_bytes"): "1x60",
            container("spec_memory_limit_bytes"): "1x60",
        },
        expect={
            "11m": {
                CPU: {f"{CPU}{{{ITEMS}}}": 0.2},
                THROTTLED: {f"{THROTTLED}{{{ITEMS}}}": 0.2},
                MEMORY_RATIO: {f"{MEMORY_RATIO}{{{ITEMS}}}": 1},
            }
        },
    ),
)
ALERTS = (
    Scenario(
        alert="ContainerRestarts",
        name="fires a minute after the third restart, and resolves in a quarter hour",
        series={
            container("start_time_seconds"): "1x8 2x8 3x8 4x120",
            container("start_time_seconds", "payment", "payment"): "1x8 2x8 3x128",
        },
        expect={
            "7m30s": SILENT,
            "7m45s": restarting(3),
            "16m45s": restarting(3),
            "17m": SILENT,
        },
    ),
    Scenario(
        alert="ContainerRestarts",
        name="counts the container that restarts most",
        series={
            container("start_time_seconds"): "1 2 3 4 5 6x20",
            container("start_time_seconds", name="items-2"): "1 2 3 4x20",
        },
        expect={"5m": restarting(5)},
    ),
    Scenario(
        alert="ContainerCpuNearLimit",
        name="fires above ninety percent for five minutes, and resolves",
        series={f"{CPU_RATIO}{{{ITEMS}}}": "0.9x7 0.91x27 0.9x20"},
        expect={"1m45s": SILENT, "6m45s": SILENT, "7m": busy("91%"), "9m": SILENT},
    ),
    Scenario(
        alert="ContainerCpuNearLimit",
        name="fires when a quarter of each second is lost to the limit, and resolves",
        series={
            f"{CPU_RATIO}{{{ITEMS}}}": "0.5x60",
            f"{THROTTLED}{{{ITEMS}}}": "0.25x7 0.26x27 0.25x20",
            f"{THROTTLED}{{{PAYMENT}}}": "0.9x60",
        },
        expect={"1m45s": SILENT, "6m45s": SILENT, "7m": busy("50%"), "9m": SILENT},
    ),
    Scenario(
        alert="ContainerMemoryNearLimit",
        name="fires above ninety percent for five minutes, and resolves",
        series={f"{MEMORY_RATIO}{{{ITEMS}}}": "0.9x7 0.91x27 0.9x20"},
        expect={"1m45s": SILENT, "6m45s": SILENT, "7m": FULL, "9m": SILENT},
    ),
    Scenario(
        alert="ContainerOutOfMemory",
        name="fires when the kernel counts a kill, and resolves ten minutes later",
        series={
            container("oom_events_total"): "0x8 1x100",
            container("oom_events_total", name="items-2"): "0x20 1x100",
            container("oom_events_total", "payment", "payment"): "9x108",
            container("start_time_seconds"): "1x108",
            f"{MEMORY_RATIO}{{{ITEMS}}}": "1x108",
        },
        expect={
            "2m": SILENT,
            "2m30s": SILENT,
            "2m45s": killed("1"),
            "11m45s": killed("2"),
            "15m": SILENT,
        },
    ),
    Scenario(
        alert="ContainerOutOfMemory",
        name="fires when a container restarts after its memory was short",
        series={
            container("start_time_seconds"): "1x8 2x100",
            container("start_time_seconds", name="items-2"): "1 2x100",
            f"{MEMORY_RATIO}{{{ITEMS}}}": "0.95x7 0.96 0.3x120",
        },
        expect={
            "1m45s": SILENT,
            "2m45s": killed("1"),
            "11m45s": killed("1"),
            "12m": SILENT,
        },
    ),
    Scenario(
        alert="ContainerOutOfMemory",
        name="forgets a restart after ten minutes, whatever memory did since",
        series={
            container("start_time_seconds"): "1x8 2x100",
            f"{MEMORY_RATIO}{{{ITEMS}}}": "0.3x31 0.96 0.3x100",
        },
        expect={"7m45s": SILENT, "11m45s": killed("1"), "13m": SILENT},
    ),
    Scenario(
        alert="ContainerOutOfMemory",
        name="is silent after a restart with memory to spare",
        series={
            container("start_time_seconds"): "1x40 2x30 3x8 4x30",
            # The last time that it was short, ten minutes have passed.
            f"{MEMORY_RATIO}{{{ITEMS}}}": "0.96 0.95x120",
            container("start_time_seconds", "payment", "payment"): "1x120",
            f"{MEMORY_RATIO}{{{PAYMENT}}}": "1x120",
        },
        expect={"9m": SILENT, "10m15s": SILENT, "11m": SILENT, "20m": SILENT},
    ),
    Scenario(
        alert="ContainerMetricsIncomplete",
        name="fires for a service that no container metrics name, and resolves",
        series={
            f'up{{{DEV}, job="items", service="items"}}': "1x60",
            f'up{{{DEV}, job="payment", service="payment"}}': "1x60",
            f'up{{{DEV}, job="probe", service="external"}}': "1x60",
            f'up{{{DEV}, job="grafana", service="grafana"}}': "0x60",
            f'up{{{DEV}, job="container-exporter", service="container-exporter"}}': (
                "1x60"
            ),
            container("last_seen"): "1x60",
            container("last_seen", "container-exporter", "ce"): "1x60",
            container("last_seen", "payment", "payment"): "1x7 stale _x26 1x20",
        },
        expect={
            "2m": SILENT,
            "6m45s": SILENT,
            "7m": missing("payment", "1"),
            "9m": SILENT,
        },
    ),
    Scenario(
        alert="ContainerMetricsIncomplete",
        name="leaves an exporter that is down to its own alert",
        series={
            f'up{{{DEV}, job="items", service="items"}}': "1x60",
            f'up{{{DEV}, job="container-exporter", service="container-exporter"}}': (
                "0x60"
            ),
        },
        expect={"10m": SILENT},
    ),
    Scenario(
        alert="ContainerMetricsIncomplete",
        name="fires while readings fail, and resolves",
        series={
            f'container_exporter_errors_total{{{DEV}, service="container-exporter",'
            ' kind="unreadable"}': "0x7 1x5 2x10 3x60",
            f'container_exporter_errors_total{{{DEV}, service="container-exporter",'
            ' kind="names"}': "0x13 1x100",
        },
        expect={
            "1m45s": SILENT,
            "6m45s": SILENT,
            "7m": missing("container-exporter", "3"),
            "10m30s": missing("container-exporter", "1"),
            "11m": SILENT,
        },
    ),
)
FAMILIES = (
    Family(file="containers.yaml", scenarios=RECORDS),
    Family(file="container-alerts.yaml", scenarios=ALERTS),
)
