"""Commands as a user types them, in messages."""

from infra.specs.settings import DEV_STACK


def make(target: str, stack: str, *words: str) -> str:
    """Return the command for *stack*, in back quotes; ``dev`` need not be named."""
    chosen = () if stack == DEV_STACK else (f"STACK={stack}",)
    return f"`{' '.join(('make', target, *words, *chosen))}`"
