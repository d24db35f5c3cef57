"""The same Flask application, instrumented in different ways."""

import os
from collections.abc import Callable

from flask import Flask
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.instrumentation.flask import FlaskInstrumentor
from opentelemetry.metrics import NoOpMeterProvider
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


def bare(app: Flask) -> None:
    """Leave the application as it is."""


def shop(*, metrics: bool = False, log: bool = False, tracing: bool = False):
    """Record requests as the shop does; log lines are written to /dev/null."""

    def instrument(app: Flask) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        app.wsgi_app = Recorder(
            app.wsgi_app,
            metrics=ShopMetrics() if metrics else None,
            log=JsonLog("shop", lambda line: os.write(nowhere, line)) if log else None,
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
    "prometheus-flask-exporter": prometheus_flask_exporter,
    "OpenTelemetry: metrics": opentelemetry(metrics=True),
    "OpenTelemetry: tracing": opentelemetry(tracing=True),
    "OpenTelemetry: metrics, tracing": opentelemetry(metrics=True, tracing=True),
}
