"""What the workflows' scripts run: make targets, or a listed exception."""

import re
import shlex
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.workflows.errors import WorkflowError
from tools.workflows.model import Step, Workflow

LISTED = Path(__file__).with_name("steps.toml")
_TARGET = re.compile(r"^([a-z][a-z-]*):.*##", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """
    What is known of the scripts.

    Attributes:
        github: Why a step is no make target, by file, job and name.
        cheap: Targets that a test runs.
        elsewhere: What runs the others, or what they do, by target.
    """

    github: Mapping[str, str]
    cheap: frozenset[str]
    elsewhere: Mapping[str, str]


def read_listed(path: Path = LISTED) -> Listed:
    """Return what *path* lists."""
    found = tomllib.loads(path.read_text())
    return Listed(
        github=found["github"],
        cheap=frozenset(found["cheap"]),
        elsewhere=found["elsewhere"],
    )


def key(step: Step) -> str:
    """Return how a step is called in the list."""
    file_and_job, _, _ = step.where.rpartition(", step ")
    return f"{file_and_job.rpartition('/')[2]}: {step.name}"


def make_targets(script: str) -> list[str]:
    """
    Return the targets that *script* makes.

    Raises:
        WorkflowError: When a line does anything else.
    """
    found = []
    for line in filter(None, map(str.strip, script.splitlines())):
        words = [word for word in shlex.split(line) if "=" not in word]
        if len(words) != 2 or words[0] != "make" or set(";&|<>`") & set(line):
            raise WorkflowError(
                f"`{line}` is more than one make target; make it one, or list the step"
                f" in {LISTED.name} with the reason"
            )
        found.append(words[1])
    return found


def targets(makefile: str) -> frozenset[str]:
    """Return the targets that a Makefile has."""
    return frozenset(_TARGET.findall(makefile))


def scripts(workflows: Iterable[Workflow]) -> Iterator[Step]:
    """Yield the steps that run a script."""
    for workflow in workflows:
        for step in workflow.steps:
            if step.run:
                yield step


def problems(
    workflows: Iterable[Workflow], present: frozenset[str], listed: Listed
) -> Iterator[str]:
    """
    Yield scripts that are neither a make target nor an exception, and stale entries.

    Args:
        present: The targets of the Makefile.
    """
    exceptions, used = set(), set()
    for step in scripts(workflows):
        if key(step) in listed.github:
            exceptions.add(key(step))
            continue
        try:
            made = make_targets(step.run)
        except WorkflowError as error:
            yield f"{step.where}: {error}"
            continue
        used |= {*made}
        for target in made:
            if target not in present:
                yield f"{step.where}: the Makefile has no target {target!r}"
            elif target not in listed.cheap and target not in listed.elsewhere:
                yield (
                    f"{step.where}: nothing runs `make {target}` for real; name what"
                    f" does in {LISTED.name}"
                )
    for stale in sorted(listed.github.keys() - exceptions):
        yield f"{LISTED.name} lists {stale!r}, and there is no such step"
    for stale in sorted((listed.cheap | listed.elsewhere.keys()) - used):
        yield f"{LISTED.name} lists the target {stale!r}, and no workflow uses it"
