"""Metrics of the AIOps engine."""

from catalog.metrics import Metric, MetricKind

# Upper bounds of its histograms, in seconds: a batch takes milliseconds.
ENGINE_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

AIOPS_INGEST_RECORDS = Metric(
    name="aiops_ingest_records_total",
    kind=MetricKind.COUNTER,
    help="Spans and log lines that were sent to the engine.",
    labels=("signal",),
)
AIOPS_INGEST_STORED = Metric(
    name="aiops_ingest_stored_total",
    kind=MetricKind.COUNTER,
    help="Spans and log lines stored; one that was sent again is not stored again.",
    labels=("signal",),
)
AIOPS_INGEST_REFUSED = Metric(
    name="aiops_ingest_refused_total",
    kind=MetricKind.COUNTER,
    help="Spans and log lines left out, because they are not what they should be.",
    labels=("signal", "reason"),
)
AIOPS_INGEST_REQUESTS = Metric(
    name="aiops_ingest_requests_total",
    kind=MetricKind.COUNTER,
    help="Requests with telemetry, by what became of them.",
    labels=("signal", "result"),
)
AIOPS_INGEST_BYTES = Metric(
    name="aiops_ingest_bytes_total",
    kind=MetricKind.COUNTER,
    help="Bytes of telemetry, decompressed.",
    labels=("signal",),
    unit="bytes",
)
AIOPS_INGEST_SECONDS = Metric(
    name="aiops_ingest_seconds",
    kind=MetricKind.HISTOGRAM,
    help="Time from a request with telemetry to its answer.",
    labels=("signal",),
    unit="seconds",
)
AIOPS_DATABASE_SECONDS = Metric(
    name="aiops_database_seconds",
    kind=MetricKind.HISTOGRAM,
    help="Time of a transaction on the engine's database.",
    labels=("operation",),
    unit="seconds",
)
AIOPS_DATABASE_BYTES = Metric(
    name="aiops_database_bytes",
    kind=MetricKind.GAUGE,
    help="Size of the engine's database.",
    unit="bytes",
)
AIOPS_JOB_SECONDS = Metric(
    name="aiops_job_seconds",
    kind=MetricKind.HISTOGRAM,
    help="Time of one round of a job of the engine.",
    labels=("job",),
    unit="seconds",
)
AIOPS_JOB_FAILURES = Metric(
    name="aiops_job_failures_total",
    kind=MetricKind.COUNTER,
    help="Rounds of a job that ended with an exception.",
    labels=("job",),
)
AIOPS_LEASES_TAKEN = Metric(
    name="aiops_leases_taken_total",
    kind=MetricKind.COUNTER,
    help="Times that this replica began to do a job, from another or at its start.",
    labels=("job",),
)

INGEST_METRICS = (
    AIOPS_INGEST_RECORDS,
    AIOPS_INGEST_STORED,
    AIOPS_INGEST_REFUSED,
    AIOPS_INGEST_REQUESTS,
    AIOPS_INGEST_BYTES,
    AIOPS_INGEST_SECONDS,
    AIOPS_DATABASE_SECONDS,
    AIOPS_DATABASE_BYTES,
    AIOPS_JOB_SECONDS,
    AIOPS_JOB_FAILURES,
    AIOPS_LEASES_TAKEN,
)

AIOPS_ANALYSIS_LAG_SECONDS = Metric(
    name="aiops_analysis_lag_seconds",
    kind=MetricKind.GAUGE,
    help="Time since the end of the latest window that was judged.",
    unit="seconds",
)
AIOPS_ANALYSIS_BACKLOG = Metric(
    name="aiops_analysis_backlog_spans",
    kind=MetricKind.GAUGE,
    help="Spans that are stored and were not analysed yet.",
)
AIOPS_OPERATIONS = Metric(
    name="aiops_operations",
    kind=MetricKind.GAUGE,
    help="Operations whose baselines are known.",
)
AIOPS_ANOMALIES = Metric(
    name="aiops_anomalies",
    kind=MetricKind.GAUGE,
    help="Anomalies that go on.",
    labels=("signal", "severity"),
)
AIOPS_FORECAST_SECONDS = Metric(
    name="aiops_forecast_seconds",
    kind=MetricKind.GAUGE,
    help="Time until a signal meets its limit, where that is near and certain.",
    labels=("service", "signal"),
    unit="seconds",
)
AIOPS_SERVICE_HEALTH = Metric(
    name="aiops_service_health",
    kind=MetricKind.GAUGE,
    help="Health of a service over the last minute, 0 to 100; the worst 200.",
    labels=("service",),
)
_CALL = ("caller", "callee")
AIOPS_CALLS = Metric(
    name="aiops_calls_per_second",
    kind=MetricKind.GAUGE,
    help="Calls from one service to another over the last minute; the busiest 200.",
    labels=_CALL,
)
AIOPS_CALL_ERRORS_RATIO = Metric(
    name="aiops_call_errors_ratio",
    kind=MetricKind.GAUGE,
    help="Share of these calls that failed or got no answer.",
    labels=_CALL,
    unit="ratio",
)
AIOPS_CALL_SECONDS = Metric(
    name="aiops_call_mean_seconds",
    kind=MetricKind.GAUGE,
    help="Mean time of these calls, as the caller sees it.",
    labels=_CALL,
    unit="seconds",
)

ANALYSIS_METRICS = (
    AIOPS_ANALYSIS_LAG_SECONDS,
    AIOPS_ANALYSIS_BACKLOG,
    AIOPS_OPERATIONS,
    AIOPS_ANOMALIES,
    AIOPS_FORECAST_SECONDS,
    AIOPS_SERVICE_HEALTH,
    AIOPS_CALLS,
    AIOPS_CALL_ERRORS_RATIO,
    AIOPS_CALL_SECONDS,
)

AIOPS_INCIDENTS = Metric(
    name="aiops_incidents",
    kind=MetricKind.GAUGE,
    help="Incidents that are not resolved.",
    labels=("severity", "status"),
)
AIOPS_INCIDENTS_DAY = Metric(
    name="aiops_incidents_opened_24h",
    kind=MetricKind.GAUGE,
    help="Incidents that were opened in the last 24 hours, resolved or not.",
    labels=("severity",),
)
AIOPS_INCIDENT_STAGE_SECONDS = Metric(
    name="aiops_incident_stage_seconds",
    kind=MetricKind.GAUGE,
    help=(
        "Time from the first sign of an incident until it was detected, acknowledged"
        " and resolved: the median of those opened in the last 24 hours."
    ),
    labels=("stage",),
    unit="seconds",
)
AIOPS_INCIDENT_SIGNS = Metric(
    name="aiops_incident_signs",
    kind=MetricKind.GAUGE,
    help="Anomalies and alerts that unresolved incidents are made of.",
    labels=("kind",),
)
_BY_CAUSE = ("service",)
AIOPS_CAUSE_INCIDENTS = Metric(
    name="aiops_cause_incidents",
    kind=MetricKind.GAUGE,
    help="Unresolved incidents by the service that most probably causes them.",
    labels=_BY_CAUSE,
)
AIOPS_CAUSE_CONFIDENCE = Metric(
    name="aiops_cause_confidence_ratio",
    kind=MetricKind.GAUGE,
    help="Confidence that this service causes an unresolved incident; the highest.",
    labels=_BY_CAUSE,
    unit="ratio",
)
AIOPS_CAUSE_FAILING_RATIO = Metric(
    name="aiops_cause_failing_ratio",
    kind=MetricKind.GAUGE,
    help="Share of the users' requests that fail by this service; the highest.",
    labels=_BY_CAUSE,
    unit="ratio",
)
AIOPS_OUTBOX = Metric(
    name="aiops_outbox_length",
    kind=MetricKind.GAUGE,
    help="Notifications that wait to be sent.",
)
AIOPS_NOTIFICATIONS = Metric(
    name="aiops_notifications_total",
    kind=MetricKind.COUNTER,
    help="Attempts to notify: sent, failed, given up or limited.",
    labels=("channel", "result"),
)
AIOPS_API_REQUESTS = Metric(
    name="aiops_api_requests_total",
    kind=MetricKind.COUNTER,
    help="Requests of the API by route, without those of telemetry.",
    labels=("method", "route", "status"),
)

INCIDENT_METRICS = (
    AIOPS_INCIDENTS,
    AIOPS_INCIDENTS_DAY,
    AIOPS_INCIDENT_STAGE_SECONDS,
    AIOPS_INCIDENT_SIGNS,
    AIOPS_CAUSE_INCIDENTS,
    AIOPS_CAUSE_CONFIDENCE,
    AIOPS_CAUSE_FAILING_RATIO,
    AIOPS_OUTBOX,
    AIOPS_NOTIFICATIONS,
    AIOPS_API_REQUESTS,
)
