"""What each service's containers use of their limits."""

from catalog import containers
from catalog.records import (
    CONTAINER_CPU,
    CONTAINER_CPU_RATIO,
    CONTAINER_MEMORY,
    CONTAINER_MEMORY_RATIO,
    CONTAINER_THROTTLED,
)
from rules.model import Group, RecordingRule
from rules.promql import largest, summed

_CORES = f"{containers.SPEC_CPU_QUOTA.name} / {containers.SPEC_CPU_PERIOD.name}"

GROUP = Group(
    name="containers",
    rules=(
        RecordingRule(
            record=CONTAINER_CPU,
            expr=summed(f"rate({containers.CPU_USAGE.name}[5m])", CONTAINER_CPU.labels),
        ),
        RecordingRule(
            record=CONTAINER_CPU_RATIO,
            expr=(
                f"{CONTAINER_CPU.name}\n/ {summed(_CORES, CONTAINER_CPU_RATIO.labels)}"
            ),
        ),
        RecordingRule(
            record=CONTAINER_THROTTLED,
            expr=summed(
                f"rate({containers.CPU_THROTTLED.name}[5m])", CONTAINER_THROTTLED.labels
            ),
        ),
        RecordingRule(
            record=CONTAINER_MEMORY,
            expr=summed(containers.MEMORY_WORKING_SET.name, CONTAINER_MEMORY.labels),
        ),
        RecordingRule(
            record=CONTAINER_MEMORY_RATIO,
            # Without a limit the exporter says 0.
            expr=largest(
                f"{containers.MEMORY_WORKING_SET.name}"
                f" / ({containers.SPEC_MEMORY_LIMIT.name} > 0)",
                CONTAINER_MEMORY_RATIO.labels,
            ),
        ),
    ),
)
