"""promtool and amtool look at every file before Pulumi changes anything."""

import hashlib
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from infra.images import Images
from infra.specs import alertmanager, prometheus
from infra.specs.alerting import templates
from infra.specs.errors import PlatformError
from infra.specs.workload import Folder, WorkloadSpec

TIMEOUT_S = 60
_NO_FILES = "--template.glob=/dev/null"


class CheckError(PlatformError):
    """promtool or amtool refused a file."""


@dataclass(frozen=True, slots=True)
class Check:
    """
    One file and the tool that reads it from standard input.

    Attributes:
        tool: Name of the tool in images.json.
        argv: Its arguments.
    """

    file: str
    text: str
    tool: str
    argv: tuple[str, ...]


def checks_of(specs: Iterable[WorkloadSpec]) -> Iterator[Check]:
    """Yield what has to be checked in the folders of *specs*."""
    for spec in specs:
        for folder in spec.folders:
            yield from _checks_of_folder(folder)


def run(checks: Iterable[Check], images: Images, memory: Path) -> None:
    """
    Run all *checks* that have not passed before.

    Args:
        memory: Folder that remembers what passed, by content.

    Raises:
        CheckError: With what the tool said of each refused file.
    """
    due = [check for check in checks if not _mark(check, images, memory).exists()]
    if not due:
        return
    with ThreadPoolExecutor() as pool:
        verdicts = list(pool.map(lambda check: _run(check, images), due))
    memory.mkdir(parents=True, exist_ok=True)
    for check, verdict in zip(due, verdicts, strict=True):
        if verdict is None:
            _mark(check, images, memory).touch()
    refused = [verdict for verdict in verdicts if verdict is not None]
    if refused:
        raise CheckError("\n\n".join(refused))


def _checks_of_folder(folder: Folder) -> Iterator[Check]:
    if folder.name == alertmanager.CONFIG_FOLDER:
        yield from _checks_of_alertmanager(folder)
    elif folder.name == prometheus.CONFIG_FOLDER:
        yield from _checks_of_prometheus(folder)


def _checks_of_prometheus(folder: Folder) -> Iterator[Check]:
    for file, text in folder.files.items():
        if file.startswith("rules/"):
            yield Check(file, text, "promtool", ("check", "rules"))
        elif file == prometheus.CONFIG_FILE:
            # Without the flag it looks for the rule files, on this machine.
            argv = ("check", "config", "--syntax-only", "/dev/stdin")
            yield Check(file, text, "promtool", argv)
        # The rest are pages, which no tool of Prometheus's looks at.


def _checks_of_alertmanager(folder: Folder) -> Iterator[Check]:
    texts = [
        text
        for file, text in sorted(folder.files.items())
        if file.startswith(f"{templates.FOLDER}/")
    ]
    for file, text in folder.files.items():
        if not file.startswith(f"{templates.FOLDER}/"):
            yield Check(file, text, "amtool", ("check-config",))
    # It reads templates from files of this machine only, but takes a text as well:
    # all of them, each used once, as text and as HTML.
    rendered = templates.rendering("\n".join(texts))
    for kind in ("text", "html") if texts else ():
        argv = ("template", "render", f"--template.type={kind}", _NO_FILES)
        words = (*argv, f"--template.text={rendered}")
        yield Check(f"{templates.FOLDER}/*.tmpl", "", "amtool", words)


def _run(check: Check, images: Images) -> str | None:
    command = [*images.tool(check.tool), *check.argv]
    try:
        done = subprocess.run(
            command,
            input=check.text,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return (
            f"{check.tool} could not look at {check.file}: {error}; run `make doctor`"
        )
    if done.returncode == 0:
        return None
    said = "\n".join(_lines(done.stdout, done.stderr))
    return (
        f"{check.tool} refuses {check.file}; correct it, nothing was changed:\n{said}"
    )


def _lines(*outputs: str) -> Iterator[str]:
    for output in outputs:
        for line in output.splitlines():
            if line.strip():
                yield f"  {line.strip()}"


def _mark(check: Check, images: Images, memory: Path) -> Path:
    parts: Sequence[str] = (*images.tool(check.tool), *check.argv, check.text)
    return memory / hashlib.sha256("\0".join(parts).encode()).hexdigest()
