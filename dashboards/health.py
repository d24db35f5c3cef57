"""Which services are up, how they answer, and whether they can be reached."""

from catalog import containers, records, thirdparty
from catalog.alerts import Alert
from catalog.dashboards import Dashboard
from dashboards.page import LOW, Page, Row
from dashboards.panels import rows, time_series, value
from dashboards.queries import SERVICE, Query, aggregated, counted, of, summed
from dashboards.resources import restarts
from dashboards.thresholds import BAD, GOOD, above, below
from dashboards.units import Unit

_UP = of(thirdparty.UP, SERVICE)
_STARTED = of(containers.START_TIME, SERVICE)
_EXPIRY = of(thirdparty.PROBE_CERTIFICATE_EXPIRY, SERVICE)
_DAY_S = 86400
_NAME = "{{service}}"
_MISTAKES = 'status=~"4.."'

NOW = Row(
    "Now",
    (
        value(
            "Targets Up",
            "Processes that Prometheus could scrape the last time.",
            Query(summed(_UP), "up"),
            unit=Unit.COUNT,
        ),
        value(
            "Targets Down",
            "Processes that Prometheus could not scrape the last time.",
            Query(counted(f"{_UP} == 0"), "down"),
            unit=Unit.COUNT,
            thresholds=above(bad=1),
            alerts=[Alert.TARGET_DOWN, Alert.TARGET_MISSING],
        ),
        value(
            "TargetDown Alerts",
            "Alerts of processes that stayed down, pending ones included.",
            Query(
                counted(
                    of(thirdparty.ALERTS, f'alertname="{Alert.TARGET_DOWN}"', SERVICE)
                ),
                "alerts",
            ),
            unit=Unit.COUNT,
            thresholds=above(bad=1),
            alerts=[Alert.TARGET_DOWN],
        ),
        value(
            "Endpoints Unreachable",
            "Published endpoints that the prober could not reach the last time.",
            Query(
                counted(f"{of(thirdparty.PROBE_SUCCESS, SERVICE)} == 0"), "endpoints"
            ),
            unit=Unit.COUNT,
            thresholds=above(bad=1),
            alerts=[Alert.ENDPOINT_UNREACHABLE],
        ),
    ),
    height=LOW,
)
SERVICES = Row(
    "Services",
    (
        value(
            "Health per Service",
            "Whether every process of a service could be scraped the last time.",
            Query(aggregated("min", _UP, ["service"]), _NAME),
            unit=Unit.COUNT,
            thresholds=below(bad=1),
            names={"0": ("DOWN", BAD), "1": ("UP", GOOD)},
            alerts=[Alert.TARGET_DOWN],
        ),
        rows(
            "Availability of Targets",
            "Share of scrapes that worked in the shown time, the worst first.",
            Query(f"sort(avg_over_time({_UP}[$__range]))", _NAME),
            columns={
                "service": "Service",
                "instance": "Instance",
                "owner": "Owner",
                "Value": "Available",
            },
            unit=Unit.SHARE,
            thresholds=below(look=1, bad=0.99),
            alerts=[Alert.TARGET_DOWN, Alert.TARGET_MISSING],
        ),
    ),
)
TOLD = Row(
    "What services tell",
    (
        time_series(
            "Samples of a Scrape",
            "Samples that the latest scrape of each service brought: when they fall, "
            "metrics are missing.",
            Query(summed(of(thirdparty.SCRAPE_SAMPLES, SERVICE), ["service"]), _NAME),
            unit=Unit.COUNT,
            alerts=[Alert.METRICS_MISSING],
        ),
        time_series(
            "Time of a Scrape",
            "Time that the slowest scrape of each service took.",
            Query(
                aggregated("max", of(thirdparty.SCRAPE_DURATION, SERVICE), ["service"]),
                _NAME,
            ),
            unit=Unit.SECONDS,
            thresholds=above(look=1, bad=5),
        ),
    ),
)
ANSWERS = Row(
    "Answers",
    (
        time_series(
            "4xx per Service",
            "Answers of 400 to 499 per second: mistakes of clients.",
            Query(
                summed(
                    f"{of(records.STATUS_REQUESTS, SERVICE, _MISTAKES)}"
                    f" or {of(records.REQUESTS, SERVICE)} * 0",
                    ["service"],
                ),
                _NAME,
            ),
            unit=Unit.REQUESTS_PER_SECOND,
        ),
        time_series(
            "5xx per Service",
            "Answers of 500 and above per second: mistakes of ours.",
            Query(of(records.ERRORS, SERVICE), _NAME),
            unit=Unit.REQUESTS_PER_SECOND,
            alerts=[Alert.APP_HIGH_5XX_ERROR_RATE],
        ),
        time_series(
            "5xx Share per Service",
            "Share of a role's requests that got an answer of 500 and above.",
            Query(of(records.ERRORS_RATIO, SERVICE), _NAME),
            unit=Unit.SHARE,
            thresholds=above(look=0.01, bad=0.05),
        ),
    ),
)
REACHABILITY = Row(
    "Reachability from outside",
    (
        value(
            "Reachable Endpoints",
            "Whether a published endpoint answered the latest probe.",
            Query(
                aggregated("min", of(thirdparty.PROBE_SUCCESS, SERVICE), ["service"]),
                _NAME,
            ),
            unit=Unit.COUNT,
            thresholds=below(bad=1),
            names={"0": ("UNREACHABLE", BAD), "1": ("REACHABLE", GOOD)},
            alerts=[Alert.ENDPOINT_UNREACHABLE],
        ),
        time_series(
            "Probe Duration",
            "Time from the prober's connection to the last byte of the answer.",
            Query(
                aggregated("max", of(thirdparty.PROBE_DURATION, SERVICE), ["service"]),
                _NAME,
            ),
            unit=Unit.SECONDS,
            thresholds=above(look=1),
            alerts=[Alert.ENDPOINT_UNREACHABLE],
        ),
        value(
            "Encrypted Endpoints",
            "Whether the latest answer came by TLS; on one machine it is plain HTTP.",
            Query(
                aggregated("min", of(thirdparty.PROBE_HTTP_SSL, SERVICE), ["service"]),
                _NAME,
            ),
            unit=Unit.COUNT,
            names={"0": ("HTTP", "blue"), "1": ("TLS", GOOD)},
        ),
        value(
            "Certificates End in",
            "Time until the first certificate of an endpoint ends.",
            Query(aggregated("min", f"{_EXPIRY} - time()", ["service"]), _NAME),
            unit=Unit.AGE,
            thresholds=below(look=28 * _DAY_S, bad=7 * _DAY_S),
            lowest=None,
            empty="no endpoint with TLS",
            alerts=[Alert.CERTIFICATE_EXPIRES_SOON],
        ),
    ),
)
RESTARTS = Row(
    "Restarts",
    (
        restarts(),
        rows(
            "Time since the Start",
            "How long the newest container of a service has been running.",
            Query(
                f"sort(time() - {aggregated('max', _STARTED, ['service'])})",
                _NAME,
            ),
            columns={"service": "Service", "Value": "Running for"},
            unit=Unit.AGE,
            thresholds=below(look=600),
            alerts=[Alert.CONTAINER_RESTARTS],
        ),
    ),
)
PAGE = Page(
    uid=Dashboard.HEALTH,
    title="Service Health",
    description="Which services are up, how they answer, whether they can be reached.",
    rows=(NOW, SERVICES, ANSWERS, REACHABILITY, RESTARTS, TOLD),
    services=thirdparty.UP.name,
)
