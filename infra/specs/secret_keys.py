"""How a secret is spelt in each place that it can come from."""

from collections.abc import Iterable, Mapping

ENVIRONMENT_PREFIX = "PHAROS_SECRET_"
# What stands for a secret wherever its value must not be.
SET = "[secret]"


def config_key(key: str) -> str:
    """Return the configuration key, ``grafanaAdminPassword`` of ``grafana-…``."""
    first, *rest = key.split("-")
    return first + "".join(word.capitalize() for word in rest)


def environment_key(key: str) -> str:
    """Return the environment variable of the secret *key*."""
    return ENVIRONMENT_PREFIX + key.upper().replace("-", "_")


def given(
    keys: Iterable[str], env: Mapping[str, str], kept: Mapping[str, str]
) -> Mapping[str, str]:
    """
    Return the configuration keys of the secrets that the machine has.

    Args:
        env: The environment.
        kept: The stack's own file of secrets.

    Returns:
        What stands for a secret, by configuration key.
    """
    return {
        config_key(key): SET
        for key in keys
        if env.get(environment_key(key)) or kept.get(key)
    }
