"""Alert names and severities, each written once."""

from enum import StrEnum


class Severity(StrEnum):
    """How fast somebody has to look."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"
    # Watchdog's own: it fires always and pages nobody.
    NONE = "none"


# What an alert carries that goes beyond those who were told first.
ESCALATION_LABEL = "escalation"
NEXT_LEVEL = "2"


class Alert(StrEnum):
    """Every alert of the platform; the value is the label ``alertname``."""

    # Alerting itself.
    WATCHDOG = "Watchdog"
    CRITICAL_ALERT_UNATTENDED = "CriticalAlertUnattended"
    # What the shop's users see.
    APP_HIGH_5XX_ERROR_RATE = "AppHigh5xxErrorRate"
    APP_HIGH_P95_LATENCY = "AppHighP95Latency"
    APP_HIGH_EXCEPTION_RATE = "AppHighExceptionRate"
    APP_TRAFFIC_DROP = "AppTrafficDrop"
    # Objectives.
    AVAILABILITY_BUDGET_BURNS_FAST = "AvailabilityBudgetBurnsFast"
    AVAILABILITY_BUDGET_BURNS_SLOWLY = "AvailabilityBudgetBurnsSlowly"
    LATENCY_BUDGET_BURNS_FAST = "LatencyBudgetBurnsFast"
    LATENCY_BUDGET_BURNS_SLOWLY = "LatencyBudgetBurnsSlowly"
    # The shop's business.
    PRODUCT_LOW_STOCK = "ProductLowStock"
    PRODUCT_OUT_OF_STOCK = "ProductOutOfStock"
    RESTOCK_MISSING = "RestockMissing"
    CHECKOUT_FAILURES = "CheckoutFailures"
    PAYMENT_DECLINES = "PaymentDeclines"
    # Every process.
    TARGET_DOWN = "TargetDown"
    TARGET_MISSING = "TargetMissing"
    METRICS_MISSING = "MetricsMissing"
    ENDPOINT_UNREACHABLE = "EndpointUnreachable"
    CERTIFICATE_EXPIRES_SOON = "CertificateExpiresSoon"
    CONTAINER_RESTARTS = "ContainerRestarts"
    CONTAINER_CPU_NEAR_LIMIT = "ContainerCpuNearLimit"
    CONTAINER_MEMORY_NEAR_LIMIT = "ContainerMemoryNearLimit"
    CONTAINER_OUT_OF_MEMORY = "ContainerOutOfMemory"
    # The machine.
    DISK_FILLS_IN_A_DAY = "DiskFillsInADay"
    DISK_ALMOST_FULL = "DiskAlmostFull"
    MACHINE_MEMORY_LOW = "MachineMemoryLow"
    # Monitoring's own parts.
    PROMETHEUS_RULE_FAILURES = "PrometheusRuleFailures"
    PROMETHEUS_RULES_SLOW = "PrometheusRulesSlow"
    PROMETHEUS_CONFIG_RELOAD_FAILED = "PrometheusConfigReloadFailed"
    PROMETHEUS_COMPACTIONS_FAIL = "PrometheusCompactionsFail"
    PROMETHEUS_WAL_CORRUPTED = "PrometheusWalCorrupted"
    PROMETHEUS_NOTIFICATIONS_FAIL = "PrometheusNotificationsFail"
    ALERTMANAGER_DOWN = "AlertmanagerDown"
    ALERTMANAGER_CONFIG_RELOAD_FAILED = "AlertmanagerConfigReloadFailed"
    ALERTMANAGER_NOTIFICATIONS_FAIL = "AlertmanagerNotificationsFail"
    CONTAINER_METRICS_INCOMPLETE = "ContainerMetricsIncomplete"
    COLLECTOR_REFUSES_SPANS = "CollectorRefusesSpans"
    COLLECTOR_LOSES_SPANS = "CollectorLosesSpans"
    COLLECTOR_QUEUE_FILLS = "CollectorQueueFills"
    # The engine's own parts.
    ENGINE_INGEST_STOPPED = "EngineIngestStopped"
    ENGINE_OVERLOADED = "EngineOverloaded"
    ENGINE_ANALYSIS_LATE = "EngineAnalysisLate"
    ENGINE_DATABASE_SLOW = "EngineDatabaseSlow"
    # PostgreSQL, in stacks that have it.
    POSTGRES_DOWN = "PostgresDown"
    POSTGRES_CONNECTIONS_NEAR_LIMIT = "PostgresConnectionsNearLimit"
    POSTGRES_QUERIES_SLOW = "PostgresQueriesSlow"
    POSTGRES_TRANSACTION_RUNS_LONG = "PostgresTransactionRunsLong"
    POSTGRES_DEADLOCKS = "PostgresDeadlocks"
    POSTGRES_VOLUME_FILLS = "PostgresVolumeFills"
