"""`make down`: everything but the volumes goes."""

from tools.bootstrap import backend, ownership, recovery
from tools.bootstrap.context import Context
from tools.bootstrap.make_words import make
from tools.bootstrap.prepare import Preparation
from tools.bootstrap.pulumi_cli import PulumiCli
from tools.bootstrap.step import stepping
from tools.bootstrap.update import Progress, outcome

STEP = "pulumi destroy"


def run(context: Context) -> int:
    """Destroy what is not protected."""
    with context.prepared(ownership_too=True) as preparation:
        if never_up(preparation):
            up = make("up", context.stack)
            print(
                f"stack {context.stack!r} is not up, and has no volumes; {up} makes it"
            )
            return 0
        pulumi = preparation.run(images=False)
        recover(preparation, pulumi)
        protect_volumes(preparation, pulumi)
        remove(context, preparation, pulumi, but_protected=True)
    print(
        f"stack {context.stack!r} is down; its volumes are kept:"
        f" {make('up', context.stack)} goes on with them,"
        f" {make('destroy', context.stack)} removes them"
    )
    return 0


def never_up(preparation: Preparation) -> bool:
    """Tell whether no update of the stack has ever begun, where a file tells."""
    settings = preparation.settings
    folder = backend.local_folder(
        backend.backend_url(preparation.where, settings.backend_url)
    )
    return folder is not None and not ownership.knows_something(
        backend.read_checkpoint(folder, settings.stack)
    )


def remove(
    context: Context,
    preparation: Preparation,
    pulumi: PulumiCli,
    *,
    but_protected: bool,
) -> None:
    """Run `pulumi destroy` once."""
    shown = preparation.display
    with stepping(shown, STEP) as step:
        progress = Progress(shown, STEP, lines=context.plain)
        step.outcome = outcome(pulumi.destroy(progress, but_protected=but_protected))


def protect_volumes(preparation: Preparation, pulumi: PulumiCli) -> None:
    """Protect the volumes anew that a `make destroy` which broke off has exposed."""
    folder = backend.local_folder(pulumi.variables["PULUMI_BACKEND_URL"])
    checkpoint = backend.read_checkpoint(folder, pulumi.stack) if folder else None
    if checkpoint and checkpoint.exposed_volumes:
        with stepping(preparation.display, "protect the volumes"):
            pulumi.protect(checkpoint.exposed_volumes)


def recover(preparation: Preparation, pulumi: PulumiCli) -> None:
    """Repair what an interrupted update left."""
    folder = backend.local_folder(pulumi.variables["PULUMI_BACKEND_URL"])
    recovery.recover(pulumi, folder, preparation.engine, preparation.display)
