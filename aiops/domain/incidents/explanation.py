"""Which of several troubled services is what the others suffer from."""

from collections import defaultdict
from collections.abc import Sequence

import networkx as nx

from aiops.domain.incidents.limits import Limits
from aiops.domain.incidents.places import Place, explains
from aiops.domain.rootcause.graph import CallGraph


class Explanation:
    """
    Places as nodes, an edge from each effect to what may have caused it.

    Failures and slowness go from a callee to its callers, and a change of traffic
    from a caller to its callees. What nothing explains is a source: one fault. Places
    in a circle explain one another; the one that began first stands for them.
    """

    def __init__(
        self, places: Sequence[Place], graph: CallGraph, limits: Limits
    ) -> None:
        self.places = places
        self._graph = nx.DiGraph()
        self._graph.add_nodes_from(range(len(places)))
        self._graph.add_edges_from(_edges(places, graph, limits))
        self._spare_alerts()
        circles = nx.condensation(self._graph)
        self._circle: dict[int, int] = circles.graph["mapping"]
        self._members: dict[int, list[int]] = {
            circle: sorted(circles.nodes[circle]["members"], key=self._order)
            for circle in circles
            if circles.out_degree(circle) == 0
        }

    def sources(self) -> list[list[Place]]:
        """Return the places that nothing explains, those of a circle together."""
        return [
            [self.places[node] for node in members]
            for members in sorted(
                self._members.values(), key=lambda members: self._order(members[0])
            )
        ]

    def source_of(self, place: Place) -> list[Place]:
        """
        Return the source that explains *place* best: the nearest by calls.

        Of sources equally near the one that began closest in time counts, then the
        first by name.
        """
        node = self.places.index(place)
        hops = nx.single_source_shortest_path_length(self._graph, node)
        reached = [
            (hops[found], abs(self.places[found].onset_s - place.onset_s), found)
            for found in hops
            if self._circle[found] in self._members
        ]
        best = min(reached, key=lambda each: (each[0], each[1], *self._order(each[2])))[
            2
        ]
        return [self.places[each] for each in self._members[self._circle[best]]]

    def _spare_alerts(self) -> None:
        """
        Take the blame for measured trouble off alerts that nothing measured explains.

        An alert of something else would else tie together what it has no part in.
        """
        measured = {
            node for node, place in enumerate(self.places) if not place.only_alerts
        }
        grounded = set(measured)
        for reached in nx.bfs_layers(self._graph.reverse(copy=False), measured):
            grounded.update(reached)
        loose = set(self._graph) - grounded
        self._graph.remove_edges_from(
            [
                edge
                for edge in self._graph.edges
                if edge[0] in measured and edge[1] in loose
            ]
        )

    def _order(self, node: int) -> tuple[float, str, str]:
        place = self.places[node]
        return (place.onset_s, place.service, place.incident)


def _edges(
    places: Sequence[Place], graph: CallGraph, limits: Limits
) -> list[tuple[int, int]]:
    by_service: dict[str, list[int]] = defaultdict(list)
    for node, place in enumerate(places):
        by_service[place.service].append(node)
    found = []
    for caller, place in enumerate(places):
        for service in graph.callees(place.service):
            for callee in by_service.get(service, ()):
                effect, cause = caller, callee
                if places[callee].only_traffic:
                    effect, cause = callee, caller
                elif place.only_traffic:
                    # More or fewer requests here say nothing of the callee's trouble.
                    continue
                if explains(places[cause], places[effect], limits):
                    found.append((effect, cause))
    return found
