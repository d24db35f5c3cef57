"""Compose v2, built once from its pinned Go module into the cache."""

import hashlib
import os
import re
import subprocess
from pathlib import Path

MODULE = Path(__file__).parent / "compose"
PACKAGE = "github.com/docker/compose/v2"


def version() -> str:
    """Return the pinned version, such as ``v2.40.3``."""
    text = (MODULE / "go.mod").read_text()
    found = re.search(rf"{re.escape(PACKAGE)} (v\S+)", text)
    assert found, f"{MODULE}/go.mod does not name {PACKAGE}"
    return found[1]


def cache_folder() -> Path:
    """Return PHAROS_CACHE, or where it is by default."""
    if chosen := os.environ.get("PHAROS_CACHE"):
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "pharos"


def compose() -> Path:
    """Return the program, building it (about two minutes) where it is not cached."""
    pins = b"".join((MODULE / name).read_bytes() for name in ("go.mod", "go.sum"))
    key = hashlib.sha256(pins).hexdigest()[:16]
    program = cache_folder() / "tools" / f"compose-{key}" / "docker-compose"
    if program.exists():
        return program
    program.parent.mkdir(parents=True, exist_ok=True)
    part = program.with_suffix(".part")
    subprocess.run(
        [
            *("go", "build", "-p", "2", "-trimpath", "-buildvcs=false"),
            *("-ldflags", f"-s -w -X {PACKAGE}/internal.Version={version()}"),
            *("-o", part, f"{PACKAGE}/cmd"),
        ],
        cwd=MODULE,
        env={**os.environ, "CGO_ENABLED": "0", "GOTOOLCHAIN": "local"},
        check=True,
    )
    part.rename(program)
    return program
