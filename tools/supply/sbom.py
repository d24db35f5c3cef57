"""A CycloneDX bill of materials of an image; the same image gives the same bytes."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.bom_ref import BomRef
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion

from tools.supply.content.images import Content
from tools.supply.packages import Package

SCHEMA = SchemaVersion.V1_6
# Only has to be the same every time: the serial number is derived from it.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "pharos.supply.sbom")


def document(content: Content, timestamp: datetime | None = None) -> str:
    """
    Return the bill of materials of an image as JSON.

    Args:
        timestamp: When it was made; by default when the image was, so that nothing
            but the image decides.
    """
    image = Component(
        name=content.name,
        type=ComponentType.CONTAINER,
        version=content.id,
        bom_ref="image",
        properties=[Property(name="pharos:reference", value=content.reference)],
    )
    bom = Bom(
        serial_number=uuid.uuid5(_NAMESPACE, content.id),
        metadata=BomMetaData(
            component=image, timestamp=timestamp or created(content.created)
        ),
        components=_components(content.packages),
    )
    bom.register_dependency(image, bom.components)
    text = make_outputter(bom, OutputFormat.JSON, SCHEMA).output_as_string(indent=2)
    return text + "\n"


def created(said: str) -> datetime:
    """Return the time that an engine *said*; the epoch when it said none."""
    try:
        # Nanoseconds are more than Python reads.
        found = datetime.fromisoformat(said[:19]).replace(tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return max(found, datetime.fromtimestamp(0, UTC))


def _components(packages: Iterable[Package]) -> list[Component]:
    licences = LicenseFactory()
    return [
        Component(
            name=package.name,
            version=package.version,
            type=ComponentType.LIBRARY,
            purl=package.purl,
            bom_ref=BomRef(package.purl.to_string()),
            licenses=[licences.make_from_string(package.licence)]
            if package.licence
            else [],
        )
        for package in _once(packages)
    ]


def _once(packages: Iterable[Package]) -> list[Package]:
    return list({package.purl.to_string(): package for package in packages}.values())
