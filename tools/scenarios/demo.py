"""A guided tour: a fault, the incident that tells of it, and its end."""

import time
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.panel import Panel

from tools.scenarios.cases.order import BY_NAME
from tools.scenarios.engine import Incident
from tools.scenarios.errors import ScenarioError
from tools.scenarios.place import Opened
from tools.scenarios.scoring import Sighting, calm, new_incidents, rank_in
from tools.scenarios.steps.visitors import as_usual
from tools.scenarios.undoing import Undone
from tools.scenarios.watch import Watch
from tools.traffic.simulation import clear

SCENARIO = BY_NAME["cascading-failure"]
# Nothing is known of an operation in its first minute.
_WARM_UP_S = 65.0
_TELLS_WITHIN_S, _NAMES_WITHIN_S, _CALM_WITHIN_S = 45.0, 10.0, 75.0
_BUSY_PER_S = 0.5


def tour(there: Opened, console: Console, pause_s: float = 1.0) -> bool:
    """Give the tour; return whether the engine told of the fault and its cause."""
    stage, begin = there.stage, time.time()
    clear(stage.ask)
    as_usual(stage)
    console.print(
        "[bold]1. A usual day.[/] Users look at items and products, and buy: a dozen"
        " requests a second, some of which cross three services."
    )
    _warm_up(there, console)
    watch = Watch(engine=stage.engine, on_look=lambda _: None, pause_s=pause_s)
    before = watch.look()
    with Undone() as undo:
        console.print(
            f"[bold]2. A fault.[/] {SCENARIO.title}. Nobody tells the engine; it has no"
            " thresholds for this shop, only what it learnt."
        )
        fault_at = time.time()
        for moment in SCENARIO.plan:
            moment.step.begin(stage, undo)
        incident = _told(watch, before)
        if incident is None:
            console.print(f"[red]No incident within {_TELLS_WITHIN_S:.0f} s.")
            return False
        console.print(
            f"[bold]3. One incident,[/] {_told_at(watch, before) - fault_at:.0f} s"
            " after the fault:"
        )
        console.print(_panel(stage.engine.detail(incident.id), stage.engine.url))
        console.print("[bold]4. The fault ends.[/] The simulated failure is cleared.")
    right = any(rank_in(incident, cause) == 1 for cause in SCENARIO.truth)
    last = watch.until(calm, _CALM_WITHIN_S)
    if last is None or not calm(last):
        console.print("[red]Something still stands out; look into the console.")
        return False
    for found in last.incidents:
        if found.is_open:
            stage.engine.resolve(found.id, "at the end of the tour")
    console.print(
        "[bold]5. Resolved.[/] Nothing stands out any more. After two quiet minutes the"
        " engine would have resolved it by itself; the tour does it now.\n"
        f"{time.time() - begin:.0f} s in all."
        " `make scenarios` does this with all kinds of faults and keeps score."
    )
    return right


def _warm_up(there: Opened, console: Console) -> None:
    rates = there.stage.engine.rates()
    if all(rates.get(name, 0) >= _BUSY_PER_S for name in ("checkout", "inventory")):
        console.print("   The engine knows this already, from the last minutes.")
        return
    end = time.monotonic() + _WARM_UP_S
    with console.status("") as shown:
        while (left_s := end - time.monotonic()) > 0:
            shown.update(f"The engine learns what is usual, {left_s:.0f} s more")
            time.sleep(min(left_s, 1.0))


def _told(watch: Watch, before: Sighting | None) -> Incident | None:
    """Return the incident once it names a cause, or some seconds after it came."""
    if before is None:
        raise ScenarioError("the engine did not answer; see `make status`")

    def newest(seen: Sighting) -> Incident | None:
        ids = new_incidents(before, [seen])
        return next((i for i in seen.incidents if i.id in ids and not i.merged), None)

    last = watch.until(lambda seen: newest(seen) is not None, _TELLS_WITHIN_S)
    if last is None or newest(last) is None:
        return None
    last = watch.until(lambda seen: _is_explained(newest(seen)), _NAMES_WITHIN_S)
    return newest(last) if last else None


def _told_at(watch: Watch, before: Sighting | None) -> float:
    """Return when the first incident since *before* was opened, or reopened."""
    return min(new_incidents(before, watch.seen).values()) if before else time.time()


def _is_explained(incident: Incident | None) -> bool:
    return incident is not None and bool(incident.causes)


def _panel(detail: Mapping[str, Any], url: str) -> Panel:
    """Return what a person on call would want to know first."""
    causes = [
        f"  {each['confidence']:.0%}  {each['service']} {each['operation']}"
        for each in detail["causes"][:3]
    ]
    first = detail["causes"][0]["evidence"][:3] if detail["causes"] else []
    lines = [
        f"[bold]{detail['title']}[/] ({detail['severity']})",
        "Most likely causes:",
        *causes,
        *(f"        {text}" for text in first),
        f"From cause to symptom: {' > '.join(detail['chain']) or 'not known'}",
        f"Affected: {', '.join(detail['affected_endpoints']) or 'not known'}",
        f"{url}/console/incidents/{detail['id']}",
        "(the key: make secret NAME=engine-key-console)",
    ]
    return Panel("\n".join(lines), expand=False)
