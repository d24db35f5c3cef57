"""A checkout keeps no token where later steps, or an artefact, could find it."""

from collections.abc import Iterator

from tools.workflows.model import Workflow


def findings(workflow: Workflow) -> Iterator[str]:
    """Yield the checkouts that leave the token in .git/config."""
    for step in workflow.steps:
        if not step.uses.startswith("actions/checkout@"):
            continue
        if step.inputs.get("persist-credentials") is not False:
            yield f"{step.where}: write `persist-credentials: false`"
        if step.inputs.get("allow-unsafe-pr-checkout"):
            yield f"{step.where}: allow-unsafe-pr-checkout checks a stranger's code out"
