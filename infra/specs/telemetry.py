"""Where spans and logs go besides the engine: one part of a stack's settings."""

from dataclasses import dataclass
from enum import StrEnum

from infra.specs import values
from infra.specs.reader import Reader

KEYS = (
    "tracesBackend",
    "tracesEndpoint",
    "tracesQueryUrl",
    "tracesSamplePercent",
    "lokiUrl",
)
DEFAULT_SAMPLE_PERCENT = 10


class TracesBackend(StrEnum):
    """What keeps sampled traces, by the name of Grafana's data source for it."""

    JAEGER = "jaeger"
    TEMPO = "tempo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telemetry:
    """
    Receivers of the collector's besides the engine; None sends nothing.

    Attributes:
        traces_endpoint: OTLP over HTTP, without the path.
        traces_query_url: Where Grafana asks for traces.
        sample_percent: Share of the traces that goes there.
        loki_url: Loki's own address; it takes OTLP below ``/otlp``.
    """

    traces_backend: TracesBackend | None = None
    traces_endpoint: str | None = None
    traces_query_url: str | None = None
    sample_percent: int = DEFAULT_SAMPLE_PERCENT
    loki_url: str | None = None


def read(reader: Reader) -> Telemetry:
    """Return the part of the settings; the *reader* keeps the mistakes."""
    url = values.url("http", "https")
    backend = reader.read("tracesBackend", values.one_of(*TracesBackend), None)
    telemetry = Telemetry(
        traces_backend=None if backend is None else TracesBackend(backend),
        traces_endpoint=reader.read("tracesEndpoint", url, None),
        traces_query_url=reader.read("tracesQueryUrl", url, None),
        sample_percent=reader.read(
            "tracesSamplePercent", values.whole(1, 100), DEFAULT_SAMPLE_PERCENT
        ),
        loki_url=reader.read("lokiUrl", url, None),
    )
    for key in ("tracesEndpoint", "tracesQueryUrl"):
        if (key in reader) != ("tracesBackend" in reader):
            reader.refuse(
                key,
                reader.read(key, str, ""),
                "goes with tracesBackend and with the other address of it; set all"
                " three, or none",
            )
    return telemetry
