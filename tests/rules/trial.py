"""Does any promtool test notice that a rule was changed?"""

import copy
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rules.files import generated
from tests.rules.documents import documents, write
from tests.rules.mutants import Mutant, mutants
from tests.rules.promtool import promtool

Rule = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One rule in its file, and the tests that concern it."""

    file: str
    group: int
    index: int
    rule: Rule

    @property
    def name(self) -> str:
        """The alert's or record's name with the labels that tell it from others."""
        name = self.rule.get("alert") or self.rule["record"]
        wanted = ("slo", "job", "metric")
        own = [v for k, v in self.rule.get("labels", {}).items() if k in wanted]
        return f"{name}[{','.join(own)}]" if own else str(name)

    def mutants(self) -> list[Mutant]:
        """Return every mutant of the rule."""
        return list(mutants(self.rule["expr"], self.rule.get("for", "")))

    def survives(self, mutant: Mutant | None) -> bool:
        """Tell whether its tests pass with *mutant* in its place; None is itself."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            self._write_rules(folder, mutant)
            names = write(folder, dict(self._tests()))
            done = promtool(folder, "test", "rules", *names)
        said = done.stdout + done.stderr
        if done.returncode != 0 and "FAILED" not in said:
            # Not a test's verdict: counted as one it would flatter the tests.
            raise RuntimeError(f"promtool did not run {self.name}'s tests: {said}")
        return done.returncode == 0

    def _write_rules(self, folder: Path, mutant: Mutant | None) -> None:
        (folder / "demo").mkdir()
        for name, text in _texts().items():
            (folder / name).write_text(text)
        document = copy.deepcopy(_documents()[self.file])
        rules = document["groups"][self.group]["rules"]
        if mutant is not None:
            rule = dict(self.rule) | {"expr": mutant.expr}
            rules[self.index] = rule | ({"for": mutant.wait} if mutant.wait else {})
        if "alert" in self.rule:
            # Alone but for its namesakes: scenarios say what all of them do.
            rules[:] = [r for r in rules if r.get("alert") == self.rule["alert"]]
        (folder / self.file).write_text(json.dumps(document))

    def _tests(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for name, document in documents().items():
            if self.file not in document["rule_files"]:
                continue
            groups = [test for test in document["tests"] if self._is_of(test)]
            if groups:
                yield name, {**document, "tests": groups}

    def _is_of(self, test: Mapping[str, Any]) -> bool:
        """Tell whether *test* says something of this rule, and not of a namesake."""
        if "alert" not in self.rule:
            return True
        own = self.rule.get("labels", {}).items()
        checks = [
            check
            for check in test.get("alert_rule_test", ())
            if check["alertname"] == self.rule["alert"]
        ]
        fired = [
            alert["exp_labels"].items()
            for check in checks
            for alert in check["exp_alerts"]
        ]
        return bool(checks) and (not fired or any(own <= labels for labels in fired))


@cache
def _texts() -> Mapping[str, str]:
    return {n: text for n, text in generated().items() if n.startswith("demo/")}


@cache
def _documents() -> Mapping[str, Any]:
    return {name: yaml.safe_load(text) for name, text in _texts().items()}


def subjects() -> list[Subject]:
    """Return every rule of the demonstration's files; production waits differ only."""
    return [
        Subject(file=name, group=number, index=index, rule=rule)
        for name, document in _documents().items()
        for number, group in enumerate(document["groups"])
        for index, rule in enumerate(group["rules"])
    ]
