"""Runs promtool as images.json says, on files of a folder."""

import subprocess
from pathlib import Path

from infra import images, paths
from infra.images import Images, ImagesError
from tests.tools import require


def resolved() -> Images:
    """Return the resolved images; without them the calling test cannot run."""
    try:
        return images.load(paths.images_file(), "dev", {})
    except ImagesError:
        require("images.json", found=False)
        raise


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
