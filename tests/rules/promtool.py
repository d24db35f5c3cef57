"""Runs promtool as images.json says, on files of a folder."""

import subprocess
from pathlib import Path

from infra import images, paths
from infra.images import Images
from tests.tools import require


def resolved() -> Images:
    """Return the resolved images; without them the calling test cannot run."""
    # The tools are the same, whichever stack they were resolved for.
    files = sorted(
        paths.stack_folder("dev").parent.glob("*/images.json"),
        key=lambda file: (file.parent.name != "dev", file),
    )
    require("images.json", found=bool(files))
    return images.parse(files[0].read_text(), files[0])


def promtool(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run promtool in *folder*, in a container where that is how it was resolved."""
    argv = list(resolved().tool("promtool"))
    if argv[:2] == ["docker", "run"]:
        argv[2:2] = ["-v", f"{folder}:{folder}:ro", "-w", str(folder)]
    return subprocess.run(
        [*argv, *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
