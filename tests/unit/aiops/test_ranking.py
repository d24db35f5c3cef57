import pytest

from aiops.domain.rootcause.graph import CallGraph, blame_deepest
from aiops.domain.rootcause.ranking import Evidence, confidences, rank


def test_equal_scores_are_ordered_by_name():
    assert [c.service for c in rank({"b": 1.0, "a": 1.0, "c": 2.0}, [])] == [*"cab"]


def test_what_does_not_speak_for_anything_is_left_out():
    assert rank({"a": 0.0, "b": -1.0}, []) == ()


def test_a_cause_carries_its_own_evidence_strongest_first():
    weak = Evidence(service="a", strength=1.0, reason="weak")
    strong = Evidence(service="a", strength=2.0, reason="strong")
    other = Evidence(service="b", strength=9.0, reason="other")

    assert rank({"a": 3.0}, [weak, other, strong])[0].evidence == (strong, weak)


@pytest.mark.parametrize(
    ("scores", "first"),
    [([5.0], 0.98), ([5.0, 5.0], 0.49), ([4.0, 2.0], 0.98 * 7 / 8)],
)
def test_confidence_falls_as_the_second_comes_near(scores, first):
    assert confidences(scores)[0] == pytest.approx(first)


def test_confidences_share_one():
    assert sum(confidences([4.0, 2.0, 1.0])) == pytest.approx(1.0)


def test_of_two_alike_the_deeper_one_keeps_its_score():
    graph = CallGraph([("front", "shop"), ("shop", "stock"), ("front", "mail")])

    blamed = blame_deepest(
        {"front": 10.0, "stock": 8.0, "mail": 1.0}, graph, alike=0.6, keep=0.5
    )

    assert blamed == {"front": 5.0, "stock": 8.0, "mail": 1.0}


def test_services_that_call_each_other_are_no_endless_chain():
    graph = CallGraph([("a", "b"), ("b", "a"), ("a", "a")])

    assert graph.below("a") == {"b"}
    assert graph.callees("a") == ["b"]
    assert graph.below("unknown") == set()
