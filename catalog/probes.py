"""What the prober says of each endpoint that it asks, and under which job."""

from catalog.metrics import Metric, MetricKind

# Prometheus's job of the probes. Its `up` tells of the prober, not of the endpoint.
PROBE_JOB = "probe"
# The label `service` of URLs that a stack's settings name.
EXTERNAL = "external"

PROBE_LABELS = ("job", "instance", "service", "owner", "environment")


def _gauge(name: str, help_: str, unit: str = "") -> Metric:
    return Metric(
        name=name, kind=MetricKind.GAUGE, help=help_, labels=PROBE_LABELS, unit=unit
    )


PROBE_SUCCESS = _gauge("probe_success", "1 when the endpoint answered as it should.")
PROBE_DURATION = _gauge(
    "probe_duration_seconds", "Time that the latest probe took.", unit="seconds"
)
PROBE_HTTP_STATUS = _gauge(
    "probe_http_status_code", "Status of the latest answer; 0 where there was none."
)
PROBE_CERTIFICATE_EXPIRY = _gauge(
    "probe_ssl_earliest_cert_expiry",
    "Unix time at which the first certificate of the chain expires.",
    unit="seconds",
)

PROBE_METRICS = (
    PROBE_SUCCESS,
    PROBE_DURATION,
    PROBE_HTTP_STATUS,
    PROBE_CERTIFICATE_EXPIRY,
)
