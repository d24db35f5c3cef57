"""Packages, advisories and images, of which a test says only what matters."""

from pathlib import Path

from tools.supply.accepted import Accepted
from tools.supply.advisories.model import Advisory, Affected, Event
from tools.supply.advisories.severity import Severity
from tools.supply.advisories.source import Answer
from tools.supply.content.images import Content
from tools.supply.packages import Package
from tools.supply.report import Finding

ADVISORIES = Path(__file__).parents[2] / "fixtures" / "advisories"


def package(name="lantern", version="1.0", ecosystem="PyPI", **more):
    return Package(ecosystem=ecosystem, name=name, version=version, **more)


def affected(*events, name="lantern", ecosystem="PyPI", versions=()):
    return Affected(
        ecosystem=ecosystem,
        name=name,
        versions=frozenset(versions),
        ranges=(tuple(Event(*event) for event in events),) if events else (),
    )


def advisory(id="CVE-1", *, affected, names=(), severity=Severity.HIGH, summary="bad"):
    return Advisory(
        id=id,
        names=frozenset({id, *names}),
        summary=summary,
        severity=severity,
        affected=(affected,),
    )


def image(*packages, name="shop"):
    return Content(
        name=name,
        id=f"sha256:{'a' * 64}",
        reference=f"sha256:{'a' * 64}",
        created="2024-01-01T00:00:00.123456789Z",
        packages=packages,
    )


def finding(where="a.txt", what="X1", **more):
    return Finding(where=where, what=what, detail="is wrong", **more)


def entry(command="secrets", where="a.txt", what="X1", reason="made up", **more):
    return Accepted(command=command, where=where, what=what, reason=reason, **more)


class Known:
    """A source that knows these advisories and is silent about these ecosystems."""

    def __init__(self, *advisories, silent=None):
        self._answer = Answer(advisories=advisories, silent=silent or {})

    def ask(self, packages):
        return self._answer
