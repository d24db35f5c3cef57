"""The benchmark of taking spans in works; its figures mean nothing here."""

from tests.benchmarks.ingest import on_sqlite, section


def test_spans_are_sent_counted_and_shown():
    found = on_sqlite("SQLite", senders=1, duration_s=0.5, gzipped=True)

    assert found.spans > 0
    assert found.p99_ms >= found.p50_ms > 0
    assert "| SQLite |" in section([found], "--duration-s 0.5")
