"""Whether Prometheus and Alertmanager themselves work."""

from catalog import thirdparty
from catalog.alerts import Alert
from catalog.dashboards import Dashboard
from catalog.services import ALERTMANAGER, GRAFANA, PROMETHEUS
from dashboards.page import LOW, Page, Row
from dashboards.panels import Panel, bars, time_series, value
from dashboards.queries import Query, aggregated, increase, of, rate, summed, top
from dashboards.thresholds import BAD, GOOD, above, below
from dashboards.units import Unit

_PARTS = f'service=~"{PROMETHEUS.name}|{ALERTMANAGER.name}|{GRAFANA.name}"'
# Alertmanager counts for every kind that it knows; these are what receivers here use.
CHANNELS = ("webhook", "email", "slack", "pagerduty")
_CHANNELS = f'integration=~"{"|".join(CHANNELS)}"'


def _works(
    title: str, description: str, query: str, words: tuple[str, str], *alerts: Alert
) -> Panel:
    no, yes = words
    return value(
        title,
        description,
        Query(query, title),
        unit=Unit.COUNT,
        thresholds=below(bad=1),
        names={"0": (no, BAD), "1": (yes, GOOD)},
        alerts=alerts,
    )


NOW = Row(
    "Now",
    (
        _works(
            Alert.WATCHDOG.value,
            "An alert that fires always: without it alerting does not work.",
            # Of no environment: it says nothing of a service.
            f'max({thirdparty.ALERTS.name}{{alertname="{Alert.WATCHDOG}",'
            'environment=~"$environment|"}) or vector(0)',
            ("SILENT", "FIRES"),
            Alert.WATCHDOG,
        ),
        _works(
            "Alertmanager",
            "Whether Alertmanager could be scraped the last time.",
            aggregated("min", of(thirdparty.UP, f'service="{ALERTMANAGER.name}"')),
            ("DOWN", "UP"),
            Alert.ALERTMANAGER_DOWN,
        ),
        _works(
            "Prometheus's Configuration",
            "Whether Prometheus took its latest configuration.",
            aggregated("min", of(thirdparty.PROMETHEUS_RELOAD_SUCCESSFUL)),
            ("REFUSED", "IN USE"),
            Alert.PROMETHEUS_CONFIG_RELOAD_FAILED,
        ),
        _works(
            "Alertmanager's Configuration",
            "Whether Alertmanager took its latest configuration.",
            aggregated("min", of(thirdparty.ALERTMANAGER_RELOAD_SUCCESSFUL)),
            ("REFUSED", "IN USE"),
            Alert.ALERTMANAGER_CONFIG_RELOAD_FAILED,
        ),
    ),
    height=LOW,
)
INTAKE = Row(
    "What comes in",
    (
        time_series(
            "Series",
            "Series in Prometheus's memory, which decide how much of it is needed.",
            Query(summed(of(thirdparty.TSDB_SERIES)), "series"),
            unit=Unit.COUNT,
        ),
        time_series(
            "Samples",
            "Samples per second that Prometheus takes in.",
            Query(rate(thirdparty.TSDB_SAMPLES_APPENDED), "samples"),
            unit=Unit.PER_SECOND,
        ),
        bars(
            "Samples per Target",
            "The ten services with most samples in one scrape.",
            Query(
                top(10, summed(of(thirdparty.SCRAPE_SAMPLES), ["service"])),
                "{{service}}",
            ),
            unit=Unit.COUNT,
        ),
        time_series(
            "Scrape Duration",
            "Time that the slowest scrape of each service takes.",
            Query(
                aggregated("max", of(thirdparty.SCRAPE_DURATION), ["service"]),
                "{{service}}",
            ),
            unit=Unit.SECONDS,
            thresholds=above(look=1, bad=5),
        ),
    ),
)
RULES = Row(
    "Rules and queries",
    (
        time_series(
            "Rule Evaluation Time",
            "Time that each group's latest evaluation took, as a share of its "
            "interval; above 100 % evaluations are left out.",
            Query(
                f"{of(thirdparty.RULE_GROUP_DURATION)}"
                f" / {of(thirdparty.RULE_GROUP_INTERVAL)}",
                "{{rule_group}}",
            ),
            unit=Unit.SHARE,
            thresholds=above(look=0.5, bad=1),
            alerts=[Alert.PROMETHEUS_RULES_SLOW],
        ),
        time_series(
            "Rule Failures",
            "Rules per second that could not be evaluated, and all that were tried.",
            Query(rate(thirdparty.RULE_EVALUATIONS_FAILED), "failed"),
            Query(rate(thirdparty.RULE_EVALUATIONS), "tried"),
            unit=Unit.PER_SECOND,
            alerts=[Alert.PROMETHEUS_RULE_FAILURES],
        ),
        time_series(
            "Query Duration",
            "99 % of the queries' parts are faster.",
            Query(
                aggregated(
                    "max",
                    of(
                        thirdparty.QUERY_DURATION,
                        'quantile="0.99"',
                        'slice=~"inner_eval|queue_time"',
                    ),
                    ["slice"],
                ),
                "{{slice}}",
            ),
            unit=Unit.SECONDS,
        ),
    ),
)
STORAGE = Row(
    "Storage",
    (
        time_series(
            "Storage on the Disk",
            "Write-ahead log and blocks; retention by size bounds both.",
            Query(summed(of(thirdparty.TSDB_WAL_SIZE)), "write-ahead log"),
            Query(summed(of(thirdparty.TSDB_BLOCKS_SIZE)), "blocks"),
            unit=Unit.BYTES,
            stacked=True,
        ),
        value(
            "Damages of the Log",
            "Damages found in the write-ahead log in the shown time.",
            Query(increase(thirdparty.TSDB_WAL_CORRUPTIONS), "damages"),
            unit=Unit.COUNT,
            thresholds=above(bad=1),
            alerts=[Alert.PROMETHEUS_WAL_CORRUPTED],
        ),
        value(
            "Failed Compactions",
            "Compactions of blocks that failed in the shown time.",
            Query(increase(thirdparty.TSDB_COMPACTIONS_FAILED), "failed"),
            unit=Unit.COUNT,
            thresholds=above(bad=1),
            alerts=[Alert.PROMETHEUS_COMPACTIONS_FAIL],
        ),
        time_series(
            "Memory of Monitoring",
            "Memory of Prometheus, Alertmanager and, where it runs, Grafana.",
            Query(
                summed(of(thirdparty.PROCESS_MEMORY, _PARTS), ["service"]),
                "{{service}}",
            ),
            unit=Unit.BYTES,
        ),
    ),
)
NOTIFICATIONS = Row(
    "Notifications",
    (
        time_series(
            "From Prometheus to Alertmanager",
            "Alerts per second that were sent, failed, or were given up.",
            Query(rate(thirdparty.NOTIFICATIONS_SENT), "sent"),
            Query(rate(thirdparty.NOTIFICATIONS_ERRORS), "failed"),
            Query(rate(thirdparty.NOTIFICATIONS_DROPPED), "given up"),
            unit=Unit.PER_SECOND,
            alerts=[Alert.PROMETHEUS_NOTIFICATIONS_FAIL],
        ),
        time_series(
            "From Alertmanager to People",
            "Notifications per second that failed, and all by kind of receiver.",
            Query(rate(thirdparty.ALERTMANAGER_NOTIFICATIONS_FAILED), "failed"),
            Query(
                rate(
                    thirdparty.ALERTMANAGER_NOTIFICATIONS, _CHANNELS, by=["integration"]
                ),
                "{{integration}}",
            ),
            unit=Unit.PER_SECOND,
            alerts=[Alert.ALERTMANAGER_NOTIFICATIONS_FAIL],
        ),
        time_series(
            "Alerts and Silences",
            "Alerts that Alertmanager knows and silences that are active.",
            Query(
                summed(of(thirdparty.ALERTMANAGER_ALERTS), ["state"]),
                "alerts {{state}}",
            ),
            Query(
                summed(of(thirdparty.ALERTMANAGER_SILENCES), ["state"]),
                "silences {{state}}",
            ),
            Query(summed(of(thirdparty.NOTIFICATIONS_QUEUE)), "waiting"),
            unit=Unit.COUNT,
        ),
    ),
)
PAGE = Page(
    uid=Dashboard.MONITORING,
    title="Prometheus and Alertmanager",
    description="Whether monitoring itself works: intake, rules, storage, delivery.",
    rows=(NOW, INTAKE, RULES, STORAGE, NOTIFICATIONS),
)
