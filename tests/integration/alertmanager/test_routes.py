"""Which receivers each kind of alert reaches, by amtool's own reading of the tree."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
import yaml

from catalog.alerts import ESCALATION_LABEL, NEXT_LEVEL, Alert
from infra.specs.alertmanager import configuration
from infra.specs.settings import ALERT_TIMINGS, parse
from tests.integration.alertmanager.amtool import amtool
from tests.unit.infra.delivery_settings import ALL, NONE, SOME

CONFIGURATIONS = {"none": NONE, "some": SOME, "all": ALL}
OWN_MAIL = {"none": (), "some": ("shop",), "all": ("shop", "platform")}
SEVERITIES = ("critical", "warning", "info", "unheard-of")
OWNERS = ("shop", "platform", "nobody")


def expected(name, severity, owner, *, escalated):
    """Return what the tree has to say, in words of the requirements."""
    found = ["engine", *(["next-level"] if escalated and name == "all" else [])]
    if severity not in SEVERITIES[:3]:
        return [*found, "default"]
    return [*found, f"{severity}-{owner}" if owner in OWN_MAIL[name] else severity]


def text(name, timing="production"):
    return configuration(parse("dev", {**CONFIGURATIONS[name], "alertTiming": timing}))


@pytest.fixture(scope="module", params=CONFIGURATIONS)
def tree(request, tmp_path_factory):
    """A configuration's name, and what asks amtool about it."""
    folder = tmp_path_factory.mktemp("routes")
    path = folder / "alertmanager.yml"
    path.write_text(text(request.param))

    def receivers(**labels):
        done = amtool(
            *("config", "routes", "test", f"--config.file={path}"),
            *(f"{label}={value}" for label, value in labels.items()),
            folder=folder,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip().split(",")

    return request.param, receivers


def test_severity_and_owner_decide_who_is_told(tree):
    name, receivers = tree
    cases = list(product(SEVERITIES, OWNERS, (False, True)))

    def ask(case):
        severity, owner, escalated = case
        extra = {ESCALATION_LABEL: NEXT_LEVEL} if escalated else {}
        return receivers(alertname="X", severity=severity, owner=owner, **extra)

    with ThreadPoolExecutor(4) as pool:
        found = dict(zip(cases, pool.map(ask, cases), strict=True))
    assert found == {
        case: expected(name, *case[:2], escalated=case[2]) for case in cases
    }


@pytest.mark.parametrize("severity", ["none", "critical"])
def test_the_watchdog_goes_to_its_own_receiver_and_no_other(tree, severity):
    _, receivers = tree
    found = receivers(alertname=Alert.WATCHDOG, severity=severity, owner="platform")

    assert found == ["watchdog"]


@pytest.mark.parametrize("timing", ALERT_TIMINGS)
@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_amtool_accepts_every_configuration(name, timing):
    done = amtool("check-config", text=text(name, timing))

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_every_receiver_is_reached_by_a_route(name):
    document = yaml.safe_load(text(name))

    def named(route):
        yield route["receiver"]
        for below in route.get("routes", ()):
            yield from named(below)

    assert {each["name"] for each in document["receivers"]} == {
        *named(document["route"])
    }
