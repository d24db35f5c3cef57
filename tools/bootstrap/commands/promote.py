"""`make promote`: exactly what one stack runs, once it is proven, to another one."""

import argparse
import dataclasses
import time
from collections.abc import Iterator

from tools.bootstrap import engine as engines
from tools.bootstrap import stack_settings
from tools.bootstrap.commands import smoke, up
from tools.bootstrap.commands.release import current
from tools.bootstrap.context import Context
from tools.release import difference, proofs, recording, snapshot
from tools.release.errors import ReleaseError
from tools.release.history import IMAGES
from tools.release.record import Release


def run(context: Context) -> int:
    """Refuse what is not proven; else update the other stack to the same content."""
    arguments = context.arguments
    if arguments.source == arguments.to:
        raise ReleaseError(f"FROM and TO are both {arguments.to!r}; name two stacks")
    history = recording.history(context.where, arguments.source)
    release = current(history, arguments.source)
    if problems := list(lacking(context, release)):
        lines = "\n".join(f"  - {problem}" for problem in problems)
        raise ReleaseError(
            f"{release} of stack {arguments.source!r} cannot go on to {arguments.to!r};"
            f" nothing was changed:\n{lines}"
        )
    images = (history.home(release.number) / IMAGES).read_text()
    target = dataclasses.replace(
        context,
        arguments=argparse.Namespace(**{**vars(arguments), "stack": arguments.to}),
    )
    before = recording.history(context.where, arguments.to).current()
    for line in difference.images(before, release) if before else ():
        print(line, flush=True)
    print(
        f"{release} goes on from {arguments.source!r} to {arguments.to!r}", flush=True
    )
    return up.bring(target, images=images)


def lacking(context: Context, release: Release) -> Iterator[str]:
    """Yield what stands against the promotion, with the command that helps."""
    where, stack = context.where, context.arguments.source
    if snapshot.fingerprint(where.checkout) != release.sources:
        yield (
            f"the checkout is not what {stack!r} runs: check {release.revision[:12]}"
            f" out, or `make up STACK={stack}`"
        )
    asked = proofs.wanted(release, stack)
    yield from proofs.lacking(asked, proofs.find(where.home, asked), time.time())
    settings = stack_settings.read(where, stack).settings
    engine = engines.required()
    if not engine.of_stack(stack):
        yield f"stack {stack!r} is down: `make up STACK={stack}`"
        return
    for problem in smoke.problems(engine, settings):
        yield f"`make smoke STACK={stack}`: {problem}"
