"""Operations that call or log something else than usual."""

import math
from dataclasses import dataclass

from aiops.domain.rootcause.behaviour import Behaviour, Operation, Pattern
from aiops.domain.rootcause.ranking import Evidence
from aiops.domain.rootcause.templates import ERROR_WORD, NO_ANSWER

# Fewer spans of an operation say nothing about what it usually does.
_ENOUGH_NORMAL, _LEAST_BEFORE, _LEAST_DURING = 8, 5, 3
_WORTH_NAMING = 2.5
_ERROR_WEIGHT = 1.3
_RECOVERED = -2.0
# What a service does besides is less telling once its own errors have gone away.
_RECOVERED_WEIGHT = 0.3
# A call that is left out, or made, may be the callee's doing as well.
_CALL_WEIGHT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """
    How often a pattern occurs in an operation's spans, before and during.

    Attributes:
        usual: Spans before, and those among them with the pattern.
        now: The same during.
    """

    operation: Operation
    pattern: Pattern
    usual: tuple[int, int]
    now: tuple[int, int]

    @property
    def sigmas(self) -> float:
        """Standard deviations between the two shares; negative where it fell."""
        (n, k), (m, j) = self.usual, self.now
        pooled = (k + j + 1) / (n + m + 2)
        return (j / m - k / n) / math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))

    @property
    def clarity(self) -> float:
        """0..1: 1 for always or never, both before and during."""
        (n, k), (m, j) = self.usual, self.now
        return abs(2 * j / m - 1) * (0.4 + 0.6 * abs(2 * k / n - 1))


def changes(normal: Behaviour, before: Behaviour, during: Behaviour) -> list[Evidence]:
    """
    Return for each service the change that speaks most clearly for it.

    Errors that are new speak for themselves. Another pattern counts the more, the
    more clearly it is all or nothing: a mix of requests that shifts changes shares, a
    fault changes what always happens.

    Args:
        normal: A fault-free time.
        before: The time right before, added where *normal* has few spans.
        during: The time that is judged.
    """
    found = _compare(normal, before, during)
    recovered = {
        change.operation.service
        for change in found
        if change.pattern.error and change.sigmas < _RECOVERED
    }
    best: dict[str, Evidence] = {}
    for change in found:
        service = change.operation.service
        strength = _strength(change, recovered=service in recovered)
        if strength > max(_WORTH_NAMING, _strength_of(best.get(service))):
            best[service] = Evidence(
                service=service,
                strength=strength,
                reason=_reason(change),
                topic=f"{change.operation.name} {change.pattern.template}",
            )
    return list(best.values())


def _compare(normal: Behaviour, before: Behaviour, during: Behaviour) -> list[Change]:
    keys = {*normal.patterns, *before.patterns, *during.patterns}
    found = []
    for key in sorted(keys, key=repr):
        operation, pattern = key
        n, k = normal.spans[operation], normal.patterns[key]
        if n < _ENOUGH_NORMAL:
            n, k = n + before.spans[operation], k + before.patterns[key]
        m, j = during.spans[operation], during.patterns[key]
        if n >= _LEAST_BEFORE and m >= _LEAST_DURING:
            found.append(
                Change(operation=operation, pattern=pattern, usual=(n, k), now=(m, j))
            )
    return found


def _strength(change: Change, *, recovered: bool) -> float:
    if change.pattern.error:
        weight = _ERROR_WEIGHT if change.sigmas > 0 else 0.0
    else:
        weight = change.clarity * (_RECOVERED_WEIGHT if recovered else 1.0)
    callee = change.pattern.callee
    if callee is not None and callee.service != change.operation.service:
        weight *= _CALL_WEIGHT
    return abs(change.sigmas) * weight


def _strength_of(evidence: Evidence | None) -> float:
    return evidence.strength if evidence else 0.0


def _reason(change: Change) -> str:
    (n, k), (m, j) = change.usual, change.now
    usually = f"usually in {k} of {n}" if k else f"in none of {n} before"
    what = f"{change.operation.name} {_what(change.pattern)}"
    return f"{what} in {j} of {m} spans, {usually}"


def _what(pattern: Pattern) -> str:
    if pattern.callee:
        return f"calls {pattern.template!r}"
    if pattern.template == NO_ANSWER:
        return "gives no answer"
    if pattern.error:
        return f"tells of the error {pattern.template.removeprefix(ERROR_WORD)!r}"
    return f"logs {pattern.template!r}"
