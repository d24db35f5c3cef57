"""`sbom`: writes the bill of materials of each image."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from tools.supply.content.images import Content
from tools.supply.report import Report
from tools.supply.sbom import document

COMMAND = "sbom"


def run(
    contents: Iterable[Content], out: Path, timestamp: datetime | None = None
) -> Report:
    """Write one file per image into *out*; the report names them."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for content in contents:
        file = out / file_name(content)
        scratch = file.with_name(f".{file.name}.new")
        scratch.write_text(document(content, timestamp))
        scratch.rename(file)
        written.append(f"{file} ({len(content.packages)} packages)")
    return Report(command=COMMAND, examined="\n  ".join(["wrote", *written]))


def file_name(content: Content) -> str:
    """Return the name of an image's file; a reference's separators do not stay."""
    safe = "".join(
        c if (c.isascii() and c.isalnum()) or c in "._-" else "_" for c in content.name
    )
    return f"{safe}.cdx.json"
