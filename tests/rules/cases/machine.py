from tests.rules.scenarios import SILENT, Family, Firing, Scenario

NODE = 'environment="dev", job="node-exporter", instance="n", owner="platform"'
DISK = f'{{{NODE}, mountpoint="/"}}'
LABELS = {
    "environment": "dev",
    "job": "node-exporter",
    "instance": "n",
    "owner": "platform",
}


def disk(severity, summary, description):
    return Firing(
        labels={**LABELS, "severity": severity, "mountpoint": "/"},
        summary=summary,
        description=description,
    )


def filling(left):
    return disk(
        "warning",
        "The disk fills within a day",
        f"{left} are left on /, and at the pace of the last 6 hours none in 24 hours.",
    )


FULL = disk(
    "critical",
    "The disk is almost full",
    "4.9% of / are free; without space Prometheus and the databases stop.",
)
SHORT = Firing(
    labels={**LABELS, "severity": "warning"},
    summary="The machine is short of memory",
    description=(
        "9.9% of the machine's memory are available; the kernel kills processes when"
        " none is."
    ),
)
DISK_FILLS = (
    Scenario(
        alert="DiskFillsInADay",
        name="fires when what is left does not last 24 hours, and resolves",
        # 100 a minute are 144000 a day; then somebody makes room and it stops.
        step="1m",
        series={
            f"node_filesystem_avail_bytes{DISK}": (
                "200000x29 200000-100x700 200000x120"
            ),
            f"node_filesystem_size_bytes{DISK}": "1000000x1000",
        },
        # In 24 hours it would lose 144000: fewer are left from 9:51 on.
        expect={
            "9h50m": SILENT,
            "10h5m": SILENT,
            "10h6m": filling("139.1kiB"),
            "12h": filling("127.9kiB"),
            "13h": SILENT,
        },
    ),
    Scenario(
        alert="DiskFillsInADay",
        name="looks at six hours, not at less",
        # Flat for 10 hours, then for 2 as fast as would fill it in 13 more.
        step="1m",
        series={
            f"node_filesystem_avail_bytes{DISK}": "400000x600 400000-450x120",
            f"node_filesystem_size_bytes{DISK}": "1000000x1000",
        },
        expect={"12h": SILENT},
    ),
    Scenario(
        alert="DiskFillsInADay",
        name="looks at six hours, not at more",
        # Flat for longer than 6 hours, then for 6 as fast as fills it in 23 more.
        step="1m",
        series={
            f"node_filesystem_avail_bytes{DISK}": "400000x720 400000-230x360",
            f"node_filesystem_size_bytes{DISK}": "1000000x1200",
        },
        expect={"18h": filling("310kiB")},
    ),
    Scenario(
        alert="DiskFillsInADay",
        name="takes the first hour for no trend",
        step="1m",
        series={
            f"node_filesystem_avail_bytes{DISK}": "400000-1000x300",
            f"node_filesystem_size_bytes{DISK}": "1000000x300",
        },
        expect={"59m": SILENT, "74m": SILENT, "75m": filling("317.4kiB")},
    ),
    Scenario(
        alert="DiskFillsInADay",
        name="is silent while half of the disk is free",
        step="1m",
        series={
            f"node_filesystem_avail_bytes{DISK}": "600000-800x240",
            # Half of it is free at 120 minutes.
            f"node_filesystem_size_bytes{DISK}": "1008000x240",
        },
        expect={"2h15m": SILENT, "2h16m": filling("479.7kiB")},
    ),
    Scenario(
        alert="DiskFillsInADay",
        name="leaves a disk that is full to its own alert",
        step="1m",
        series={
            f"node_filesystem_avail_bytes{DISK}": "0x120",
            f"node_filesystem_size_bytes{DISK}": "1000000x120",
        },
        expect={"2h": SILENT},
    ),
)
NOW = (
    Scenario(
        alert="DiskAlmostFull",
        name="fires below five percent for five minutes, and resolves",
        series={
            f"node_filesystem_avail_bytes{DISK}": "50x7 49x27 50x20",
            f"node_filesystem_size_bytes{DISK}": "1000x60",
        },
        expect={"1m45s": SILENT, "6m45s": SILENT, "7m": FULL, "9m": SILENT},
    ),
    Scenario(
        alert="MachineMemoryLow",
        name="fires below ten percent for five minutes, and resolves",
        series={
            f"node_memory_MemAvailable_bytes{{{NODE}}}": "100x7 99x27 100x20",
            f"node_memory_MemTotal_bytes{{{NODE}}}": "1000x60",
        },
        expect={"1m45s": SILENT, "6m45s": SILENT, "7m": SHORT, "9m": SILENT},
    ),
)
FAMILIES = (
    Family(file="machine.yaml", scenarios=DISK_FILLS, every="1m"),
    Family(file="machine.yaml", scenarios=NOW),
)
