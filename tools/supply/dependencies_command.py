"""`dependencies`: no locked package has a known vulnerability."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from pathlib import Path

from tools.supply import locked_packages, pip_audit
from tools.supply.accepted import Accepted
from tools.supply.advisories.matching import Vulnerability, match
from tools.supply.advisories.source import AdvisorySource
from tools.supply.errors import UsageError
from tools.supply.git_files import tracked
from tools.supply.judge import judge
from tools.supply.packages import Package
from tools.supply.report import Finding, Report

COMMAND = "dependencies"
Say = Callable[[str], None]


def run(
    root: Path,
    source: AdvisorySource,
    entries: Iterable[Accepted],
    today: date,
    *,
    python_too: bool,
    say: Say,
) -> Report:
    """
    Judge what the tracked lock files of *root* pin.

    Args:
        source: Asked about Go and npm, and with *python_too* about Python as well;
            pip-audit is asked about Python otherwise.
    """
    paths = [blob.path for blob in tracked(root)]
    packages = locked_packages.of_files(root, paths)
    if not packages:
        raise UsageError(f"{root} has no tracked lock file")
    findings: list[Finding] = []
    not_audited: list[str] = []
    asked = [p for p in packages if python_too or p.family != "PyPI"]
    if not python_too:
        files = [root / p for p in paths if locked_packages.is_requirements(p)]
        more, reasons = _by_pip_audit(files, say)
        findings += more
        not_audited += reasons
    more, reasons = _by_source(asked, source)
    findings += more
    not_audited += reasons
    # An entry may speak of what no source that answered knows.
    judged = judge(COMMAND, findings, entries, today, complete=not not_audited)
    return Report(
        command=COMMAND,
        examined=f"{len(packages)} locked packages",
        findings=judged.findings,
        accepted=judged.accepted,
        not_audited=tuple(not_audited),
    )


def _by_pip_audit(files: list[Path], say: Say) -> tuple[list[Finding], list[str]]:
    service = pip_audit.answering()
    if service is None:
        return [], [
            "Python: no source of advisories answers: neither PyPI nor OSV knows"
            " a known bad version. Use --advisories where there is no internet"
        ]
    say(f"pip-audit asks {service}")
    findings: list[Finding] = []
    # One by one: two lock files may pin two versions of a package.
    for file in files:
        said = pip_audit.audit(service, [file])
        findings += [_finding(each) for each in pip_audit.found(said)]
        findings += [
            Finding(where=name, what="SKIPPED", detail=f"{file.name}: {reason}")
            for name, reason in pip_audit.skipped(said)
        ]
    return list(dict.fromkeys(findings)), []


def _by_source(
    packages: Collection[Package], source: AdvisorySource
) -> tuple[list[Finding], list[str]]:
    known = source.ask(packages)
    matches = match(packages, known.advisories)
    silent = [f"{family}: {reason}" for family, reason in sorted(known.silent.items())]
    return [_finding(each) for each in matches.found], [*silent, *matches.unclear]


def _finding(each: Vulnerability) -> Finding:
    package = each.package
    return Finding(
        where=f"{package.family}/{package.name}",
        what=each.id,
        severity=each.severity.name,
        detail=f"{package.version}: {each.summary or ', '.join(sorted(each.names))}",
        fix=f"{package.name} {each.fixed}" if each.fixed else "",
    )
