"""Releases, with keywords for what a test is about."""

from tools.release.record import Image, Release

PROMETHEUS = Image(
    reference="sha256:" + "a" * 64, name="pharos/prometheus:3.15.0", source="built"
)


def a_release(number=1, **changes):
    fields = {
        "number": number,
        "previous": number - 1 or None,
        "made_at": f"2026-01-0{number}T10:00:00Z",
        "version": "0.1.0",
        "revision": f"{number}" * 40,
        "sources": "b" * 64,
        "config": "c" * 64,
        "images": {"prometheus": PROMETHEUS},
        "migrations": ("0001_shop",),
    }
    return Release(**(fields | changes))


def an_image(letter="d", **changes):
    fields = {
        "reference": "sha256:" + letter * 64,
        "name": f"pharos/app:{letter}",
        "source": "built",
    }
    return Image(**(fields | changes))
