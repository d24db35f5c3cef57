"""Reads Pulumi.<stack>.yaml, as the program will, before Pulumi does."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from catalog.identity import PROJECT
from infra.specs.secret_keys import given
from infra.specs.settings import DEV_STACK, GIVEN_SECRETS, Settings, parse
from tools.bootstrap import ephemeral, private_files
from tools.bootstrap.errors import StateError, UnknownStack
from tools.bootstrap.places import Places

# What Pulumi adds to the file for the secrets in it.
ENCRYPTION_KEYS = ("encryptionsalt", "secretsprovider", "encryptedkey")
Document = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class StackFile:
    """
    A stack's settings file.

    Attributes:
        document: The whole YAML.
        secrets: Marks of the secrets that come from elsewhere.
        settings: What it says, checked.
    """

    path: Path
    document: Document
    settings: Settings
    secrets: Mapping[str, str] = field(default_factory=dict)

    @property
    def encrypts(self) -> bool:
        """Whether the file itself says how its secrets are encrypted."""
        return any(key in self.document for key in ENCRYPTION_KEYS)


def known_stacks(checkout: Path) -> list[str]:
    """Return the stacks that have a settings file."""
    files = sorted(checkout.glob("Pulumi.*.yaml"))
    return [path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in files]


def read(where: Places, stack: str) -> StackFile:
    """
    Return the settings of *stack*.

    Raises:
        UnknownStack: When there is no such file; lists those that there are.
        StateError: When the file is not YAML of the right shape.
        SettingsError: All mistakes in it.
    """
    path = settings_file(where, stack)
    document = load(path, where, stack)
    secrets = given_secrets(private_files.read_secrets(where.stack(stack)))
    return StackFile(
        path=path,
        document=document,
        secrets=secrets,
        settings=parse(stack, {**document["config"], **secrets}),
    )


def settings_file(where: Places, stack: str) -> Path:
    """Return the file of *stack*: its own, else dev's where it is a pull request's."""
    own = where.settings(stack)
    if ephemeral.NAME.fullmatch(stack) and not own.exists():
        return where.settings(DEV_STACK)
    return own


def given_secrets(
    kept: Mapping[str, str], env: Mapping[str, str] = os.environ
) -> Mapping[str, str]:
    """Return a mark for each optional secret that is not in the settings file."""
    return given([file.key for file in GIVEN_SECRETS], env, kept)


def load(path: Path, where: Places, stack: str) -> Document:
    """Return the YAML of *path*, with a ``config`` in any case."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        names = ", ".join(known_stacks(where.checkout)) or "none"
        raise UnknownStack(
            f"no stack {stack!r}: {path.name} is missing; known: {names}. To make a"
            f" new one: `cp Pulumi.{DEV_STACK}.yaml {path.name}`"
        ) from None
    except UnicodeDecodeError as error:
        raise StateError(
            f"{path.name} is not UTF-8: byte {error.object[error.start]:#04x} in line"
            f" {line_of(error)}; save it as UTF-8"
        ) from error
    except OSError as error:
        raise StateError(f"{path.name} cannot be read: {error.strerror}") from error
    try:
        document = yaml.safe_load(text) or {}
    except (yaml.YAMLError, ValueError) as error:
        # A date such as 2026-13-01 is a ValueError.
        raise StateError(f"{path.name} is not YAML: {error}") from error
    if not isinstance(document, Mapping):
        raise StateError(
            f"{path.name} holds no settings; it has to begin with `config:`"
        )
    config = document.get("config") or {}
    if not isinstance(config, Mapping):
        raise StateError(f"{path.name}: `config:` has to hold keys with their values")
    if odd := [repr(key) for key in (*document, *config) if not isinstance(key, str)]:
        raise StateError(
            f"{path.name} has keys that are no text: {', '.join(odd)}; a key looks"
            f" like {PROJECT}:portOffset"
        )
    return {**document, "config": dict(config)}


def line_of(error: UnicodeDecodeError) -> int:
    """Return the number of the line in which reading stopped."""
    return error.object.count(b"\n", 0, error.start) + 1


def compose(own: Mapping[str, Any], kept: Mapping[str, Any]) -> Document:
    """
    Return the settings with which Pulumi runs.

    Args:
        own: The file of the checkout.
        kept: The composed file of the run before, if any, for how it encrypts.
    """
    if any(key in own for key in ENCRYPTION_KEYS):
        return dict(own)
    return {**{k: kept[k] for k in ENCRYPTION_KEYS if k in kept}, **own}


def check(file: StackFile, changes: Mapping[str, str]) -> Settings:
    """
    Return the settings as they would be with *changes*.

    Raises:
        SettingsError: All mistakes.
    """
    return parse(
        file.settings.stack,
        {**file.document["config"], **file.secrets, **changes},
    )


def with_backend(text: str, url: str) -> str:
    """Return the text of a settings file with another backend, comments kept."""
    line = f"  {PROJECT}:backendUrl: {json.dumps(url)}"
    present = re.compile(rf"^ +{PROJECT}:backendUrl:.*$", re.MULTILINE)
    if present.search(text):
        return present.sub(lambda _: line, text)
    head = re.compile(r"^config:[ \t]*(\{\})?[ \t]*$", re.MULTILINE)
    if head.search(text):
        return head.sub(lambda _: f"config:\n{line}", text, count=1)
    return f"{text.rstrip()}\nconfig:\n{line}\n".lstrip()
