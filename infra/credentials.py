"""Secrets by key: configuration, then environment, then the stack's own file."""

# Not called secrets: this folder is first on the program's sys.path, and would hide
# the standard library's module of that name.

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pulumi

from infra.specs.errors import PlatformError
from infra.specs.secret_keys import config_key, environment_key

FILE = "secrets.json"


class SecretsError(PlatformError):
    """A secret has no source."""


def lookup(
    key: str,
    *,
    configured: Callable[[str], pulumi.Output[str] | None],
    folder: Path,
    env: Mapping[str, str] = os.environ,
) -> pulumi.Output[str]:
    """
    Return the secret *key*, marked as one.

    Args:
        configured: Reads a secret of the stack's configuration.
        folder: The stack's folder, whose ``secrets.json`` bootstrap wrote.

    Raises:
        SecretsError: When no source has it.
    """
    from_config = configured(config_key(key))
    if from_config is not None:
        return pulumi.Output.secret(from_config)
    plain = env.get(environment_key(key)) or kept(folder).get(key)
    if not plain:
        raise SecretsError(
            f"no secret {key!r}; run `make up`, which makes one, or set"
            f" {environment_key(key)} or `pulumi config set --secret"
            f" {config_key(key)}`"
        )
    return pulumi.Output.secret(plain)


def kept(folder: Path) -> Mapping[str, str]:
    """
    Return the secrets of the stack's own file.

    Raises:
        SecretsError: When it is damaged.
    """
    path = folder / FILE
    try:
        found: Mapping[str, str] = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise SecretsError(
            f"{path} is damaged; restore it from a backup, or delete it and run"
            " `make up` for new secrets"
        ) from error
    return found
