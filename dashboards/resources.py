"""What containers and the machine use, and how long it lasts."""

from catalog import containers, records, thirdparty
from catalog.alerts import Alert
from catalog.dashboards import Dashboard
from dashboards.page import LOW, Page, Row
from dashboards.panels import Panel, bars, dial, time_series, value
from dashboards.queries import SERVICE, Query, aggregated, increase, of, rate, summed
from dashboards.thresholds import above
from dashboards.units import Unit

_DAY_S = 86400
_ROOT = 'mountpoint="/"'
_DISK = of(thirdparty.NODE_DISK_AVAILABLE, _ROOT)
_DISK_FREE = aggregated("min", _DISK)
_DISK_SIZE = aggregated("min", of(thirdparty.NODE_DISK_SIZE, _ROOT))
_MEMORY_FREE = aggregated("min", of(thirdparty.NODE_MEMORY_AVAILABLE))
_MEMORY_SIZE = aggregated("min", of(thirdparty.NODE_MEMORY_TOTAL))
_BY_CORE = rate(thirdparty.NODE_CPU, by=["cpu"])
# No other process may read them, see ADR 3.
_TOLD = (
    "Each tells its own, health checks over loopback included; what has no metric of "
    "its network has no line."
)
_IDLE = 'mode=~"idle|iowait"'


def _expected(series: str, ahead_s: int, most: str) -> str:
    """
    Where the line of the last six hours leads to, from nothing to *most*.

    Minutes of a first start are no trend: until there is an hour, it stays as it is.
    """
    line = f"predict_linear({series}[6h], {ahead_s}) and {series} offset 1h"
    told = f"{aggregated('min', line)} or {aggregated('min', series)}"
    return f"clamp({told}, 0, scalar({most}))"


def restarts() -> Panel:
    """Return how often containers started; it belongs to health, too."""
    return time_series(
        "Restarts per Service",
        "Starts of a service's containers in the last hour.",
        Query(
            aggregated(
                "max",
                f"changes({of(containers.START_TIME, SERVICE)}[1h])",
                ["service"],
            ),
            "{{service}}",
        ),
        unit=Unit.COUNT,
        thresholds=above(look=1, bad=3),
        alerts=[Alert.CONTAINER_RESTARTS],
    )


LIMITS = Row(
    "Containers against their limits",
    (
        time_series(
            "Container Resources",
            "CPU and memory in use as a share of the container's limit. At the CPU's "
            "limit it is slowed down, at the memory's it is killed.",
            Query(of(records.CONTAINER_CPU_RATIO, SERVICE), "{{service}} CPU"),
            Query(of(records.CONTAINER_MEMORY_RATIO, SERVICE), "{{service}} memory"),
            unit=Unit.SHARE,
            thresholds=above(look=0.8, bad=0.9),
            alerts=[Alert.CONTAINER_CPU_NEAR_LIMIT, Alert.CONTAINER_MEMORY_NEAR_LIMIT],
        ),
        bars(
            "CPU of its Limit",
            "Cores in use as a share of the container's limit.",
            Query(of(records.CONTAINER_CPU_RATIO, SERVICE), "{{service}}"),
            unit=Unit.SHARE,
            thresholds=above(look=0.8, bad=0.9),
            highest=1,
            alerts=[Alert.CONTAINER_CPU_NEAR_LIMIT],
        ),
        bars(
            "Memory of its Limit",
            "Memory in use as a share of the container's limit.",
            Query(of(records.CONTAINER_MEMORY_RATIO, SERVICE), "{{service}}"),
            unit=Unit.SHARE,
            thresholds=above(look=0.8, bad=0.9),
            highest=1,
            alerts=[Alert.CONTAINER_MEMORY_NEAR_LIMIT],
        ),
    ),
)
USAGE = Row(
    "Containers",
    (
        time_series(
            "CPU",
            "Cores that the containers of a service use.",
            Query(of(records.CONTAINER_CPU, SERVICE), "{{service}}"),
            unit=Unit.CORES,
            stacked=True,
        ),
        time_series(
            "Memory",
            "Memory in use, without the page cache that can be dropped.",
            Query(
                of(records.CONTAINER_MEMORY, SERVICE),
                "{{service}}",
            ),
            unit=Unit.BYTES,
            stacked=True,
        ),
        time_series(
            "CPU Held Back",
            "Seconds per second that the CPU limit holds threads back, in sum.",
            Query(of(records.CONTAINER_THROTTLED, SERVICE), "{{service}}"),
            unit=Unit.SECONDS,
            thresholds=above(look=0.25),
            alerts=[Alert.CONTAINER_CPU_NEAR_LIMIT],
        ),
    ),
)
PROCESSES = Row(
    "Processes and disks of containers",
    (
        time_series(
            "Threads",
            "Threads of each service, which is what process limits count.",
            Query(summed(of(containers.THREADS, SERVICE), ["service"]), "{{service}}"),
            unit=Unit.COUNT,
        ),
        time_series(
            "Disk Reads",
            "Bytes per second that containers read from disks.",
            Query(rate(containers.FS_READS, SERVICE, by=["service"]), "{{service}}"),
            unit=Unit.BYTES_PER_SECOND,
        ),
        time_series(
            "Disk Writes",
            "Bytes per second that containers write to disks.",
            Query(rate(containers.FS_WRITES, SERVICE, by=["service"]), "{{service}}"),
            unit=Unit.BYTES_PER_SECOND,
        ),
        bars(
            "Killed for Memory",
            "Processes that the kernel killed for want of memory in the shown time.",
            Query(
                increase(containers.OOM_EVENTS, SERVICE, by=["service"]), "{{service}}"
            ),
            unit=Unit.COUNT,
            thresholds=above(bad=1),
            alerts=[Alert.CONTAINER_OUT_OF_MEMORY],
        ),
        restarts(),
    ),
)
NETWORK = Row(
    "Network of containers",
    (
        time_series(
            "Network Received",
            f"Bytes per second that a service's container receives. {_TOLD}",
            Query(
                rate(thirdparty.NETWORK_RECEIVED, SERVICE, by=["service"]),
                "{{service}}",
            ),
            unit=Unit.BYTES_PER_SECOND,
        ),
        time_series(
            "Network Sent",
            f"Bytes per second that a service's container sends. {_TOLD}",
            Query(
                rate(thirdparty.NETWORK_SENT, SERVICE, by=["service"]), "{{service}}"
            ),
            unit=Unit.BYTES_PER_SECOND,
        ),
    ),
)
MACHINE = Row(
    "Machine",
    (
        dial(
            "Machine CPU",
            "Share of the machine's CPU time that is in use.",
            Query(
                f"1 - {rate(thirdparty.NODE_CPU, _IDLE)} / {rate(thirdparty.NODE_CPU)}",
                "CPU",
            ),
            unit=Unit.SHARE,
            thresholds=above(look=0.8, bad=0.95),
            highest=1,
        ),
        dial(
            "Machine Memory",
            "Share of the machine's memory that programs cannot get any more.",
            Query(f"1 - {_MEMORY_FREE} / {_MEMORY_SIZE}", "memory"),
            unit=Unit.SHARE,
            thresholds=above(look=0.8, bad=0.9),
            highest=1,
            alerts=[Alert.MACHINE_MEMORY_LOW],
        ),
        dial(
            "Machine Disk",
            "Share of the disk that is taken.",
            Query(f"1 - {_DISK_FREE} / {_DISK_SIZE}", "disk"),
            unit=Unit.SHARE,
            thresholds=above(look=0.8, bad=0.9),
            highest=1,
            alerts=[Alert.DISK_ALMOST_FULL],
        ),
        time_series(
            "Load",
            "Threads that run or wait to, averaged over a minute, and the cores.",
            Query(aggregated("max", of(thirdparty.NODE_LOAD1)), "load"),
            Query(f"count({_BY_CORE})", "cores"),
            unit=Unit.COUNT,
        ),
        time_series(
            "Machine Disk IO",
            "Bytes per second that all the machine's disks read and write.",
            Query(rate(thirdparty.NODE_DISK_READ), "read"),
            Query(rate(thirdparty.NODE_DISK_WRITTEN), "written"),
            unit=Unit.BYTES_PER_SECOND,
        ),
    ),
)
CAPACITY = Row(
    "Capacity",
    (
        time_series(
            "Disk Free",
            "Free space, and what is left in a day and in four if the last six hours "
            "go on.",
            Query(_DISK_FREE, "now"),
            Query(_expected(_DISK, _DAY_S, _DISK_SIZE), "in a day"),
            Query(
                _expected(_DISK, 4 * _DAY_S, _DISK_SIZE),
                "in four days",
            ),
            unit=Unit.BYTES,
            alerts=[Alert.DISK_FILLS_IN_A_DAY, Alert.DISK_ALMOST_FULL],
        ),
        time_series(
            "Memory Free",
            "Memory that programs can get, and what is left in a day if the last six "
            "hours go on.",
            Query(_MEMORY_FREE, "now"),
            Query(
                _expected(of(thirdparty.NODE_MEMORY_AVAILABLE), _DAY_S, _MEMORY_SIZE),
                "in a day",
            ),
            unit=Unit.BYTES,
            alerts=[Alert.MACHINE_MEMORY_LOW],
        ),
    ),
)
EXPORTER = Row(
    "Completeness of these numbers",
    (
        value(
            "Containers Read",
            "Containers that the exporter found, by whether their names are known.",
            Query(summed(of(containers.EXPORTER_CONTAINERS), ["state"]), "{{state}}"),
            unit=Unit.COUNT,
            alerts=[Alert.CONTAINER_METRICS_INCOMPLETE],
        ),
        value(
            "Reading Errors",
            "What could not be read or understood of containers in the shown time.",
            Query(increase(containers.EXPORTER_ERRORS), "errors"),
            unit=Unit.COUNT,
            thresholds=above(bad=1),
            alerts=[Alert.CONTAINER_METRICS_INCOMPLETE],
        ),
    ),
    height=LOW,
)
PAGE = Page(
    uid=Dashboard.RESOURCES,
    title="System and Container Resources",
    description="What containers and the machine use, and how long it lasts.",
    rows=(LIMITS, USAGE, PROCESSES, NETWORK, MACHINE, CAPACITY, EXPORTER),
    services=containers.LAST_SEEN.name,
)
