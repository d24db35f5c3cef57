"""Every alert leads to a page that says what to do."""

from collections.abc import Iterator

from policies import monitoring
from policies.model import Finding, Stack, StackPolicy

_URL = "runbook_url"


def check(stack: Stack) -> Iterator[Finding]:
    """Yield a finding for each alert whose runbook is missing."""
    pages = monitoring.runbooks(stack)
    for alert in monitoring.alerts(stack):
        name = str(alert["alert"])
        url = str((alert.get("annotations") or {}).get(_URL, ""))
        page = url.rpartition("/")[2]
        if not page:
            yield Finding(
                monitoring.PROMETHEUS_FOLDER,
                f"alert {name} names no runbook; give it the annotation {_URL}",
            )
        elif page not in pages:
            yield Finding(
                monitoring.PROMETHEUS_FOLDER,
                f"alert {name} leads to the runbook {page}, which is not there; write"
                f" docs/runbooks/{name}.md and run `make gen`",
            )


POLICY = StackPolicy(
    name="alert-runbooks",
    description="Every alert leads to a runbook that is there.",
    check=check,
)
