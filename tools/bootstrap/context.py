"""What every command gets."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tools.bootstrap import display, lock, preflight
from tools.bootstrap.display import Display
from tools.bootstrap.places import Places, places
from tools.bootstrap.prepare import Preparation
from tools.bootstrap.processes import Processes, interruptible
from tools.bootstrap.warm_plugins import WarmPlugins


@dataclass(kw_only=True)
class Context:
    """
    One run of one command.

    Attributes:
        plain: Lines instead of a live display.
    """

    arguments: argparse.Namespace
    where: Places = field(default_factory=places)
    processes: Processes = field(default_factory=Processes)
    plugins: WarmPlugins = field(default_factory=WarmPlugins)

    @property
    def stack(self) -> str:
        """The stack's name."""
        return str(self.arguments.stack)

    @property
    def plain(self) -> bool:
        """Whether progress goes out as lines."""
        return self.arguments.plain or display.is_plain(os.environ, sys.stderr)

    @contextmanager
    def progress(self, *, quiet: bool = False) -> Iterator[Display]:
        """Show progress, unless *quiet*, and end in order when interrupted."""
        chosen = display.Silent() if quiet else display.open_display(plain=self.plain)
        with (
            chosen as shown,
            interruptible(self.processes, shown.line),
        ):
            yield shown

    @contextmanager
    def prepared(
        self,
        *,
        ports_too: bool = False,
        state_too: bool = True,
        ownership_too: bool = False,
        passphrase_too: bool = True,
        quiet: bool = False,
    ) -> Iterator[Preparation]:
        """
        Check everything, then hold the stack's lock for what is done to it.

        Args:
            ports_too: Whether the stack's ports have to be free.
            state_too: Whether its state has to be sound, and nobody at work on it.
            ownership_too: Whether what carries its label has to be of its state.
            passphrase_too: Whether its passphrase has to be here, or is yet to be made.
            quiet: Whether no progress is shown.

        Raises:
            PreflightError: Everything that is wrong, before anything was changed.
            LockHeld: When another run works on the stack.
        """
        what = f"stack {self.stack!r}"
        # First, or a run that is under way shows as taken ports and a locked state.
        lock.check_free(self.where.lock(self.stack), what)
        file, engine = preflight.check(
            self.where,
            self.stack,
            ports_too=ports_too,
            state_too=state_too,
            ownership_too=ownership_too,
            passphrase_too=passphrase_too,
        )
        # Needed as long as Pulumi ends its work; they end with this run.
        self.processes.kept |= self.plugins.pids
        with (
            lock.held(self.where.lock(self.stack), what),
            self.progress(quiet=quiet) as shown,
        ):
            yield Preparation(
                where=self.where,
                file=file,
                processes=self.processes,
                display=shown,
                engine=engine,
                plugins=self.plugins,
            )
