"""Empty the folder /volume, which itself stays as it is; standard library only."""

import shutil
from pathlib import Path


def wipe(folder: Path) -> None:
    """Remove everything in *folder*."""
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


if __name__ == "__main__":
    wipe(Path("/volume"))
