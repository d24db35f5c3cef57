"""The keys that the engine of a stack has from the start."""

from collections.abc import Mapping
from pathlib import Path

from docker.models.containers import Container

from catalog.services import ENGINE
from infra.specs.engine_keys import HOLDERS, KEYS_FOLDER
from tests.e2e.stack import Stack


def mounted(container: Container, destination: str) -> list[Path]:
    """Return the folders and files of this machine that it sees at *destination*."""
    return [
        Path(mount["Source"])
        for mount in container.attrs["Mounts"]
        if mount["Destination"].startswith(destination)
    ]


def engine_keys(stack: Stack) -> Mapping[str, str]:
    """Return each key by who holds it."""
    roots = mounted(stack.container(ENGINE.name), KEYS_FOLDER)
    files = [p for root in roots for p in [root, *root.rglob("*")] if p.is_file()]
    found = {path.name: path.read_text().strip() for path in files}
    assert found.keys() >= set(HOLDERS), sorted(found)
    return {holder: found[holder] for holder in HOLDERS}


def bearer(stack: Stack, holder: str) -> dict[str, str]:
    """Return the header with which *holder* asks the engine."""
    return {"Authorization": f"Bearer {engine_keys(stack)[holder]}"}
