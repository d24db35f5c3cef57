"""`make down`: everything but the volumes goes."""

from tools.bootstrap import backend, recovery
from tools.bootstrap.context import Context
from tools.bootstrap.prepare import Preparation
from tools.bootstrap.pulumi_cli import PulumiCli
from tools.bootstrap.step import stepping
from tools.bootstrap.update import Progress, outcome

STEP = "pulumi destroy"


def run(context: Context) -> int:
    """Destroy what is not protected."""
    with context.prepared() as preparation:
        pulumi = preparation.run(images=False)
        remove(context, preparation, pulumi, but_protected=True)
    print(
        f"stack {context.stack!r} is down; its volumes are kept: `make up` goes on with"
        " them, `make destroy` removes them"
    )
    return 0


def remove(
    context: Context,
    preparation: Preparation,
    pulumi: PulumiCli,
    *,
    but_protected: bool,
) -> None:
    """Run `pulumi destroy` once, after an interrupted update was repaired."""
    shown = preparation.display
    recover(preparation, pulumi)
    with stepping(shown, STEP) as step:
        progress = Progress(shown, STEP, lines=context.plain)
        step.outcome = outcome(pulumi.destroy(progress, but_protected=but_protected))


def recover(preparation: Preparation, pulumi: PulumiCli) -> None:
    """Repair what an interrupted update left."""
    folder = backend.local_folder(pulumi.variables["PULUMI_BACKEND_URL"])
    recovery.recover(pulumi, folder, preparation.engine, preparation.display)
