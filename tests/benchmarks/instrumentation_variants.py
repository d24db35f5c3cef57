"""The same Flask application, instrumented in different ways."""

import os
from collections.abc import Callable, Sequence

from flask import Flask
from opentelemetry.exporter.otlp.proto.common._log_encoder import encode_logs
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.instrumentation.flask import FlaskInstrumentor
from opentelemetry.metrics import NoOpMeterProvider
from opentelemetry.sdk._logs import ReadableLogRecord
from opentelemetry.sdk._logs.export import (
    BatchLogRecordProcessor,
    LogRecordExporter,
    LogRecordExportResult,
)
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import (
    BatchSpanProcessor,
    SpanExporter,
    SpanExportResult,
)
from opentelemetry.trace import NoOpTracerProvider
from prometheus_client import CollectorRegistry
from prometheus_flask_exporter import PrometheusMetrics

from app.observability.forwarding import LogForwarding
from app.observability.logs import JsonLog
from app.observability.metrics import ShopMetrics
from app.observability.recorder import Recorder
from app.observability.tracing import Tracing

Instrument = Callable[[Flask], None]


class DroppingExporter(SpanExporter):
    """Takes spans in batches and forgets them, for ours and theirs alike."""

    def export(self, spans: tuple[ReadableSpan, ...]) -> SpanExportResult:
        """Forget *spans*."""
        return SpanExportResult.SUCCESS


class EncodingExporter(LogRecordExporter):
    """Encodes log records as the shop's exporter does, and forgets them."""

    def export(self, batch: Sequence[ReadableLogRecord]) -> LogRecordExportResult:
        """Encode *batch* and forget it."""
        encode_logs(batch).SerializeToString()
        return LogRecordExportResult.SUCCESS

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Have nothing left, ever."""
        return True

    def shutdown(self) -> None:
        """Have nothing to close."""


def bare(app: Flask) -> None:
    """Leave the application as it is."""


def shop(
    *,
    metrics: bool = False,
    log: bool = False,
    tracing: bool = False,
    forwarding: bool = False,
):
    """
    Record requests as the shop does; log lines are written to /dev/null.

    Args:
        forwarding: Whether a copy of each line goes out by OTLP, as where an engine
            takes logs in.
    """

    def instrument(app: Flask) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        lines = JsonLog("shop", lambda line: os.write(nowhere, line)) if log else None
        if lines and forwarding:
            lines.copy = LogForwarding(
                "shop", BatchLogRecordProcessor(EncodingExporter())
            )
        app.wsgi_app = Recorder(
            app.wsgi_app,
            metrics=ShopMetrics() if metrics else None,
            log=lines,
            tracer=_tracing() if tracing else None,
        )

    return instrument


def _tracing() -> Tracing:
    return Tracing("shop", BatchSpanProcessor(DroppingExporter()))


def prometheus_flask_exporter(app: Flask) -> None:
    """Its default metrics: a duration histogram and a counter."""
    PrometheusMetrics(app, registry=CollectorRegistry(), path="/peer-metrics")


def opentelemetry(*, metrics: bool = False, tracing: bool = False):
    """OpenTelemetry's instrumentation for Flask, with its Prometheus exporter."""

    def instrument(app: Flask) -> None:
        tracers = NoOpTracerProvider()
        if tracing:
            tracers = TracerProvider()
            tracers.add_span_processor(BatchSpanProcessor(DroppingExporter()))
        meters = MeterProvider([PrometheusMetricReader()]) if metrics else None
        FlaskInstrumentor().instrument_app(
            app,
            tracer_provider=tracers,
            meter_provider=meters or NoOpMeterProvider(),
        )

    return instrument


VARIANTS: dict[str, Instrument] = {
    "bare": bare,
    "shop: metrics": shop(metrics=True),
    "shop: metrics, log": shop(metrics=True, log=True),
    "shop: tracing": shop(tracing=True),
    "shop: metrics, log, tracing": shop(metrics=True, log=True, tracing=True),
    "shop: metrics, log, tracing, OTLP logs": shop(
        metrics=True, log=True, tracing=True, forwarding=True
    ),
    "prometheus-flask-exporter": prometheus_flask_exporter,
    "OpenTelemetry: metrics": opentelemetry(metrics=True),
    "OpenTelemetry: tracing": opentelemetry(tracing=True),
    "OpenTelemetry: metrics, tracing": opentelemetry(metrics=True, tracing=True),
}
