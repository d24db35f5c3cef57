"""What a pass of a stage is remembered by."""

import platform
import sys
from collections.abc import Mapping, Sequence
from datetime import date

from infra import content
from tools.gate.model import Keep, Stage
from tools.gate.patterns import selected

# The tools' versions are in the lock file; all of them read their settings here.
ALWAYS = ("pyproject.toml", "requirements/dev.txt")


def key(
    stage: Stage,
    digests: Mapping[str, str],
    tools: Mapping[str, Sequence[str]],
    today: date,
) -> str:
    """
    Return a hash of all that decides whether *stage* passes.

    Args:
        digests: Of the checkout's files, by path.
        tools: Command by name, as the images were resolved.
    """
    parts = {
        **selected(digests, (*stage.inputs, *ALWAYS)),
        "<command>": "\0".join(stage.argv),
        "<python>": f"{sys.version} {platform.machine()}",
        **{f"<{name}>": "\0".join(tools.get(name, ())) for name in stage.tools},
    }
    if stage.keep is Keep.TODAY:
        parts["<day>"] = today.isoformat()
    return content.digest(parts)
