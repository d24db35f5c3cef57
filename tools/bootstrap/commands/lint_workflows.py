"""`make lint-workflows`: what GitHub will run, judged before it does."""

from tools.bootstrap.context import Context
from tools.bootstrap.step import stepping
from tools.workflows import lint
from tools.workflows.errors import WorkflowError

STEP = "actionlint"


def run(context: Context) -> int:
    """Print what is wrong with the workflows."""
    try:
        found = lint.ours(context.where.checkout)
    except WorkflowError as error:
        print(f"error: {error}")
        return 1
    with (
        context.progress() as shown,
        stepping(shown, STEP) as step,
    ):
        theirs, reason = lint.theirs(
            context.where.checkout, context.where.cache, shown.line
        )
        step.outcome = reason or f"{len(theirs)} findings"
    found += theirs
    for each in found:
        print(each)
    print(f"{len(found)} findings in the workflows" if found else "workflows are well")
    return 1 if found else 0
