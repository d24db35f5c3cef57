"""`make check`: what is run while one works, in under a minute."""

from tools.bootstrap.context import Context
from tools.gate.gate import Gate, quick_stages


def run(context: Context) -> int:
    """Run the quick stages of the gate; one that fails does not stop the others."""
    gate = Gate(context=context)
    with context.progress() as shown:
        passed = gate.run(quick_stages(), shown)
    gate.print()
    return 0 if passed else 1
