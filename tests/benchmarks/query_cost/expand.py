"""The query on scraped series that answers the same as one on recorded series."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.benchmarks.query_cost.recorded import Recorded
from tests.rules.selectors import is_metric, labels
from tests.rules.tokens import Token, words

_TIGHT = "()[]{},:"


@dataclass(frozen=True, slots=True)
class Matcher:
    """One condition on a label; *value* is without its quotes."""

    label: str
    operator: str
    value: str

    def __str__(self) -> str:
        return f'{self.label}{self.operator}"{self.value}"'

    def fits(self, value: str) -> bool:
        """Tell whether a series with *value* is selected."""
        if self.operator in ("=", "!="):
            same = value == self.value
        else:
            same = re.fullmatch(self.value, value) is not None
        return same != self.operator.startswith("!")


@dataclass(frozen=True, slots=True)
class _Selector:
    name: str
    matchers: tuple[Matcher, ...]
    window: str
    step: str


def raw(expr: str, rules: Iterable[Recorded]) -> str:
    """
    Return *expr* with each recorded series replaced by what its rule computes.

    Matchers go down to the scraped series; what a rule reads over a window becomes a
    subquery with the step at which the rule is evaluated.

    Raises:
        ValueError: When a matcher is on a label that the scraped series lack, or when
            no rule records such a series.
    """
    by_name: dict[str, list[Recorded]] = {}
    for rule in rules:
        by_name.setdefault(rule.name, []).append(rule)
    return _replaced(expr, (), by_name)


def reads_recorded(expr: str) -> bool:
    """Tell whether *expr* reads a recorded series; only their names have colons."""
    return any(token.kind == "name" and ":" in token.text for token in words(expr))


def _replaced(
    expr: str, pushed: Sequence[Matcher], rules: Mapping[str, Sequence[Recorded]]
) -> str:
    found, parts, at = words(expr), list[str](), 0
    while at < len(found):
        if is_metric(found, at):
            selector, at = _selector(found, at, pushed)
            parts.append(
                _computed(selector, rules[selector.name], rules)
                if selector.name in rules
                else _scraped(selector)
            )
        else:
            parts.append(found[at].text)
            at += 1
    return _joined(parts)


def _selector(
    found: Sequence[Token], at: int, pushed: Sequence[Matcher]
) -> tuple[_Selector, int]:
    """Return the selector that begins at *at*, and where the next word is."""
    name, own = found[at].text, list[Matcher]()
    at += 1
    if _text(found, at) == "{":
        at += 1
        while _text(found, at) != "}":
            label, operator, value = (token.text for token in found[at : at + 3])
            own.append(Matcher(label, operator, value[1:-1]))
            at += 3 + (_text(found, at + 3) == ",")
        at += 1
    window = step = ""
    if _text(found, at) == "[":
        window, at = found[at + 1].text, at + 2
        if _text(found, at) == ":":
            step, at = found[at + 1].text, at + 2
        at += 1
    if _text(found, at) == "offset" and ":" in name:
        raise ValueError(f"{name} offset …: a computed series cannot be read so")
    matchers = tuple(dict.fromkeys((*own, *pushed)))
    return _Selector(name, matchers, window, step), at


def _text(found: Sequence[Token], at: int) -> str:
    return found[at].text if at < len(found) else ""


def _scraped(selector: _Selector) -> str:
    known = labels(selector.name)
    lacking = [str(each) for each in selector.matchers if each.label not in known]
    if lacking:
        raise ValueError(f"{selector.name} has no label for {', '.join(lacking)}")
    matchers = ",".join(map(str, selector.matchers))
    window = ":".join(filter(None, (selector.window, selector.step)))
    return (
        selector.name
        + (f"{{{matchers}}}" if matchers else "")
        + (f"[{window}]" if window else "")
    )


def _computed(
    selector: _Selector,
    candidates: Sequence[Recorded],
    rules: Mapping[str, Sequence[Recorded]],
) -> str:
    chosen = [rule for rule in candidates if _records(rule, selector.matchers)]
    if not chosen:
        raise ValueError(f"no rule records {_scraped_text(selector)}")
    either = " or ".join(_labelled(rule, selector.matchers, rules) for rule in chosen)
    if not selector.window:
        return f"({either})"
    step = selector.step or f"{chosen[0].every_s}s"
    return f"({either})[{selector.window}:{step}]"


def _scraped_text(selector: _Selector) -> str:
    return f"{selector.name}{{{','.join(map(str, selector.matchers))}}}"


def _records(rule: Recorded, matchers: Iterable[Matcher]) -> bool:
    return all(
        matcher.fits(rule.labels[matcher.label])
        for matcher in matchers
        if matcher.label in rule.labels
    )


def _labelled(
    rule: Recorded,
    matchers: Iterable[Matcher],
    rules: Mapping[str, Sequence[Recorded]],
) -> str:
    pushed = [matcher for matcher in matchers if matcher.label not in rule.labels]
    expr = _replaced(rule.expr, pushed, rules)
    for name, value in rule.labels.items():
        # Without a source label the expression matches always.
        expr = f'label_replace({expr}, "{name}", "{value}", "", "")'
    return expr


def _joined(parts: Iterable[str]) -> str:
    text = ""
    for part in parts:
        tight = not text or text[-1] in "([{" or part in ")]},"
        # What opens after a function's name, and what a label is compared to.
        tight = tight or (part == "(" and text[-1].isalnum())
        text += part if tight else f" {part}"
    return text
