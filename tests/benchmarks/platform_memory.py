"""
Memory of each container at rest and under load, and the sizes of the images.

At rest is a minute after the start; under load is the end of `tools.traffic`.
Memory is the working set: use less the page cache that can be dropped at once.
"""

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

from docker.models.containers import Container

from catalog.identity import LABEL_SERVICE
from tests.benchmarks.platform_report import conditions, save, table
from tests.benchmarks.platform_stack import benchmark_stack
from tests.e2e.checkout import ROOT
from tests.e2e.stack import Stack

MIB = 2**20
_KEY = re.compile(r":[0-9a-f]{16}$")


def working_set(stats: Mapping[str, Any]) -> int:
    """Return the working set in bytes of an answer of the engine's stats API."""
    memory = stats["memory_stats"]
    details = memory["stats"]
    inactive = details.get("total_inactive_file", details.get("inactive_file", 0))
    return max(int(memory["usage"]) - int(inactive), 0)


def memory_by_service(stack: Stack) -> dict[str, int]:
    """Return each service's working set in bytes."""
    return {
        c.labels[LABEL_SERVICE]: working_set(c.stats(stream=False))
        for c in stack.containers()
    }


def send_traffic(stack: Stack, rate: float, duration_s: float) -> None:
    """Run the traffic generator against the stack's front door."""
    subprocess.run(
        [
            *(sys.executable, "-m", "tools.traffic", "--plain"),
            *("--url", stack.url("gateway")),
            *("--rate", str(rate), "--duration", str(duration_s)),
        ],
        cwd=ROOT,
        check=True,
    )


def image_sizes(stack: Stack) -> dict[str, tuple[str, int]]:
    """Return name and bytes of each image by the services that run it."""
    by_image: dict[str, list[Container]] = {}
    for container in stack.containers():
        by_image.setdefault(str(container.attrs["Image"]), []).append(container)
    sizes = {}
    for reference, containers in by_image.items():
        image = stack.engine.images.get(reference)
        services = ", ".join(sorted(c.labels[LABEL_SERVICE] for c in containers))
        sizes[services] = (_plain_name(image.tags), int(image.attrs["Size"]))
    return sizes


def _plain_name(tags: Sequence[str]) -> str:
    """Return the tag for people, not the one that is a key of the cache."""
    plain = [tag for tag in tags if not _KEY.search(tag)]
    return plain[0] if plain else ", ".join(tags)


def measure(
    stack: Stack, *, rest_s: float, rate: float, load_s: float
) -> tuple[dict[str, int], dict[str, int]]:
    """Return working sets in bytes by service: at rest, and under load."""
    time.sleep(rest_s)
    at_rest = memory_by_service(stack)
    send_traffic(stack, rate, load_s)
    return at_rest, memory_by_service(stack)


def section(
    stack: Stack,
    at_rest: Mapping[str, int],
    loaded: Mapping[str, int],
    words: str,
) -> str:
    """Return the markdown of the result."""
    limits = {
        c.labels[LABEL_SERVICE]: c.attrs["HostConfig"]["Memory"]
        for c in stack.containers()
    }
    rows = [
        (name, *(f"{of[name] / MIB:.1f}" for of in (at_rest, loaded, limits)))
        for name in sorted(at_rest)
    ]
    total = (
        "all",
        *(f"{sum(of.values()) / MIB:.1f}" for of in (at_rest, loaded, limits)),
    )
    sizes = [
        (services, name or "(by id)", f"{size / 1e6:.1f}")
        for services, (name, size) in sorted(image_sizes(stack).items())
    ]
    return "\n\n".join(
        [
            "## Memory and image sizes",
            f"`python -m tests.benchmarks.platform_memory {words}`",
            table(
                ("Service", "At rest, MiB", "Under load, MiB", "Limit, MiB"),
                [*rows, total],
            ),
            table(("Image of", "Name", "MB"), sizes),
            conditions(str(stack.engine.version()["Version"])),
        ]
    )


def main() -> int:
    """Run the benchmark; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rest", type=float, default=60, help="seconds before")
    parser.add_argument("--rate", type=float, default=50, help="requests per second")
    parser.add_argument("--load", type=float, default=60, help="seconds of load")
    parser.add_argument("--save", action="store_true", help="write the page too")
    given = parser.parse_args()
    with benchmark_stack() as stack:
        found = measure(stack, rest_s=given.rest, rate=given.rate, load_s=given.load)
        words = f"--rest {given.rest:g} --rate {given.rate:g} --load {given.load:g}"
        text = section(stack, *found, words)
    print(text)
    if given.save:
        save("memory", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
