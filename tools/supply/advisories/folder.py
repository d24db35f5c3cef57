"""Advisories of a folder: an OSV dump, for sites without the internet."""

import json
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from tools.supply.advisories.model import Advisory, normal_name, read
from tools.supply.advisories.source import Answer
from tools.supply.errors import UsageError
from tools.supply.packages import Package


class Folder:
    """
    JSON files, and zip archives of them, as osv.dev exports them per ecosystem.

    Raises:
        UsageError: When there is no such folder.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise UsageError(
                f"--advisories: {folder} is no folder; put OSV's JSON files or all.zip"
                " of an ecosystem into one"
            )
        self._folder = folder

    def ask(self, packages: Collection[Package]) -> Answer:
        """Return what the files say; an ecosystem without any file is silent."""
        wanted = {normal_name(p.ecosystem, p.advised_name) for p in packages}
        found: list[Advisory] = []
        seen: set[str] = set()
        for raw in self._documents():
            advisory = read(raw)
            if advisory is None:
                continue
            seen |= {a.ecosystem.partition(":")[0] for a in advisory.affected}
            if any(a.name in wanted for a in advisory.affected):
                found.append(advisory)
        missing = {package.family for package in packages} - seen
        return Answer(
            advisories=tuple(found),
            silent={
                f: f"{self._folder} has no advisory for {f}" for f in sorted(missing)
            },
        )

    def _documents(self) -> Iterator[dict[str, Any]]:
        for path in sorted(self._folder.rglob("*")):
            if path.suffix == ".json":
                yield self._parsed(path.read_bytes(), str(path))
            elif path.suffix == ".zip":
                with zipfile.ZipFile(path) as archive:
                    for name in archive.namelist():
                        if name.endswith(".json"):
                            yield self._parsed(archive.read(name), f"{path}:{name}")

    @staticmethod
    def _parsed(content: bytes, name: str) -> dict[str, Any]:
        try:
            document = json.loads(content)
        except ValueError as error:
            raise UsageError(f"{name} is no JSON: {error}") from error
        if not isinstance(document, dict) or "id" not in document:
            raise UsageError(f"{name} is no OSV document: it has no id")
        return document
