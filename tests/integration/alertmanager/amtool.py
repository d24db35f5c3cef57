"""Runs amtool as images.json says."""

import subprocess
from pathlib import Path

from tests.rules.promtool import resolved


def amtool(
    *arguments: str, text: str = "", folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run amtool on *text*; *folder* is seen from a container too."""
    argv = list(resolved().tool("amtool"))
    if folder is not None and "run" in argv[:3]:
        at = argv.index("run") + 1
        argv[at:at] = ["-v", f"{folder}:{folder}:ro"]
    return subprocess.run(
        [*argv, *arguments],
        input=text,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
