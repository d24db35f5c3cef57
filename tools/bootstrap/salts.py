"""Whether the salt in a settings file fits the passphrase of its stack."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from tools.bootstrap import backend, private_files, stack_settings
from tools.bootstrap.places import Places
from tools.bootstrap.stack_settings import Document, StackFile
from tools.bootstrap.state_step import CONFIG

SALT = "encryptionsalt"
# Whoever names a passphrase may use one for several stacks, and then one salt too.
_GIVEN = ("PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE")


@dataclass(frozen=True, kw_only=True)
class Known:
    """
    Where salts are written, besides the file in question.

    Attributes:
        own: That of the stack's last run; empty if there was none.
        kept: Salt of the last run of each other stack, by the stack's name.
        files: Salt in the settings file of each other stack, by the file's name.
        passphrase: Whether the stack has, or had, a passphrase.
    """

    own: str
    kept: Mapping[str, str]
    files: Mapping[str, str]
    passphrase: bool


def problems(
    where: Places, file: StackFile, env: Mapping[str, str] = os.environ
) -> list[str]:
    """Return why Pulumi could not decrypt with what *file* says; at most one."""
    if SALT not in file.document or any(name in env for name in _GIVEN):
        return []
    found = problem(file.path.name, file.document, known(where, file))
    return [found] if found else []


def problem(name: str, document: Document, known: Known) -> str:
    """
    Return why the salt in *document* cannot be the stack's own; empty if it may be.

    Args:
        name: Of the settings file.
    """
    salt = document[SALT]
    if salt == known.own:
        return ""
    owner = _place_of(salt, known.kept)
    if owner is None and known.passphrase:
        # Plain Pulumi has written it since the last run.
        return ""
    owner = owner or _place_of(salt, known.files)
    cut = f"delete that line{_lost(document)}"
    if owner is not None:
        return f"{name}: {SALT} came along in a copy, it is that of {owner}; {cut}"
    return (
        f"{name}: {SALT} fits no passphrase on this machine; {cut}; or, where the stack"
        " comes from another machine, bring its passphrase: `make restore FILE=…`, or"
        " set PULUMI_CONFIG_PASSPHRASE_FILE"
    )


def known(where: Places, file: StackFile) -> Known:
    """Return the salts that are on this machine."""
    stack = file.settings.stack
    own = where.stack(stack)
    files = {
        path.name: path
        for path in map(where.settings, stack_settings.known_stacks(where.checkout))
        if path != file.path
    }
    kept = {
        f"stack {folder.name!r}": folder / CONFIG
        for folder in sorted(where.stacks.glob("*"))
        if folder != own
    }
    return Known(
        own=next(_salts({"": own / CONFIG}), ("", ""))[1],
        kept=dict(_salts(kept)),
        files=dict(_salts(files)),
        # A state whose passphrase is lost has a message of its own.
        passphrase=(own / private_files.PHRASE_FILE).exists()
        or _has_state(where, file),
    )


def _place_of(salt: str, places: Mapping[str, str]) -> str | None:
    return next((place for place, other in places.items() if other == salt), None)


def _lost(document: Document) -> str:
    secured = [
        key
        for key, value in document["config"].items()
        if isinstance(value, Mapping) and "secure" in value
    ]
    if not secured:
        return ""
    return (
        f", and those of {', '.join(secured)}, encrypted with it; then set these again"
        " with `pulumi config set --secret`"
    )


def _salts(paths: Mapping[str, Path]) -> Iterator[tuple[str, str]]:
    for place, path in paths.items():
        try:
            document = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, yaml.YAMLError):
            # Somebody else's file: its own stack says what is wrong with it.
            continue
        if isinstance(document, Mapping) and isinstance(document.get(SALT), str):
            yield place, document[SALT]


def _has_state(where: Places, file: StackFile) -> bool:
    url = backend.backend_url(where, file.settings.backend_url)
    folder = backend.local_folder(url)
    return (
        folder is None or backend.checkpoint_file(folder, file.settings.stack).exists()
    )
