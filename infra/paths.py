"""Where this machine keeps what does not belong into the checkout."""

import os
from collections.abc import Mapping
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
# In a stack's folder: what it has run, program and settings.
RELEASES = "releases"


def home(env: Mapping[str, str] = os.environ) -> Path:
    """Return ``PHAROS_HOME``, or its default below the user's state folder."""
    chosen = env.get("PHAROS_HOME")
    if chosen:
        return Path(chosen).absolute()
    state = env.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "pharos"


def stack_folder(stack: str, env: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of one stack's secrets and mounted files."""
    return home(env) / "stacks" / stack


def images_file(stack: str, env: Mapping[str, str] = os.environ) -> Path:
    """Return the file that says which images were resolved for one stack."""
    return stack_folder(stack, env) / "images.json"


def files_folder(stack: str, name: str, env: Mapping[str, str] = os.environ) -> Path:
    """Return the folder that a container mounts as *name*."""
    return stack_folder(stack, env) / "files" / name
