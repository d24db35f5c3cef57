"""The gate as the commands use it: check, gate, preview, up."""

import json
import os
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from infra import content, images
from infra import gate as passes
from infra.specs.settings import Settings
from tools.bootstrap import private_files, venv
from tools.bootstrap.context import Context
from tools.bootstrap.display import Display
from tools.gate import summary, verdict
from tools.gate.model import Result, Stage, State
from tools.gate.records import Records
from tools.gate.runner import Act, Runner
from tools.gate.table import IMAGES, PREVIEW, STACK, STAGES
from tools.images.written import images_file, read_resolved

LOGS = Path("artifacts") / "gate"


@dataclass(kw_only=True)
class Gate:
    """
    The gate of one run of one command.

    Attributes:
        acts: What is done for stages without a command.
        require_all: Whether a stage that could not run keeps the gate shut.
    """

    context: Context
    acts: Mapping[str, Act] = field(default_factory=dict)
    require_all: bool = field(default_factory=lambda: bool(os.environ.get("CI")))
    results: list[Result] = field(default_factory=list)

    @property
    def require_audit(self) -> bool:
        """Whether an audit that found nobody to ask keeps the gate shut."""
        return bool(getattr(self.context.arguments, "require_audit", False))

    @property
    def shut_by(self) -> list[Result]:
        """What keeps the gate shut."""
        return verdict.blocking(
            self.results, require_audit=self.require_audit, require_all=self.require_all
        )

    def run(self, stages: Sequence[Stage], display: Display) -> bool:
        """Run *stages*; return whether the gate is open."""
        where = self.context.where
        # What a deployment needs is there; this adds the linters and the tests.
        venv.ensure(where, "dev", display.line)
        runner = Runner(
            checkout=where.checkout,
            binaries=where.venv / "bin",
            logs=where.checkout / LOGS,
            records=Records(where.cache / "gate"),
            processes=self.context.processes,
            display=display,
            tools={**resolved_tools(self.context), **_images(self.context)},
            acts=self.acts,
            fresh=bool(getattr(self.context.arguments, "fresh", False)),
        )
        self.results = runner.run([_aimed(s, self.context.stack) for s in stages])
        return not self.shut_by

    def table(self) -> str:
        """Return the table of what became of each stage."""
        plain = self.context.plain or not sys.stdout.isatty()
        width = shutil.get_terminal_size((100, 24)).columns
        order = [stage.name for stage in STAGES]
        return summary.render(self.results, order, plain=plain, width=width)

    def explanation(self) -> str:
        """Return what failed first, and where the rest is; empty if nothing has."""
        return summary.explanation(self.shut_by, LOGS) if self.shut_by else ""

    def print(self) -> None:
        """Print the table, and what failed first."""
        print("\n\n".join(filter(None, (self.table(), self.explanation()))))


def quick_stages() -> list[Stage]:
    """Return the stages of `make check`."""
    return [stage for stage in STAGES if stage.quick]


def content_stages() -> list[Stage]:
    """Return the stages that look at the checkout alone, and at no stack."""
    return [stage for stage in STAGES if stage.name != PREVIEW]


def _aimed(stage: Stage, stack: str) -> Stage:
    """Return *stage* for a stack, where its command asks for one."""
    return replace(stage, argv=tuple(w.replace(STACK, stack) for w in stage.argv))


def _images(context: Context) -> Mapping[str, Sequence[str]]:
    """Return the stack's images as something that a stage may need."""
    resolved = read_resolved(context.where.stack(context.stack))
    if resolved is None:
        return {}
    found = {key: image.reference for key, image in resolved.images.items()}
    return {IMAGES: [f"{key}={found[key]}" for key in sorted(found)]}


def resolved_tools(context: Context) -> Mapping[str, Sequence[str]]:
    """Return the commands of the tools that came with the stack's images, by name."""
    path = images_file(context.where.stack(context.stack))
    try:
        return images.parse(path.read_text(), path).tools
    except (OSError, images.ImagesError):
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """
    The memory of what the whole gate has passed.

    Attributes:
        file: Where it is written down, for this content, these settings and today.
    """

    file: Path

    @classmethod
    def of(cls, context: Context, settings: Settings) -> "Passed":
        """Return it for the content as it is now."""
        where = context.where
        found = passes.fingerprint(
            content.digests(where.checkout),
            settings,
            images_file(where.stack(context.stack)),
            date.today(),
        )
        return cls(file=passes.record(where.home, found))

    def when(self, *, require_audit: bool) -> str:
        """Return when the gate passed it; empty if it has not."""
        try:
            found = json.loads(self.file.read_text())
        except (OSError, ValueError):
            return ""
        if require_audit and not found["audited"]:
            return ""
        return time.strftime("%H:%M", time.localtime(found["at_s"]))

    def write(self, results: Sequence[Result]) -> None:
        """Write down that it has passed, if every stage was run."""
        if any(result.state is State.NOT_RUN for result in results):
            return
        said = {"at_s": time.time(), "audited": verdict.audited(results)}
        private_files.replace(self.file, json.dumps(said))
