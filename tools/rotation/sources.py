"""Which secrets a stack has, and where each one comes from."""

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum

from catalog.identity import PROJECT
from infra.specs.secret_keys import config_key, environment_key
from infra.specs.settings import GIVEN_SECRETS
from tools.bootstrap.private_files import GENERATED
from tools.rotation.errors import RotationError

NAMES = (*GENERATED, *(file.key for file in GIVEN_SECRETS))


class Source(StrEnum):
    """Where a secret comes from; the first that has it wins."""

    SETTINGS = "settings"
    ENVIRONMENT = "environment"
    GENERATED = "generated"
    NONE = "not set"


def source(
    name: str, config: Collection[str], env: Mapping[str, str], kept: Mapping[str, str]
) -> Source:
    """
    Return where the secret *name* comes from.

    Args:
        config: Keys of the settings file.
        env: The environment.
        kept: The stack's own file of secrets.
    """
    if f"{PROJECT}:{config_key(name)}" in config:
        return Source.SETTINGS
    if env.get(environment_key(name)):
        return Source.ENVIRONMENT
    return Source.GENERATED if kept.get(name) else Source.NONE


def listing(
    config: Collection[str], env: Mapping[str, str], kept: Mapping[str, str]
) -> Iterator[str]:
    """Yield a line per secret: its name and its source, never its value."""
    width = max(map(len, NAMES))
    for name in NAMES:
        yield f"{name.ljust(width)}  {source(name, config, env, kept)}"


def require_generated(name: str, found: Source, stack: str) -> None:
    """
    Refuse a secret of which only its owner can say a new value.

    Raises:
        RotationError: Says where the new value has to go.
    """
    key = config_key(name)
    if name not in NAMES:
        raise RotationError(f"no secret {name!r}; there are {', '.join(NAMES)}")
    if found is Source.SETTINGS:
        raise RotationError(
            f"{name} of stack {stack!r} comes from the settings; give the new one with"
            f" `pulumi config set --secret {PROJECT}:{key}`, then `make up`"
        )
    if found is Source.ENVIRONMENT:
        raise RotationError(
            f"{name} of stack {stack!r} comes from {environment_key(name)}; set the new"
            " value there and run `make up`, or unset it, run `make up`, and rotate"
        )
    if name not in GENERATED:
        raise RotationError(
            f"{name} is given by somebody else, who has to make the new one; set it in"
            f" {environment_key(name)} or with `pulumi config set --secret"
            f" {PROJECT}:{key}`, then `make up`"
        )
