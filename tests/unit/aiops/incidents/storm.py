"""Storms with ground truth: a few faults, and all that a topology says of them."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import networkx as nx

from aiops.domain.anomalies import Anomaly, Signal
from aiops.domain.incidents.correlation import correlate
from aiops.domain.incidents.model import Incident, Sign
from aiops.domain.rootcause.graph import CallGraph
from tests.unit.aiops.incidents.factories import NOW_S, alert, anomaly, slow

SERVICES = 100
LAYERS = 7
SIGNS = 500
ROUND_S = 5.0
_ALERTS = (
    "AppHigh5xxErrorRate",
    "AppHighP95Latency",
    "AvailabilityBudgetBurnsFast",
    "LatencyBudgetBurnsFast",
    "AppHighExceptionRate",
    "EndpointUnreachable",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """
    What arrives, and what is true.

    Attributes:
        faults: Onset by service; none of them calls another, at any distance.
        signs: With the time at which each is delivered.
        effects: The faults that may have caused what is seen of a service.
    """

    calls: tuple[tuple[str, str], ...]
    faults: dict[str, float]
    signs: tuple[tuple[float, Sign], ...]
    effects: dict[str, set[str]]


def topology(rng: random.Random) -> nx.DiGraph:
    """Return services in layers, each of which calls one to three deeper ones."""
    graph = nx.DiGraph()
    layers = [
        [f"s{number:02}" for number in range(SERVICES) if number % LAYERS == layer]
        for layer in range(LAYERS)
    ]
    for depth, layer in enumerate(layers[1:], start=1):
        for service in layer:
            above = layers[depth - 1] if rng.random() < 0.8 else layers[depth // 2]
            for caller in rng.sample(above, rng.randint(1, 3)):
                graph.add_edge(caller, service)
    return graph


def storm(
    seed: int, *, missed: float = 0.0, damped: float = 0.0, signs: int = SIGNS
) -> Storm:
    """
    Return a storm.

    Args:
        damped: Share of the calls whose caller copes with a failing callee.
        missed: Share of the affected services that no detector notices; alerts do.
        signs: How many anomalies and alerts there are in total.
    """
    rng = random.Random(seed)
    graph = topology(rng)
    faults, felt = _faults(rng, graph, damped)
    began: dict[str, float] = {}
    effects: dict[str, set[str]] = defaultdict(set)
    for fault, onset_s in faults.items():
        for service, distance in felt[fault].items():
            seen_s = onset_s + rng.uniform(0, 3) * distance
            began[service] = min(began.get(service, seen_s), seen_s)
            effects[service].add(fault)
    unnoticed = {
        name for name in sorted(began) if name not in faults and rng.random() < missed
    }
    found: list[tuple[float, Sign]] = []
    while len(found) < signs:
        for service in sorted(began):
            found += _signs(rng, service, began[service], service in unnoticed)
    # The fault itself is always noticed: without it there is no truth to check.
    first = [each for each in found if each[1].service in faults][: signs // 4]
    rest = [each for each in found if each not in first]
    rng.shuffle(rest)
    chosen = {(sign.key): (at_s, sign) for at_s, sign in [*first, *rest]}
    kept = list(chosen.values())[:signs]
    return Storm(
        calls=tuple(graph.edges),
        faults=faults,
        signs=tuple(sorted(kept, key=lambda each: each[0])),
        effects=dict(effects),
    )


def play(storm: Storm, *, until_s: float = 600.0) -> dict[str, Incident]:
    """Return the incidents after all signs came in, round by round, by id."""
    graph = CallGraph(storm.calls)
    incidents: dict[str, Incident] = {}
    unplaced: list[Sign] = []
    for now_s, arrived in _rounds(storm, until_s):
        batch = [*unplaced, *arrived]
        round = correlate(
            incidents.values(),
            [sign for sign in batch if isinstance(sign, Anomaly)],
            [sign for sign in batch if not isinstance(sign, Anomaly)],
            graph,
            now_s,
        )
        incidents |= {each.id: each for each in round.incidents}
        placed = {sign.key for each in incidents.values() for sign in each.signs}
        unplaced = [sign for sign in batch if sign.key not in placed]
    return incidents


def _rounds(storm: Storm, until_s: float) -> Iterator[tuple[float, list[Sign]]]:
    waiting = list(storm.signs)
    now_s = NOW_S
    while now_s < NOW_S + until_s:
        now_s += ROUND_S
        arrived = [sign for at_s, sign in waiting if at_s <= now_s]
        waiting = waiting[len(arrived) :]
        yield (
            now_s,
            [
                replace(sign, seen_s=now_s) if sign.ended_s is None else sign
                for sign in arrived
            ],
        )


def _faults(
    rng: random.Random, graph: nx.DiGraph, damped: float
) -> tuple[dict[str, float], dict[str, dict[str, int]]]:
    """
    Return a few faults with their onsets, and who feels each at which distance.

    None is felt where another one is; that it could be, by its calls, does not matter.
    """
    callers = graph.reverse()
    callers.remove_edges_from(
        [edge for edge in sorted(callers.edges) if rng.random() < damped]
    )
    felt = {
        name: nx.single_source_shortest_path_length(callers, name)
        for name in sorted(graph)
    }
    candidates = [name for name, reach in felt.items() if len(reach) >= 10]
    rng.shuffle(candidates)
    chosen: list[str] = []
    wanted = rng.randint(2, 5)
    for name in candidates:
        apart = all(name not in felt[c] and c not in felt[name] for c in chosen)
        if apart and len(chosen) < wanted:
            chosen.append(name)
    onsets = {name: NOW_S + rng.uniform(0, 120) for name in chosen}
    return onsets, {name: felt[name] for name in chosen}


def _signs(
    rng: random.Random, service: str, began_s: float, unnoticed: bool
) -> list[tuple[float, Sign]]:
    found: list[tuple[float, Sign]] = []
    for name in rng.sample(_ALERTS, rng.randint(1, 4)):
        fires_s = began_s + rng.uniform(30, 240)
        found.append((fires_s + rng.uniform(0, 10), alert(service, fires_s, name=name)))
    if not unnoticed:
        for number in range(rng.randint(1, 3)):
            start_s = began_s + rng.uniform(0, 10)
            sign = rng.choice(
                (
                    anomaly(service, start_s, operation=f"GET /{number}"),
                    slow(service, start_s, factor=rng.uniform(2, 9)),
                    anomaly(service, start_s, signal=Signal.TIMEOUTS),
                )
            )
            found.append((start_s + rng.uniform(5, 20), sign))
    return found
