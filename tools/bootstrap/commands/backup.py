"""`make backup`: what a stack cannot be made again from, in one file."""

import time
from pathlib import Path

from tools.bootstrap import archive
from tools.bootstrap.context import Context


def run(context: Context) -> int:
    """Write state, passphrase, secrets and settings of the stack into a tar."""
    given = context.arguments.file
    stamp = time.strftime("%Y%m%d-%H%M%S")
    target = Path(given or f"pharos-{context.stack}-{stamp}.tar").absolute()
    with context.prepared() as preparation:
        pulumi = preparation.run(engine=False, images=False)
        members = archive.write(target, pulumi, context.where.stack(context.stack))
    print(f"wrote {target}: {', '.join(members)}")
    print(
        "It holds secrets in plain text: its mode is 0600, keep it where only you read"
    )
    if archive.PHRASE not in members:
        print("Notice: the passphrase comes from the environment and is not in it")
    return 0
