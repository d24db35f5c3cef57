"""`make gen`: every generated file of the checkout."""

from tools.bootstrap.context import Context

# Modules that write files when they are run.
GENERATORS = (
    "rules",
    "dashboards",
    "tools.docs.diagram",
    "tools.docs.runbooks",
    "tools.docs.policies",
    "tools.workflows.codeowners",
)


def run(context: Context) -> int:
    """Run the generators that there are."""
    python = context.where.venv / "bin" / "python"
    for name in GENERATORS:
        if not runs(context, name):
            continue
        print(f"python -m {name}")
        context.processes.run([str(python), "-m", name], cwd=context.where.checkout)
    return 0


def runs(context: Context, name: str) -> bool:
    """Tell whether *name* is a module that can be run."""
    path = context.where.checkout.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__main__.py").exists()
