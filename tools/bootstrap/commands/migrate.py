"""`make migrate`: moves a stack's state to another backend."""

import dataclasses
import time

from tools.bootstrap import archive, private_files, stack_settings, state_step
from tools.bootstrap.context import Context
from tools.bootstrap.errors import StateError
from tools.bootstrap.pulumi_cli import PulumiCli
from tools.bootstrap.step import stepping


def run(context: Context) -> int:
    """Back up, copy the state, point the settings at it, forget the old one."""
    to = context.arguments.to
    with context.prepared() as preparation:
        here = preparation.run(engine=False, images=False)
        before = here.variables["PULUMI_BACKEND_URL"]
        check_target(before, to, preparation.file)
        folder = private_files.private_folder(context.where.home / "backups")
        stamp = time.strftime("%Y%m%d-%H%M%S")
        kept = folder / f"{context.stack}-before-migration-{stamp}.tar"
        archive.write(kept, here, context.where.stack(context.stack))
        there = elsewhere(here, to)
        with stepping(preparation.display, f"copy the state to {to}"):
            copy(here, there, preparation.settings.secrets_provider)
        path = preparation.file.path
        before_text = path.read_text(encoding="utf-8")
        path.write_text(stack_settings.with_backend(before_text, to), encoding="utf-8")
        with stepping(preparation.display, f"forget it in {before}"):
            here.forget()
    print(
        f"the state of stack {context.stack!r} is in {to} now, and {path.name} says so"
    )
    print(f"the state as it was: {kept}")
    return 0


def check_target(before: str, to: str, file: stack_settings.StackFile) -> None:
    """
    Refuse a backend that cannot be meant, by the rules of the setting.

    Raises:
        StateError: When it is the one in use.
        SettingsError: When it is no backend.
    """
    if to.rstrip("/") == before.rstrip("/"):
        raise StateError(f"the state is in {to} already")
    stack_settings.check(file, {"pharos:backendUrl": to})


def elsewhere(pulumi: PulumiCli, url: str) -> PulumiCli:
    """Return the same Pulumi with another backend."""
    variables = {**pulumi.variables, "PULUMI_BACKEND_URL": url}
    return dataclasses.replace(pulumi, variables=variables)


def copy(here: PulumiCli, there: PulumiCli, secrets_provider: str) -> None:
    """
    Copy the state.

    Raises:
        StateError: When the other backend has such a stack already.
    """
    url = there.variables["PULUMI_BACKEND_URL"]
    known = state_step.is_known(url, there.stack)
    if known or (known is None and there.exists()):
        raise StateError(
            f"{url} has a stack {there.stack!r} already; remove or rename that one"
        )
    state = archive.exported(here)
    there.init(secrets_provider)
    archive.import_state({archive.STATE: state}, there)
