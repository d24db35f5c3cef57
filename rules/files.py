"""Rule files in Prometheus's format, and their names."""

from collections.abc import Iterable, Mapping

import yaml

from rules import (
    absence,
    alertmanager,
    app_observability,
    burn,
    business,
    business_alerts,
    container_alerts,
    containers,
    escalation,
    machine,
    objectives,
    postgres,
    prometheus,
    reachability,
    red,
    targets,
    telemetry,
    watchdog,
)
from rules.model import Group, Timing

_HEADER = "# Written by `make gen` from rules/. Edit those, not this.\n"


class _Readable(yaml.SafeDumper):
    """Writes a text of several lines as such."""


_Readable.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    ),
)

# One file per subject.
FILES: Mapping[str, tuple[Group, ...]] = {
    "absence.yaml": (absence.GROUP,),
    "alertmanager.yaml": (alertmanager.GROUP,),
    "app-observability.yaml": (app_observability.GROUP,),
    "burn.yaml": (burn.GROUP,),
    "business-alerts.yaml": (business_alerts.GROUP,),
    "business.yaml": (business.GROUP,),
    "container-alerts.yaml": (container_alerts.GROUP,),
    "containers.yaml": (containers.GROUP,),
    "escalation.yaml": (escalation.GROUP,),
    "machine.yaml": (machine.GROUP,),
    "meta.yaml": (watchdog.GROUP,),
    "objectives-long.yaml": (objectives.LONG,),
    "objectives.yaml": (objectives.GROUP,),
    "postgres.yaml": (postgres.GROUP, postgres.ABSENCE),
    "prometheus.yaml": (prometheus.GROUP,),
    "reachability.yaml": (reachability.GROUP,),
    "red.yaml": (red.GROUP,),
    "targets.yaml": (targets.GROUP,),
    "telemetry.yaml": (telemetry.GROUP,),
}


def generated() -> Mapping[str, str]:
    """Return each rule file's text by its path, such as ``demo/meta.yaml``."""
    return {
        f"{timing.value}/{name}": _text(groups, timing)
        for timing in Timing
        for name, groups in FILES.items()
    }


def _text(groups: Iterable[Group], timing: Timing) -> str:
    body: str = yaml.dump(
        {"groups": [group.under(timing) for group in groups]},
        Dumper=_Readable,
        sort_keys=False,
        default_flow_style=False,
        width=88,
    )
    return _HEADER + body
