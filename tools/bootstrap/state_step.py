"""The step that opens a stack: secrets, passphrase, settings, the stack itself."""

from collections.abc import Iterable
from pathlib import Path

import yaml

from tools.bootstrap import backend, environment, private_files, stack_settings
from tools.bootstrap.errors import StateError
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
    composed = stack_settings.compose(file.document, kept)
    check_provider(composed, file.settings.secrets_provider, stack)
    write_config(cli.config_file, composed)
    return cli


def check_provider(composed: Document, wanted: str, stack: str) -> None:
    """
    Make sure that the stack's secrets are encrypted as the settings say.

    Raises:
        StateError: When they are not; only Pulumi can encrypt them anew.
    """
    salted = LOCAL_PROVIDER if "encryptionsalt" in composed else wanted
    used = composed.get("secretsprovider", salted)
    if used != wanted:
        raise StateError(
            f"pharos:secretsProvider is {wanted!r}, but the secrets of stack {stack!r}"
            f' are encrypted with {used!r}. Set it back, then `eval "$(make env)"` and'
            f" `pulumi stack change-secrets-provider {wanted}`, then set it again"
        )


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
