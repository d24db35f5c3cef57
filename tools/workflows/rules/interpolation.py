"""No expression is pasted into a script: it arrives as a variable, or not at all."""

from collections.abc import Iterator

from tools.workflows.model import Workflow


def findings(workflow: Workflow) -> Iterator[str]:
    """Yield the scripts whose text somebody else has a say in."""
    for step in workflow.steps:
        if "${{" in step.run:
            yield (
                f"{step.where}: an expression in `run:` becomes part of the script,"
                " whatever it holds; give it by `env:` and quote the variable"
            )
        script = str(step.inputs.get("script", ""))
        if "${{" in script:
            yield f"{step.where}: an expression in `script:`; give it by `env:`"
