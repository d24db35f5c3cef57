"""What pint would remark, where it matters most."""

import pytest

from catalog.alerts import Alert
from catalog.dashboards import Dashboard
from catalog.metrics import MetricKind
from catalog.records import RECORDS
from infra.specs.settings import Settings
from infra.specs.values import seconds
from rules import postgres
from rules.absence import BORN_WITH_AN_EVENT, REQUIRED, TOLD, TOLD_BEFORE
from rules.files import FILES
from rules.model import AlertingRule, RecordingRule, Timing
from rules.promql import any_of
from tests.rules.documents import documents
from tests.rules.selectors import grouped, known, labels, made, selectors
from tests.rules.tokens import words

SCRAPE_S = seconds(Settings(stack="any").scrape_interval)
RULES = [rule for groups in FILES.values() for group in groups for rule in group.rules]
ALERTS = [rule for rule in RULES if isinstance(rule, AlertingRule)]
RECORDED = {r.record.name: r.expr for r in RULES if isinstance(r, RecordingRule)}
# Functions that take resets of a counter into account.
OF_COUNTERS = ("rate", "irate", "increase")
COMPARISONS = {">", "<", ">=", "<=", "==", "!=", "absent"}
# It fires always; and ALERTS is there only while an alert is.
WITHOUT_COMPARISON = {Alert.WATCHDOG, Alert.CRITICAL_ALERT_UNATTENDED}
# Whether a counter is there at all, or was an hour ago; one counted before a scrape.
ASKS_FOR_MORE_THAN_A_RATE = {
    Alert.METRICS_MISSING,
    Alert.PROMETHEUS_WAL_CORRUPTED,
    Alert.RESTOCK_MISSING,
}


def name(rule):
    if isinstance(rule, RecordingRule):
        return rule.record.name
    return "-".join((rule.alert, *rule.labels.values()))


every_rule = pytest.mark.parametrize("rule", RULES, ids=name)
every_alert = pytest.mark.parametrize("rule", ALERTS, ids=name)


@every_rule
def test_every_series_has_a_name_of_the_catalog(rule):
    assert list(selectors(rule.expr)) or rule.expr == "vector(1)"
    for selector in selectors(rule.expr):
        assert labels(selector.name)


@every_rule
def test_rates_are_of_counters_and_over_four_scrapes(rule):
    for selector in selectors(rule.expr):
        if selector.function in OF_COUNTERS:
            metric, _ = known(selector.name)
            assert metric.kind is not MetricKind.GAUGE, selector
            assert seconds(selector.window) >= 4 * SCRAPE_S, selector


@every_rule
def test_counters_are_read_as_rates_only(rule):
    if getattr(rule, "alert", None) in ASKS_FOR_MORE_THAN_A_RATE:
        return
    for selector in selectors(rule.expr):
        if ":" not in selector.name:
            metric, _ = known(selector.name)
            assert (metric.kind is MetricKind.GAUGE) != (
                selector.function in OF_COUNTERS
            ), selector


@every_rule
def test_labels_of_matchers_are_labels_of_their_series(rule):
    for selector in selectors(rule.expr):
        assert selector.matched <= labels(selector.name), selector


@every_rule
def test_labels_of_groupings_are_labels_of_a_series(rule):
    read = [labels(selector.name) for selector in selectors(rule.expr)]

    assert grouped(rule.expr) <= frozenset().union(made(rule.expr), *read)


@every_alert
def test_alert_compares(rule):
    found = {token.text for token in words(rule.expr)}

    assert found & COMPARISONS or rule.alert in WITHOUT_COMPARISON


@every_alert
def test_alert_waits_and_longer_in_production(rule):
    demo, production = (seconds(rule.wait.under(timing)) for timing in Timing)

    assert demo > 0 or rule.alert is Alert.WATCHDOG
    assert production >= demo


@every_alert
def test_alert_links_to_a_dashboard_that_there_is(rule):
    assert rule.dashboard in list(Dashboard)


def test_every_alert_of_the_catalog_has_a_rule():
    assert {rule.alert for rule in ALERTS} == set(Alert)


def test_every_record_of_the_catalog_has_a_rule():
    assert {record.name for record in RECORDS} == RECORDED.keys()


def test_every_alert_that_fires_says_whose_it_is_and_how_bad():
    fired = [
        alert["exp_labels"]
        for document in documents().values()
        for test in document["tests"]
        for check in test.get("alert_rule_test", ())
        for alert in check["exp_alerts"]
    ]

    assert len(fired) > 50
    assert [each for each in fired if not {"owner", "severity"} <= each.keys()] == []


def raw(expr):
    """Names of what is scraped behind *expr*, through what is recorded."""
    for selector in selectors(expr):
        if selector.name in RECORDED:
            yield from raw(RECORDED[selector.name])
        else:
            yield selector.name


# Prometheus writes them itself; TargetMissing is about jobs that `up` lacks.
OWN = {"up", "ALERTS"}


@every_alert
def test_alert_cannot_stay_silent_because_its_metric_vanished(rule):
    told = {
        metric
        for names in (*TOLD.values(), *TOLD_BEFORE.values(), postgres.TOLD)
        for metric in names
    }
    guarded = {
        selector.name
        for other in ALERTS
        for selector in selectors(other.expr)
        if selector.function == "absent"
    }

    unguarded = set(raw(rule.expr)) - told - guarded - BORN_WITH_AN_EVENT - OWN
    # Without TLS there is no certificate that could run out.
    assert unguarded <= {"probe_ssl_earliest_cert_expiry"}


def test_everything_that_tells_something_is_missed_when_its_target_vanishes():
    jobs = {job for jobs in TOLD for job in jobs.split("|")}

    assert jobs <= {service.name for service in REQUIRED}


def test_series_of_an_expression_are_found():
    expr = any_of(
        'sum by (environment) (rate(app_errors_total{job="x"}[5m])) > 1', "up"
    )

    first, second = selectors(expr)
    assert (first.name, first.function, first.window) == (
        "app_errors_total",
        "rate",
        "5m",
    )
    assert (first.matched, second.name) == ({"job"}, "up")
    assert grouped(expr) == {"environment"}
