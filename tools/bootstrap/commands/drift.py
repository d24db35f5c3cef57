"""`make drift`: is what runs still what the code declares?"""

from infra.specs.errors import PlatformError
from tools.bootstrap import artifacts, backend, drift, stack_settings, state_step
from tools.bootstrap.context import Context
from tools.bootstrap.drift import Drift, Verdict
from tools.bootstrap.errors import BootstrapError, StateError
from tools.bootstrap.prepare import Preparation
from tools.bootstrap.pulumi_cli import PulumiCli
from tools.bootstrap.step import stepping
from tools.images.errors import ImagesError

STEP = "pulumi preview --refresh"
# make turns each but 0 into its own; artifacts/drift tells which it was.
CODES = {Verdict.CLEAN: 0, Verdict.ERROR: 1, Verdict.DRIFT: 3}


def run(context: Context) -> int:
    """Compare, changing nothing; write the verdict and what has drifted."""
    found = looked(context)
    artifacts.write(
        context.where.checkout, f"drift/{found.stack}.json", found.as_json()
    )
    artifacts.write(context.where.checkout, f"drift/{found.stack}.md", found.markdown())
    print("\n".join(found.lines()))
    return CODES[found.verdict]


def looked(context: Context) -> Drift:
    """Return what there is to say, the reason included why nothing can be said."""
    try:
        require_stack(context)
        with context.prepared() as preparation:
            pulumi = preparation.run()
            return compared(preparation, pulumi)
    except (BootstrapError, PlatformError, ImagesError) as error:
        return Drift(stack=context.stack, error=str(error))


def require_stack(context: Context) -> None:
    """
    Make sure that there is something to compare, as far as can be told here.

    Raises:
        StateError: When the stack was never brought up.
    """
    file = stack_settings.read(context.where, context.stack)
    url = backend.backend_url(context.where, file.settings.backend_url)
    if state_step.is_known(url, context.stack) is False:
        raise StateError(
            f"{url} does not know stack {context.stack!r}: it was never brought up, or"
            " its state is elsewhere (pharos:backendUrl, PHAROS_HOME)"
        )


def compared(preparation: Preparation, pulumi: PulumiCli) -> Drift:
    """
    Compare the stack with its code.

    Raises:
        PulumiError: When Pulumi cannot.
    """
    with stepping(preparation.display, STEP) as step:
        differences = drift.of_preview(pulumi.preview_refreshed())
        if preparation.engine is not None:
            present = preparation.engine.of_stack(pulumi.stack)
            differences += drift.of_engine(present)
        found = Drift(stack=pulumi.stack, differences=drift.merged(differences))
        step.outcome = found.verdict
    return found
