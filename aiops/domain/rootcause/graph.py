"""Who calls whom."""

from collections.abc import Iterable, Mapping

import networkx as nx


class CallGraph:
    """Services as nodes, an edge from each caller to each service that it calls."""

    def __init__(self, calls: Iterable[tuple[str, str]]) -> None:
        self._graph = nx.DiGraph()
        self._graph.add_edges_from((a, b) for a, b in calls if a != b)

    def callees(self, service: str) -> list[str]:
        """Return the services that *service* calls, by name."""
        return sorted(self._graph.successors(service)) if service in self else []

    def below(self, service: str) -> set[str]:
        """Return every service that *service* reaches by calls, without itself."""
        return set(nx.descendants(self._graph, service)) if service in self else set()

    def __contains__(self, service: str) -> bool:
        return service in self._graph


def blame_deepest(
    scores: Mapping[str, float], graph: CallGraph, *, alike: float, keep: float
) -> dict[str, float]:
    """
    Lower the score of a service below which something scores about as high.

    A fault shows in the services that call the faulty one, never the other way; of
    two that look alike the deeper one is the cause.

    Args:
        scores: By service.
        graph: Who calls whom.
        alike: Share of a caller's score from which a callee explains it, 0..1.
        keep: Share of its score that an explained caller keeps, 0..1.
    """
    return {
        name: score * keep
        if any(scores.get(deep, 0.0) >= alike * score for deep in graph.below(name))
        else score
        for name, score in scores.items()
    }
