"""`python -m tools.changes`: what a preview would change, for whoever has to agree."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from policies import exemptions
from policies.exemptions import ExemptionsError
from previews.errors import PreviewsError
from tools.changes import policies, preview, rules, sources
from tools.changes.dashboards import DashboardChange, Pictures, dashboard_changes
from tools.changes.document import comment
from tools.changes.errors import ChangesError
from tools.changes.images import Bills
from tools.changes.options import parser
from tools.changes.page import page
from tools.changes.preview import Preview
from tools.changes.report import Compared, Given, Report, report
from tools.changes.rules import RuleChange
from tools.changes.sections import blocks

REFUSED = 1
UNUSABLE = 2
_RUNNING = "what runs"


def main(argv: Sequence[str] | None = None) -> int:
    """Write the report; return 0 where nothing speaks against the change."""
    arguments = parser().parse_args(argv)
    try:
        made = made_from(arguments)
        write(made, arguments)
    except (ChangesError, ExemptionsError, PreviewsError) as error:
        print(f"error: {error}", file=sys.stderr)
        return UNUSABLE
    for loss in made.refused:
        print(f"refused: {loss.refusal(made.stack)}", file=sys.stderr)
    for problem in made.problems:
        print(f"refused: {problem}", file=sys.stderr)
    return REFUSED if made.is_refused else 0


def made_from(arguments: argparse.Namespace) -> Report:
    """
    Return the report that *arguments* ask for.

    Raises:
        ChangesError: When an input cannot be used.
    """
    read = preview.parse(sources.text(arguments.preview))
    given = Given(
        exemptions=exemptions.read(),
        today=date.today(),
        rules=tuple(_rules(read, arguments.base)),
        dashboards=_dashboards(read, arguments),
        verdicts=(
            policies.parse(sources.text(arguments.events)) if arguments.events else None
        ),
        bills=Bills(
            before=sources.bills(arguments.sboms_before),
            after=sources.bills(arguments.sboms),
        ),
        plan=sources.plan(arguments.plan) if arguments.plan else "",
    )
    return report(read, given)


def _rules(read: Preview, base: str) -> list[Compared[RuleChange]]:
    """Return what differs from what runs and from the base; once where that is one."""
    sides = {_RUNNING: sources.rules_of_stack(read)}
    if base:
        sides[base] = sources.rules_of_base(base, read)
    found: list[Compared[RuleChange]] = []
    for source, both in sides.items():
        changed = rules.rule_changes(*both) if both else ()
        if changed and all(changed != other.changes for other in found):
            found.append(Compared(source=source, changes=changed))
    return found


def _dashboards(
    read: Preview, arguments: argparse.Namespace
) -> Compared[DashboardChange] | None:
    source = arguments.base or _RUNNING
    both = (
        sources.dashboards_of_base(arguments.base)
        if arguments.base
        else sources.dashboards_of_stack(read)
    )
    if both is None:
        return None
    drawn_from = (
        Pictures(prometheus=arguments.prometheus, recording=arguments.recording)
        if arguments.prometheus or arguments.recording
        else None
    )
    return Compared(source=source, changes=dashboard_changes(*both, drawn_from))


def write(made: Report, arguments: argparse.Namespace) -> None:
    """Put the report where *arguments* want it; print it where they want it nowhere."""
    told = blocks(made)
    if arguments.html:
        _put(arguments.html, page(f"Changes to {made.stack}", told))
    if arguments.markdown:
        _put(arguments.markdown, comment(told))
    elif not arguments.html:
        print(comment(told))


def _put(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
