"""Builders that show only what matters to a test."""

from collections.abc import Mapping
from typing import Any

from tools.images.catalogue import Image
from tools.images.decide import Known
from tools.images.engine import Holdings
from tools.images.model import Resolved, ResolvedImage, Source
from tools.images.records import ImageRecord

DIGEST = "sha256:" + "a" * 64
IMAGE_ID = "sha256:" + "1" * 64


def image(**changes: Any) -> Image:
    values: dict[str, Any] = {
        "key": "prometheus",
        "title": "Prometheus",
        "version": "3.15.0",
        "uid": 65534,
        "gid": 65534,
        "source": "somewhere",
        "licence": "Apache-2.0",
        "reference": "prom/prometheus:v3.15.0",
        "recipe": "prometheus",
    }
    return Image(**{**values, **changes})


def grafana(**changes: Any) -> Image:
    values = {
        "key": "grafana",
        "title": "Grafana",
        "reference": "grafana/grafana:13.2.3",
        "recipe": None,
        "optional": True,
    }
    return image(**{**values, **changes})


def holdings(names: Mapping[str, str] | None = None, *ids: str) -> Holdings:
    names = names or {}
    return Holdings(ids=frozenset({*ids, *names.values()}), names=names)


def known(**changes: Any) -> Known:
    return Known(**{"holdings": holdings(), **changes})


def record(
    image_id: str = IMAGE_ID, name: str = "pharos/prometheus:3.15.0"
) -> ImageRecord:
    return ImageRecord(id=image_id, name=name)


def resolved(**references: str) -> Resolved:
    images = {
        key: ResolvedImage(reference=value, source=Source.PULLED, name=value, probe=())
        for key, value in references.items()
    }
    return Resolved(images=images, missing={}, tools={})
