"""Workflows and local actions, as far as the rules look at them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tools.workflows.errors import WorkflowError

FOLDER = Path(".github")


@dataclass(frozen=True, kw_only=True)
class Step:
    """
    One step.

    Attributes:
        where: File, job and position, for messages.
        run: Its script; empty for an action.
        uses: The action; empty for a script.
    """

    where: str
    name: str = ""
    run: str = ""
    uses: str = ""
    condition: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Job:
    """
    One job.

    Attributes:
        document: The whole YAML of it.
    """

    name: str
    where: str
    document: Mapping[str, Any]
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Workflow:
    """
    One file: a workflow, or an action of ours, which has steps and no triggers.

    Attributes:
        text: As it is written, comments included.
        jobs: Of an action, one without a document.
    """

    name: str
    text: str
    document: Mapping[Any, Any]
    jobs: tuple[Job, ...]

    @property
    def is_action(self) -> bool:
        """Whether other workflows use it as a step."""
        return "runs" in self.document

    @property
    def triggers(self) -> frozenset[str]:
        """The events that start it."""
        # YAML 1.1 reads the bare word `on` as a boolean.
        found = self.document.get("on", self.document.get(True))
        return frozenset([found] if isinstance(found, str) else found or ())

    @property
    def steps(self) -> Iterator[Step]:
        """The steps of all jobs."""
        for job in self.jobs:
            yield from job.steps


def read_all(checkout: Path) -> list[Workflow]:
    """
    Return the workflows and actions of *checkout*.

    Raises:
        WorkflowError: When one of them cannot be read.
    """
    folder = checkout / FOLDER
    paths = [*folder.glob("workflows/*.y*ml"), *folder.glob("actions/*/action.y*ml")]
    return [
        parse(path.relative_to(checkout).as_posix(), path.read_text())
        for path in sorted(paths)
    ]


def parse(name: str, text: str) -> Workflow:
    """
    Return the workflow that *text* describes.

    Raises:
        WorkflowError: When it is not YAML, or has neither jobs nor steps.
    """
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise WorkflowError(f"{name} is not YAML: {error}") from error
    if not isinstance(document, dict) or not {"jobs", "runs"} & document.keys():
        raise WorkflowError(
            f"{name} has no `jobs:` and no `runs:`; see docs/workflows.md"
        )
    found = document.get("jobs") or {"": {"steps": document["runs"].get("steps", ())}}
    jobs = tuple(_job(name, key, job) for key, job in found.items())
    return Workflow(name=name, text=text, document=document, jobs=jobs)


def _job(file: str, name: str, document: Mapping[str, Any]) -> Job:
    where = f"{file}: {name}" if name else file
    steps = enumerate(document.get("steps") or (), start=1)
    return Job(
        name=name,
        where=where,
        document=document,
        steps=tuple(_step(f"{where}, step {n}", step) for n, step in steps),
    )


def _step(where: str, document: Mapping[str, Any]) -> Step:
    return Step(
        where=where,
        name=str(document.get("name", "")),
        run=str(document.get("run", "")),
        uses=str(document.get("uses", "")),
        condition=str(document.get("if", "")),
        inputs=document.get("with") or {},
    )
