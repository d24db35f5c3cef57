"""Python distributions, by the metadata that installers leave."""

import re
from email.parser import HeaderParser

from tools.supply.packages import Package

_METADATA = re.compile(r"\.dist-info/METADATA$|\.egg-info/PKG-INFO$|\.egg-info$")
_CLASSIFIER = "License :: "


def is_metadata(path: str) -> bool:
    """Return whether a distribution's metadata lie there."""
    return _METADATA.search(path) is not None


def distribution(metadata: str) -> Package | None:
    """Return the distribution that *metadata* describe; None if they are not whole."""
    fields = HeaderParser().parsestr(metadata)
    name, version = fields.get("Name"), fields.get("Version")
    if not name or not version:
        return None
    classifiers = [
        text.removeprefix(_CLASSIFIER).removeprefix("OSI Approved :: ")
        for text in fields.get_all("Classifier", ())
        if text.startswith(_CLASSIFIER)
    ]
    # Some put the whole text there.
    written = fields.get("License", "").strip()
    short = written if written and "\n" not in written and len(written) <= 60 else ""
    return Package(
        ecosystem="PyPI",
        name=name.strip(),
        version=version.strip(),
        licence=fields.get("License-Expression") or short or " AND ".join(classifiers),
    )
