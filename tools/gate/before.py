"""What of the gate is asked before a preview, and before an update."""

from datetime import date

from infra import content
from infra.specs.settings import Settings
from tools.bootstrap.context import Context
from tools.bootstrap.errors import BootstrapError
from tools.bootstrap.prepare import Preparation
from tools.bootstrap.pulumi_cli import PulumiCli
from tools.gate import keys, preview
from tools.gate.gate import Gate, Passed, resolved_tools
from tools.gate.model import Keep, Stage
from tools.gate.records import Records
from tools.gate.table import PREVIEW, PROGRAM, STAGES

# On its own where the rest of the gate is not asked, so a pass is remembered.
POLICIES = Stage(name="policies", inputs=PROGRAM, keep=Keep.TODAY)


class GateShut(BootstrapError):
    """The gate has not let an update pass."""


def before_preview(
    context: Context, preparation: Preparation, pulumi: PulumiCli
) -> Gate:
    """Run what the stack's settings ask for before a preview, and the preview."""
    settings = preparation.settings
    stages = [s for s in STAGES if s.name == PREVIEW or settings.gate != "policies"]
    folder = context.where.stack(context.stack)
    passed = Passed.of(context, settings)
    gate = Gate(
        context=context,
        acts={PREVIEW: lambda: preview.run(pulumi, folder)},
        require_all=True,
    )
    if gate.run(stages, preparation.display) and settings.gate != "policies":
        passed.write(gate.results)
    return gate


def before_update(
    context: Context, preparation: Preparation, pulumi: PulumiCli
) -> None:
    """
    Run the whole gate before an update, on stacks that ask for it.

    Raises:
        GateShut: When it does not pass; nothing was changed.
    """
    settings = preparation.settings
    if settings.gate != "full":
        return
    required = bool(getattr(context.arguments, "require_audit", False))
    at = Passed.of(context, settings).when(require_audit=required)
    if at:
        preparation.display.line(f"The gate has passed this content today at {at}.")
        return
    gate = before_preview(context, preparation, pulumi)
    preparation.display.line(gate.table())
    if gate.shut_by:
        raise GateShut(f"the gate is shut; nothing was changed\n{gate.explanation()}")


class Policies:
    """Whether an update has to ask the policies, and that it did."""

    def __init__(self, context: Context, settings: Settings) -> None:
        where = context.where
        self._records = Records(where.cache / "gate")
        self._key = content.digest(
            {
                "<stage>": keys.key(
                    POLICIES,
                    content.digests(where.checkout),
                    resolved_tools(context),
                    date.today(),
                ),
                "<settings>": repr(settings),
            }
        )
        # The whole gate has asked them. What is signed lies outside what is hashed.
        self.due = settings.gate != "full" and (
            settings.release_key is not None or self._find() is None
        )

    def passed(self) -> None:
        """Remember that they have nothing against this content."""
        if self.due:
            self._records.keep(POLICIES.name, self._key, 0.0)

    def _find(self) -> object | None:
        return self._records.find(POLICIES.name, self._key)
