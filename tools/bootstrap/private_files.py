"""Passphrase and generated secrets: made once, readable by their owner only."""

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from infra.specs.databases import SECRET_KEYS as DATABASE_PASSWORDS
from infra.specs.engine_keys import HOLDERS, secret_key
from tools.bootstrap.errors import StateError

PHRASE_FILE = "passphrase"
SECRETS_FILE = "secrets.json"
GENERATED = (
    "grafana-admin-password",
    "simulation-token",
    *(secret_key(holder) for holder in HOLDERS),
    *DATABASE_PASSWORDS,
)
_STRENGTH_BYTES = 32


def private_folder(path: Path) -> Path:
    """Make *path*, and the folders above it that are missing, for its owner only."""
    if not path.is_dir():
        private_folder(path.parent)
        path.mkdir(exist_ok=True, mode=0o700)
    return path


def create(path: Path, text: str) -> bool:
    """
    Write a file that only its owner can read, unless there is one.

    Returns:
        Whether it was written.
    """
    private_folder(path.parent)
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    scratch.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(scratch, flags, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # A link never overwrites, and is there whole or not at all.
        os.link(scratch, path)
    except FileExistsError:
        return False
    finally:
        scratch.unlink(missing_ok=True)
    return True


def replace(path: Path, text: str) -> None:
    """Write a file that only its owner can read in place of another one."""
    private_folder(path.parent)
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    scratch.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(scratch, flags, 0o600), "w") as file:
        file.write(text)
    scratch.rename(path)


def passphrase_environment(
    folder: Path, *, known: bool, env: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """
    Return the variables that give Pulumi the passphrase of a stack.

    What the environment says already wins; else the stack's file, made if need be.

    Args:
        known: Whether there is a state already, which the passphrase has to decrypt.

    Raises:
        StateError: When the passphrase is lost.
    """
    for name in ("PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"):
        if name in env:
            return {name: env[name]}
    path = folder / PHRASE_FILE
    if not known:
        create(path, secrets.token_urlsafe(_STRENGTH_BYTES) + "\n")
    if not path.exists() or not path.read_text().strip():
        raise StateError(
            f"the passphrase in {path} is lost; set PULUMI_CONFIG_PASSPHRASE, or"
            " restore it from a backup (`make restore FILE=…`): nothing else decrypts"
            " the state of this stack"
        )
    return {"PULUMI_CONFIG_PASSPHRASE_FILE": str(path)}


def ensure_secrets(folder: Path, names: Iterable[str] = GENERATED) -> Path:
    """
    Make every secret of *names* that the stack does not have yet.

    Returns:
        The file that holds them.
    """
    path = folder / SECRETS_FILE
    known = read_secrets(folder)
    new = {
        name: secrets.token_urlsafe(_STRENGTH_BYTES)
        for name in names
        if name not in known
    }
    if new:
        replace(path, json.dumps({**known, **new}, indent=2) + "\n")
    return path


def read_secrets(folder: Path) -> dict[str, str]:
    """
    Return the generated secrets of a stack.

    Raises:
        StateError: When the file is damaged.
    """
    path = folder / SECRETS_FILE
    try:
        found: dict[str, str] = dict(json.loads(path.read_text()).items())
    except FileNotFoundError:
        return {}
    except AttributeError as error:
        raise StateError(
            f"{path} is damaged (no object of names and values); restore it from a"
            " backup (`make restore FILE=…`), or delete it for new secrets"
        ) from error
    except ValueError as error:
        raise StateError(
            f"{path} is damaged ({error}); restore it from a backup (`make restore"
            " FILE=…`), or delete it for new secrets"
        ) from error
    return found
