"""The only reader of Pulumi's configuration."""

import json
import os
from collections.abc import Mapping

import pulumi

from infra import credentials, paths
from infra.specs import secret_keys, settings
from infra.specs.secret_keys import SET
from infra.specs.settings import SECRET_KEYS, Settings


def read() -> Settings:
    """
    Return this stack's settings.

    Raises:
        SettingsError: When any is wrong; it lists every mistake.
    """
    known = {key: value for key in settings.KEYS if (value := _config().get(key))}
    stack = pulumi.get_stack()
    return settings.parse(stack, {**_everything(), **known, **_secrets(stack)})


def secret(key: str) -> pulumi.Output[str] | None:
    """Return the secret *key* of the configuration, if it is set."""
    return _config().get_secret(key)


def _everything() -> Mapping[str, str]:
    # The engine passes the whole configuration, so that a key that nothing reads can
    # be named. It holds decrypted values: those of secrets are dropped unread.
    found: Mapping[str, str] = json.loads(os.environ.get("PULUMI_CONFIG") or "{}")
    secrets = {f"{pulumi.get_project()}:{key}" for key in SECRET_KEYS}
    return {key: value for key, value in found.items() if key not in secrets}


def _secrets(stack: str) -> Mapping[str, str]:
    # Whether one is set decides what runs; its value stays where it is.
    found = {key: SET for key in SECRET_KEYS if secret(key) is not None}
    keys = [file.key for file in settings.GIVEN_SECRETS]
    kept = credentials.kept(paths.stack_folder(stack))
    return {**found, **secret_keys.given(keys, os.environ, kept)}


def _config() -> pulumi.Config:
    return pulumi.Config()
