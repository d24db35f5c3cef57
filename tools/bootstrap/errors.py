"""
What can go wrong before, around and after `pulumi up`.

BootstrapError
├── VenvError          the virtual environment cannot be made
├── UnknownStack       no settings file has that name
├── PreflightError     what is wrong with this machine or these settings, all together
├── LockHeld           another run of the same stack is under way
├── EngineError        no Docker engine answers, and none can be started
├── PulumiError        Pulumi cannot be had, or a run of it failed
├── StateError         passphrase, secrets or state files cannot be used
└── CommandFailed      a program that a step runs failed

Standard library only: stage 0 imports this before anything is installed.
"""

from collections.abc import Sequence


class BootstrapError(Exception):
    """Everything that this package raises on purpose."""


class VenvError(BootstrapError):
    """The virtual environment cannot be made."""


class UnknownStack(BootstrapError):
    """No settings file has that name."""


class PreflightError(BootstrapError):
    """What is wrong, all together, before anything was changed."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        head = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = "\n".join(f"  - {_indented(problem)}" for problem in problems)
        super().__init__(f"{head}; nothing was changed:\n{lines}")


class LockHeld(BootstrapError):
    """Another run of the same stack is under way."""


class EngineError(BootstrapError):
    """No Docker engine answers, and none can be started."""


class PulumiError(BootstrapError):
    """Pulumi cannot be had, or a run of it failed."""


class StateError(BootstrapError):
    """Passphrase, secrets or state files cannot be used."""


class CommandFailed(BootstrapError):
    """A program that a step runs failed."""


def _indented(problem: str) -> str:
    return problem.replace("\n", "\n    ")
