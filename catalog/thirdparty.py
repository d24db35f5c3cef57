"""Metrics of programs that are not ours, under the names that they gave them."""

from catalog.metrics import Metric, MetricKind


def _counter(name: str, help_: str, *labels: str, unit: str = "") -> Metric:
    return Metric(
        name=name, kind=MetricKind.COUNTER, help=help_, labels=labels, unit=unit
    )


def _gauge(name: str, help_: str, *labels: str, unit: str = "") -> Metric:
    return Metric(
        name=name, kind=MetricKind.GAUGE, help=help_, labels=labels, unit=unit
    )


# Written by Prometheus itself, for each target and each alert.
UP = _gauge("up", "1 when the latest scrape of a target worked.")
SCRAPE_SAMPLES = _gauge(
    "scrape_samples_post_metric_relabeling", "Samples kept of a target's latest scrape."
)
SCRAPE_DURATION = _gauge(
    "scrape_duration_seconds", "Time that the latest scrape took.", unit="seconds"
)
ALERTS = _gauge(
    "ALERTS", "1 while an alert is pending or firing.", "alertname", "alertstate"
)
ALERTS_FOR_STATE = _gauge(
    "ALERTS_FOR_STATE",
    "Unix time since when an alert is pending or firing.",
    "alertname",
    unit="seconds",
)

# Blackbox exporter.
PROBE_SUCCESS = _gauge("probe_success", "1 when the latest probe worked.")
PROBE_DURATION = _gauge(
    "probe_duration_seconds", "Time that the latest probe took.", unit="seconds"
)
PROBE_HTTP_SSL = _gauge("probe_http_ssl", "1 when the probe's last answer came by TLS.")
PROBE_CERTIFICATE_EXPIRY = _gauge(
    "probe_ssl_earliest_cert_expiry",
    "Unix time at which the first certificate of the chain ends; only with TLS.",
    unit="seconds",
)

# Node exporter.
NODE_CPU = _counter(
    "node_cpu_seconds_total", "CPU time by mode.", "cpu", "mode", unit="seconds"
)
NODE_LOAD1 = _gauge("node_load1", "Runnable threads, averaged over a minute.")
NODE_MEMORY_AVAILABLE = _gauge(
    "node_memory_MemAvailable_bytes", "Memory that programs can get.", unit="bytes"
)
NODE_MEMORY_TOTAL = _gauge("node_memory_MemTotal_bytes", "All memory.", unit="bytes")
NODE_DISK_AVAILABLE = _gauge(
    "node_filesystem_avail_bytes",
    "Free space that programs can get.",
    "mountpoint",
    unit="bytes",
)
NODE_DISK_SIZE = _gauge(
    "node_filesystem_size_bytes", "All space.", "mountpoint", unit="bytes"
)
NODE_DISK_READ = _counter(
    "node_disk_read_bytes_total", "Bytes read.", "device", unit="bytes"
)
NODE_DISK_WRITTEN = _counter(
    "node_disk_written_bytes_total", "Bytes written.", "device", unit="bytes"
)

# Prometheus.
TSDB_SERIES = _gauge("prometheus_tsdb_head_series", "Series in memory.")
TSDB_SAMPLES_APPENDED = _counter(
    "prometheus_tsdb_head_samples_appended_total", "Samples taken in.", "type"
)
TSDB_WAL_SIZE = _gauge(
    "prometheus_tsdb_wal_storage_size_bytes",
    "Write-ahead log on the disk.",
    unit="bytes",
)
TSDB_BLOCKS_SIZE = _gauge(
    "prometheus_tsdb_storage_blocks_bytes", "Blocks on the disk.", unit="bytes"
)
TSDB_WAL_CORRUPTIONS = _counter(
    "prometheus_tsdb_wal_corruptions_total", "Damages found in the write-ahead log."
)
TSDB_COMPACTIONS_FAILED = _counter(
    "prometheus_tsdb_compactions_failed_total", "Compactions that failed."
)
RULE_GROUP_DURATION = _gauge(
    "prometheus_rule_group_last_duration_seconds",
    "Time that the latest evaluation of a rule group took.",
    "rule_group",
    unit="seconds",
)
RULE_GROUP_INTERVAL = _gauge(
    "prometheus_rule_group_interval_seconds",
    "Time between two evaluations of a rule group.",
    "rule_group",
    unit="seconds",
)
RULE_EVALUATIONS = _counter(
    "prometheus_rule_evaluations_total", "Rules evaluated.", "rule_group"
)
RULE_EVALUATIONS_FAILED = _counter(
    "prometheus_rule_evaluation_failures_total",
    "Rules whose evaluation failed.",
    "rule_group",
)
QUERY_DURATION = _gauge(
    "prometheus_engine_query_duration_seconds",
    "Time that parts of a query take.",
    "slice",
    "quantile",
    unit="seconds",
)
PROMETHEUS_RELOAD_SUCCESSFUL = _gauge(
    "prometheus_config_last_reload_successful",
    "1 when the latest configuration is in use.",
)
NOTIFICATIONS_SENT = _counter(
    "prometheus_notifications_sent_total",
    "Alerts sent to Alertmanager.",
    "alertmanager",
)
NOTIFICATIONS_ERRORS = _counter(
    "prometheus_notifications_errors_total",
    "Alerts whose sending to Alertmanager failed.",
    "alertmanager",
)
NOTIFICATIONS_DROPPED = _counter(
    "prometheus_notifications_dropped_total",
    "Alerts given up before any Alertmanager took them.",
)
NOTIFICATIONS_QUEUE = _gauge(
    "prometheus_notifications_queue_length", "Alerts that wait to be sent."
)

# Alertmanager.
ALERTMANAGER_RELOAD_SUCCESSFUL = _gauge(
    "alertmanager_config_last_reload_successful",
    "1 when the latest configuration is in use.",
)
ALERTMANAGER_ALERTS = _gauge("alertmanager_alerts", "Alerts known.", "state")
ALERTMANAGER_SILENCES = _gauge("alertmanager_silences", "Silences.", "state")
ALERTMANAGER_NOTIFICATIONS = _counter(
    "alertmanager_notifications_total", "Notifications tried.", "integration"
)
ALERTMANAGER_NOTIFICATIONS_FAILED = _counter(
    "alertmanager_notifications_failed_total",
    "Notifications that failed.",
    "integration",
    "reason",
)

# The collector; it names its counters without the usual ending.
COLLECTOR_ACCEPTED = _counter(
    "otelcol_receiver_accepted_spans", "Spans taken in.", "receiver"
)
COLLECTOR_REFUSED = _counter(
    "otelcol_receiver_refused_spans",
    "Spans refused, which their sender keeps for a while.",
    "receiver",
)
COLLECTOR_SENT = _counter("otelcol_exporter_sent_spans", "Spans sent on.", "exporter")
COLLECTOR_SEND_FAILED = _counter(
    "otelcol_exporter_send_failed_spans",
    "Spans given up, because their receiver does not want them.",
    "exporter",
)
COLLECTOR_ENQUEUE_FAILED = _counter(
    "otelcol_exporter_enqueue_failed_spans",
    "Spans that found no room in the queue.",
    "exporter",
)
COLLECTOR_QUEUE_SIZE = _gauge(
    "otelcol_exporter_queue_size",
    "Bytes that wait to be sent on.",
    "exporter",
    "data_type",
    unit="bytes",
)
COLLECTOR_QUEUE_CAPACITY = _gauge(
    "otelcol_exporter_queue_capacity",
    "Bytes that may wait to be sent on.",
    "exporter",
    "data_type",
    unit="bytes",
)

# Every program with a client library.
PROCESS_MEMORY = _gauge(
    "process_resident_memory_bytes", "Memory of a process.", unit="bytes"
)
# Of its network namespace, which is a container's own; the shop's roles tell them too.
NETWORK_RECEIVED = _counter(
    "process_network_receive_bytes_total",
    "Bytes received over IP, loopback included.",
    unit="bytes",
)
NETWORK_SENT = _counter(
    "process_network_transmit_bytes_total",
    "Bytes sent over IP, loopback included.",
    unit="bytes",
)
