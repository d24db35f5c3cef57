"""Under which conditions a run took place: versions, machine, revision."""

import os
import platform
import subprocess
from pathlib import Path

from tools.evidence.stack import Stack

_ROOT = Path(__file__).resolve().parents[2]


def described(stack: Stack) -> dict[str, str]:
    """Return what a reader has to know to repeat the run."""
    one, five, _ = os.getloadavg()
    memory_gib = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return {
        "Prometheus": f"{stack.prometheus.version()} at {stack.addresses.prometheus}",
        "Alertmanager": (
            f"{stack.alertmanager.version()} at {stack.addresses.alertmanager}"
        ),
        "Notifications": stack.addresses.notifications,
        "Shop": stack.addresses.shop,
        "Revision": revision(),
        "Machine": (
            f"{platform.system()} {platform.release()}, {os.cpu_count()} CPUs,"
            f" {memory_gib:.0f} GiB"
        ),
        "Load average at the end": f"{one:.1f} (1 min), {five:.1f} (5 min)",
        "Python": platform.python_version(),
    }


def revision() -> str:
    """Return the checkout's revision, marked where it has other changes."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty"],
            cwd=_ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return "unknown"
    return done.stdout.strip() or "unknown"
