"""`make doctor`: what was found and chosen on this machine, and what is wrong."""

from collections.abc import Iterable

from tools.bootstrap import engine as engines
from tools.bootstrap import findings, preflight
from tools.bootstrap.context import Context
from tools.bootstrap.findings import Finding


def run(context: Context) -> int:
    """Print the table; the exit code says whether something is wrong."""
    engine = engines.find()
    if engine is not None:
        engines.use(engine)
    found = [
        *findings.of_machine(context.where, engine),
        *findings.of_folders(context.where, context.stack),
        *findings.of_stack(context.where, context.stack, engine),
        *(Finding("disk", "short", p) for p in disk_problems(context, engine)),
    ]
    print(render(found))
    return 1 if any(each.fix for each in found) else 0


def disk_problems(context: Context, engine: engines.Engine | None) -> Iterable[str]:
    """Return what preflight says of the disk."""
    return preflight.disk_problems(context.where, engine)


def render(found: Iterable[Finding]) -> str:
    """Return a line per finding, and below it what helps."""
    found = list(found)
    width = max(len(each.what) for each in found)
    lines = []
    for each in found:
        mark = "!!" if each.fix else "ok"
        lines.append(f"{mark}  {each.what.ljust(width)}  {each.found}")
        if each.fix:
            indent = "\n" + " " * (width + 6)
            lines.append(" " * (width + 6) + each.fix.replace("\n", indent))
    return "\n".join(lines)
