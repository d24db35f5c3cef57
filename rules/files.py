"""Rule files in Prometheus's format, and their names."""

from collections.abc import Iterable, Mapping

import yaml

from rules import reachability, targets, watchdog
from rules.model import Group, Timing

_HEADER = "# Written by `make gen` from rules/. Edit those, not this.\n"

# One file per subject.
FILES: Mapping[str, tuple[Group, ...]] = {
    "meta.yaml": (watchdog.GROUP,),
    "reachability.yaml": (reachability.GROUP,),
    "targets.yaml": (targets.GROUP,),
}


def generated() -> Mapping[str, str]:
    """Return each rule file's text by its path, such as ``demo/meta.yaml``."""
    return {
        f"{timing.value}/{name}": _text(groups, timing)
        for timing in Timing
        for name, groups in FILES.items()
    }


def _text(groups: Iterable[Group], timing: Timing) -> str:
    body: str = yaml.safe_dump(
        {"groups": [group.under(timing) for group in groups]},
        sort_keys=False,
        default_flow_style=False,
        width=88,
    )
    return _HEADER + body
