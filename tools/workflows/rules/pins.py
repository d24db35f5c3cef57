"""Each action is pinned by commit, and its comment says which version that is."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tools.workflows.model import Workflow

_USES = re.compile(
    r"^\s*(?:- )?uses:\s*(?P<what>\S+)[ \t]*(?P<comment>#.*)?$", re.MULTILINE
)
_PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", re.ASCII)
_VERSION = re.compile(r"# v[0-9]+\.[0-9]+\.[0-9]+")


def findings(workflow: Workflow) -> Iterator[str]:
    """Yield the actions that somebody else could replace."""
    for found in _USES.finditer(workflow.text):
        what, comment = found["what"], found["comment"] or ""
        if what.startswith("./"):
            continue
        if not _PINNED.fullmatch(what):
            yield (
                f"{workflow.name}: {what} is not pinned; write its commit, 40 hex"
                " digits, and the version as a comment"
            )
        elif not _VERSION.fullmatch(comment.strip()):
            yield (
                f"{workflow.name}: {what} does not say which version it is; write it"
                f" behind it, such as `# v1.2.3` (got {comment!r})"
            )


def disagreements(workflows: Iterable[Workflow]) -> Iterator[str]:
    """Yield the actions that are used in more than one version."""
    used: dict[str, set[str]] = defaultdict(set)
    for workflow in workflows:
        for found in _USES.finditer(workflow.text):
            action, at, commit = found["what"].partition("@")
            if at:
                used[action].add(f"{commit} {found['comment'] or ''}".strip())
    for action, versions in sorted(used.items()):
        if len(versions) > 1:
            listed = ", ".join(sorted(versions))
            yield f"{action} is used in {len(versions)} versions: {listed}"
