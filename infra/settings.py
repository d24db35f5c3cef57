"""The only reader of Pulumi's configuration."""

import json
import os
from collections.abc import Mapping

import pulumi

from infra.specs import settings
from infra.specs.settings import SECRET_KEYS, Settings


def read() -> Settings:
    """
    Return this stack's settings.

    Raises:
        SettingsError: When any is wrong; it lists every mistake.
    """
    known = {key: value for key in settings.KEYS if (value := _config().get(key))}
    return settings.parse(pulumi.get_stack(), {**_everything(), **known})


def secret(key: str) -> pulumi.Output[str] | None:
    """Return the secret *key* of the configuration, if it is set."""
    return _config().get_secret(key)


def _everything() -> Mapping[str, str]:
    # The engine passes the whole configuration, so that a key that nothing reads can
    # be named. It holds decrypted values: those of secrets are dropped unread.
    found: Mapping[str, str] = json.loads(os.environ.get("PULUMI_CONFIG") or "{}")
    secrets = {f"{pulumi.get_project()}:{key}" for key in SECRET_KEYS}
    return {key: value for key, value in found.items() if key not in secrets}


def _config() -> pulumi.Config:
    return pulumi.Config()
