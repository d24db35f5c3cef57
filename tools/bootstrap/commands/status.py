"""`make status`: each service, its URL and its state."""

from tools.bootstrap import engine as engines
from tools.bootstrap import stack_settings, table
from tools.bootstrap.context import Context
from tools.bootstrap.make_words import make
from tools.images.written import read_resolved

WELL = frozenset({"healthy", "running"})


def run(context: Context) -> int:
    """Print the table; the exit code says whether all are well."""
    file = stack_settings.read(context.where, context.stack)
    found = engines.required().of_stack(context.stack)
    resolved = read_resolved(context.where.stack(context.stack))
    missing = resolved.missing if resolved else {}
    print(table.render(table.rows(file.settings, found, missing)))
    if not found:
        up = make("up", context.stack)
        print(f"stack {context.stack!r} is down; {up} brings it up")
        return 1
    return 0 if all(table.state_of(each) in WELL for each in found) else 1
