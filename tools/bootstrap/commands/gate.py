"""`make gate`: everything that has to pass before a stack is asked."""

from tools.bootstrap.context import Context
from tools.gate.gate import Gate, content_stages


def run(context: Context) -> int:
    """Run all stages but the preview, which needs a stack."""
    gate = Gate(context=context)
    with context.progress() as shown:
        passed = gate.run(content_stages(), shown)
    gate.print()
    return 0 if passed else 1
