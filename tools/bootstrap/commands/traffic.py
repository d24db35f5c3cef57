"""`make traffic`: bounded traffic through the front door of a stack."""

from tools.bootstrap import stack_settings
from tools.bootstrap.commands import secret
from tools.bootstrap.context import Context
from tools.traffic.__main__ import main


def run(context: Context) -> int:
    """Run the traffic generator against the stack's gateway."""
    file = stack_settings.read(context.where, context.stack)
    words = [word for word in context.arguments.words if word != "--"]
    if "--url" not in words:
        words = ["--url", file.settings.url("gateway"), *words]
    # Without a scenario's name nobody has asked for failures.
    named = "--scenario" in words and file.settings.simulation
    return main(words, secret.used(context, "simulation-token") if named else "")
