"""Sends a copy of each log line by OTLP/HTTP, with the trace that it belongs to."""

import time

from opentelemetry import trace as otel
from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.sdk._logs import LoggerProvider, LogRecordProcessor
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.resources import Resource

from app.observability.trace_context import Trace
from app.settings import Settings

EXPORT_TIMEOUT_S = 5
_SEVERITIES = {
    "debug": SeverityNumber.DEBUG,
    "info": SeverityNumber.INFO,
    "warning": SeverityNumber.WARN,
    "error": SeverityNumber.ERROR,
    "critical": SeverityNumber.FATAL,
}


class LogForwarding:
    """Hands lines to the SDK, which sends them in batches from a thread of its own."""

    def __init__(self, service_name: str, processor: LogRecordProcessor) -> None:
        resource = Resource(
            {"service.name": service_name, "service.namespace": "pharos"}
        )
        self._provider = LoggerProvider(resource=resource)
        self._provider.add_log_record_processor(processor)
        self._logger = self._provider.get_logger("app")

    @classmethod
    def exporting_to(cls, settings: Settings) -> "LogForwarding":
        """Return the forwarding that sends to the settings' receiver in batches."""
        exporter = OTLPLogExporter(
            endpoint=f"{settings.otlp_endpoint}/v1/logs", timeout=EXPORT_TIMEOUT_S
        )
        return cls(settings.service_name, BatchLogRecordProcessor(exporter))

    def __call__(self, line: bytes, level: str, trace: Trace | None) -> None:
        """Send a copy of *line*, as it was written."""
        context = None
        if trace is not None and trace.span is not None:
            context = otel.set_span_in_context(trace.span)
        self._logger.emit(
            LogRecord(
                timestamp=time.time_ns(),
                context=context,
                severity_text=level,
                severity_number=_SEVERITIES.get(level, SeverityNumber.UNSPECIFIED),
                body=line.decode().rstrip("\n"),
            )
        )

    def close(self) -> None:
        """Send what is waiting, within the exporter's time limit."""
        self._provider.shutdown()
