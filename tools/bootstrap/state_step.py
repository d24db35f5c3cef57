"""The step that opens a stack: secrets, passphrase, settings, the stack itself."""

from collections.abc import Iterable
from pathlib import Path

import yaml

from tools.bootstrap import backend, environment, private_files, stack_settings
from tools.bootstrap.places import Places
from tools.bootstrap.processes import OnLine, Processes
from tools.bootstrap.pulumi_cli import PulumiCli
from tools.bootstrap.stack_settings import Document, StackFile

CONFIG = "config.yaml"
LOCAL_PROVIDER = "passphrase"


def open_state(
    where: Places,
    file: StackFile,
    folders: Iterable[Path],
    processes: Processes,
    tell: OnLine,
) -> PulumiCli:
    """
    Return Pulumi, ready for the stack of *file*, which is made if need be.

    Args:
        folders: Of Pulumi and of the resource plugin.

    Raises:
        StateError: When passphrase, secrets or state cannot be used.
    """
    stack = file.settings.stack
    own = private_files.private_folder(where.stack(stack))
    private_files.private_folder(where.pulumi_home)
    private_files.ensure_secrets(own)
    url = backend.backend_url(where, file.settings.backend_url)
    known = is_known(url, stack)
    cli = PulumiCli(
        checkout=where.checkout,
        stack=stack,
        variables=environment.pulumi_variables(
            where,
            stack=stack,
            url=url,
            folders=folders,
            passphrase=_passphrase(own, file, known=bool(known)),
        ),
        config_file=own / CONFIG,
        processes=processes,
    )
    kept = read_kept(cli.config_file)
    if known is False or (known is None and not cli.exists()):
        tell(f"making stack {stack}")
        kept = {**kept, **cli.init(file.settings.secrets_provider)}
    write_config(cli.config_file, stack_settings.compose(file.document, kept))
    return cli


def is_known(url: str, stack: str) -> bool | None:
    """Tell whether the backend knows the stack; None where only Pulumi can tell."""
    folder = backend.local_folder(url)
    if folder is None:
        return None
    private_files.private_folder(folder.parent)
    return backend.read_checkpoint(folder, stack) is not None


def read_kept(path: Path) -> Document:
    """Return the settings of the run before; empty if there was none."""
    try:
        found = yaml.safe_load(path.read_text())
    except (FileNotFoundError, yaml.YAMLError):
        return {}
    return dict(found) if isinstance(found, dict) else {}


def write_config(path: Path, document: Document) -> None:
    """Write the settings with which Pulumi runs, if they have changed."""
    text = yaml.safe_dump(document, sort_keys=False)
    if not path.exists() or path.read_text() != text:
        private_files.replace(path, text)


def _passphrase(folder: Path, file: StackFile, *, known: bool) -> dict[str, str]:
    if file.settings.secrets_provider != LOCAL_PROVIDER:
        return {}
    return private_files.passphrase_environment(folder, known=known)
