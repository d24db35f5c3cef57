"""`make mask`: the secrets of a stack, as words that GitHub's log must not show."""

import os
from collections.abc import Iterable, Mapping

from infra.specs.secret_keys import ENVIRONMENT_PREFIX
from tools.bootstrap import private_files
from tools.bootstrap.context import Context
from tools.bootstrap.errors import BootstrapError

_SHORTEST = 4


def run(context: Context) -> int:
    """
    Print GitHub's command for each secret, which its runner takes and does not show.

    Raises:
        BootstrapError: When this is no runner of GitHub's: the secrets would be shown.
    """
    if os.environ.get("GITHUB_ACTIONS") != "true":
        raise BootstrapError(
            "this prints secrets for GitHub's runner to hide, and here is none"
            " (GITHUB_ACTIONS is not 'true'); one secret: `make secret NAME=…`"
        )
    folder = private_files.private_folder(context.where.stack(context.stack))
    # Made here, if need be: hidden before anything else can print them.
    private_files.ensure_secrets(folder)
    for word in words(private_files.read_secrets(folder), os.environ):
        print(f"::add-mask::{word}")
    return 0


def words(kept: Mapping[str, str], env: Mapping[str, str]) -> list[str]:
    """Return every secret that is on this machine, each line of it once."""
    given = [text for name, text in env.items() if name.startswith(ENVIRONMENT_PREFIX)]
    phrase = env.get("PULUMI_CONFIG_PASSPHRASE", "")
    return [*dict.fromkeys(_lines([*kept.values(), *given, phrase]))]


def _lines(secrets: Iterable[str]) -> Iterable[str]:
    # A command ends with its line, and a word of a letter would hide the whole log.
    for secret in secrets:
        for line in secret.splitlines():
            if len(line.strip()) >= _SHORTEST:
                yield _escaped(line.strip())


def _escaped(word: str) -> str:
    return word.replace("%", "%25")
