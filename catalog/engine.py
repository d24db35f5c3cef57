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
    help="Health of a service over the last minute, 0 to 100.",
    labels=("service",),
)

ANALYSIS_METRICS = (
    AIOPS_ANALYSIS_LAG_SECONDS,
    AIOPS_ANALYSIS_BACKLOG,
    AIOPS_OPERATIONS,
    AIOPS_ANOMALIES,
    AIOPS_FORECAST_SECONDS,
    AIOPS_SERVICE_HEALTH,
)

AIOPS_INCIDENTS = Metric(
    name="aiops_incidents",
    kind=MetricKind.GAUGE,
    help="Incidents that are not resolved.",
    labels=("severity", "status"),
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
    AIOPS_OUTBOX,
    AIOPS_NOTIFICATIONS,
    AIOPS_API_REQUESTS,
)
