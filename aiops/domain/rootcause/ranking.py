"""Ranked causes and the confidence in the first of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Never quite sure: what caused it may not be among the services that are watched.
_MOST = 0.98


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """
    One thing that speaks for a service.

    Attributes:
        service: The service that it speaks for.
        strength: How much, on the scale of the analysis that found it; above 0.
        reason: For people: what was seen, with values and units.
        topic: What of the service it is about; what is seen of the same topic in
            several ways is the same thing. The reason where it is empty.
    """

    service: str
    strength: float
    reason: str
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """
    One ranked service.

    Attributes:
        score: Sum of what speaks for it, after propagation.
        confidence: 0..1; the first one's is the probability that it is right.
        evidence: The strongest first.
    """

    service: str
    score: float
    confidence: float
    evidence: tuple[Evidence, ...]


def strongest(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Return the strongest of each service's topics, and those in their order."""
    best: dict[tuple[str, str], Evidence] = {}
    for item in evidence:
        key = (item.service, item.topic or item.reason)
        if key not in best or item.strength > best[key].strength:
            best[key] = item
    return list(best.values())


def rank(
    scores: Mapping[str, float], evidence: Iterable[Evidence]
) -> tuple[Cause, ...]:
    """
    Order the services by score, best first, and by name where scores are equal.

    Args:
        scores: By service; those of 0 and less are left out.
        evidence: What the scores were made of.
    """
    order = sorted(
        (name for name, score in scores.items() if score > 0),
        key=lambda name: (-scores[name], name),
    )
    confidence = confidences([scores[name] for name in order])
    found = sorted(evidence, key=lambda item: (-item.strength, item.reason))
    return tuple(
        Cause(
            service=name,
            score=scores[name],
            confidence=confidence[place],
            evidence=tuple(item for item in found if item.service == name),
        )
        for place, name in enumerate(order)
    )


def confidences(scores: list[float]) -> list[float]:
    """
    Return what the distance between ranked scores says about them.

    The first is nearly certain where nothing comes near it, and even odds against an
    equal second; what it leaves is shared by the others, by their scores.

    Args:
        scores: Above 0, in falling order.
    """
    if not scores:
        return []
    rival = scores[1] / scores[0] if len(scores) > 1 else 0.0
    first = _MOST * (1 - rival**2 / 2)
    rest = sum(scores[1:])
    return [first, *((1 - first) * score / rest for score in scores[1:])]
