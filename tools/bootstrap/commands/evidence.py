"""`make evidence`: prove on a running stack that an alert works."""

import time
from collections.abc import Callable
from pathlib import Path

from infra.specs.settings import Settings
from tools.bootstrap import stack_settings
from tools.bootstrap.commands import secret
from tools.bootstrap.context import Context
from tools.bootstrap.errors import PreflightError
from tools.evidence.__main__ import main
from tools.evidence.folder import TIMELINE
from tools.evidence.stack import Addresses
from tools.release import proofs, recording


def run(context: Context) -> int:
    """Run the scenario against the stack, with its addresses and its token."""
    file = stack_settings.read(context.where, context.stack)
    words = [word for word in context.arguments.words if word != "--"]
    if not file.settings.simulation:
        raise PreflightError(
            [
                f"failure simulation is off in stack {context.stack!r}; set"
                f" `pharos:simulation: on` in {file.path.name} and run `make up`"
            ]
        )
    token = secret.used(context, "simulation-token")
    plain = ["--plain"] if context.plain else []
    return main([*words, *plain], addresses(file.settings), token, _keeper(context))


def _keeper(context: Context) -> Callable[[str, Path], None]:
    """Return what keeps the proof that an alert of this content works."""
    history = recording.history(context.where, context.stack)
    release = history.current()

    def keep(scenario: str, folder: Path) -> None:
        if release is None or history.is_underway or release != history.current():
            # Not of one content: an update has come in between, or failed.
            return
        proofs.keep(
            context.where.home,
            proofs.Proof(
                kind=proofs.evidence(scenario),
                content=release.content,
                at_s=time.time(),
                sha256=proofs.hash_of(folder / TIMELINE),
            ),
        )

    return keep


def addresses(settings: Settings) -> Addresses:
    """Return where the stack is published."""
    return Addresses(
        shop=settings.url("gateway"),
        prometheus=settings.url("prometheus"),
        alertmanager=settings.url("alertmanager"),
        notifications=settings.url("notifications"),
    )
