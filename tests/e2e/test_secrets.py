"""The planted secrets are in no place but their own files."""

import stat
from pathlib import Path

import pytest

from tests.e2e.canary import hits, hits_in_files

pytestmark = pytest.mark.stack


def places_of_secrets(stack):
    """The files that hold a secret on purpose: all are for their owner alone."""
    home = stack.home / "stacks" / stack.name
    mounted = {
        path.resolve()
        for container in stack.containers()
        for mount in container.attrs["Mounts"]
        if mount["Destination"].startswith("/run/secrets")
        for path in stack_files(mount["Source"])
    }
    own = {home / "secrets.json", home / "passphrase"}
    return mounted | {path for path in own if path.exists()}


def stack_files(source):
    root = Path(source)
    files = [root] if root.is_file() else [p for p in root.rglob("*") if p.is_file()]
    return [path.resolve() for path in files]


def test_a_planted_secret_reached_its_process(stack):
    """Otherwise the searches below would search for nothing."""
    found = {
        hit.rpartition(": ")[2]
        for path in places_of_secrets(stack)
        for hit in hits(stack.canaries, str(path), path.read_bytes())
    }

    assert {"simulation-token", "webhook-url"} <= found


def test_files_with_secrets_are_for_their_owner_alone(stack):
    modes = {
        str(path): stat.S_IMODE(path.stat().st_mode)
        for path in places_of_secrets(stack)
    }

    assert not {path: oct(mode) for path, mode in modes.items() if mode & 0o077}


def test_no_secret_is_in_the_state_or_any_other_file(stack):
    found = hits_in_files(
        stack.canaries,
        [stack.home, stack.checkout],
        except_=places_of_secrets(stack),
    )

    assert [*found] == []


def test_no_secret_is_in_what_the_engine_shows(stack):
    found = [
        hit
        for container in stack.containers()
        for hit in hits(
            stack.canaries, str(container.name), repr(container.attrs).encode()
        )
    ]

    assert found == []


def test_no_secret_is_in_a_log(stack):
    found = [
        hit
        for container in stack.containers()
        for hit in hits(stack.canaries, f"log of {container.name}", container.logs())
    ]

    assert found == []


def test_no_secret_is_in_an_image(stack):
    images = {str(c.image.id): c.image for c in stack.containers() if c.image}
    found = [
        hit
        for name, image in images.items()
        for hit in hits(
            stack.canaries, name, repr([image.history(), image.attrs]).encode()
        )
    ]

    assert found == []


def test_no_secret_is_in_what_make_printed(stack):
    assert [*hits(stack.canaries, "make", stack.output.encode())] == []


def test_no_secret_is_in_the_environment_of_a_process(stack):
    found = [
        hit
        for container in stack.containers()
        for kind in ("environ", "cmdline")
        for hit in hits(
            stack.canaries,
            f"{kind} of {container.name}",
            Path(f"/proc/{container.attrs['State']['Pid']}/{kind}").read_bytes(),
        )
    ]

    assert found == []
