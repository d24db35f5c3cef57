"""`images`: no package of an image has a severe vulnerability that a version mends."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from tools.supply.accepted import Accepted
from tools.supply.advisories.matching import Matches, Vulnerability, match
from tools.supply.advisories.severity import Severity
from tools.supply.advisories.source import AdvisorySource, Answer
from tools.supply.content.images import Content
from tools.supply.judge import judge
from tools.supply.report import Finding, Report
from tools.supply.scanners import Scanner, scan

COMMAND = "images"
THRESHOLD = Severity.HIGH
Say = Callable[[str], None]


def run(
    images: Sequence[Content],
    source: AdvisorySource,
    entries: Iterable[Accepted],
    today: date,
    *,
    scanner: Scanner | None,
    complete: bool,
    say: Say,
) -> Report:
    """
    Judge the packages of *images*.

    Args:
        scanner: Asked first; *source* is what is left when it gives no answer.
        complete: These are all images, so that entries that match nothing are wrong.
    """
    found: list[tuple[Content, Vulnerability]] = []
    not_audited: list[str] = []
    left = list(images)
    if scanner is not None:
        left = []
        for image in images:
            say(f"{scanner.program} scans {image.name}")
            answer = scan(scanner, image.id)
            if isinstance(answer, str):
                say(f"{image.name}: {answer}")
                left.append(image)
            else:
                found += [(image, each) for each in answer]
    if left:
        known = source.ask({package for image in left for package in image.packages})
        for image in left:
            matches, reasons = of_image(image, known)
            found += [(image, each) for each in matches.found]
            not_audited += reasons
    # An entry may speak of what no source that answered knows.
    complete = complete and not not_audited
    return _report(images, found, not_audited, entries, today, complete=complete)


def of_image(image: Content, known: Answer) -> tuple[Matches, list[str]]:
    """Return what *known* says about an image, and what it does not say."""
    matches = match(image.packages, known.advisories)
    families = sorted({package.family for package in image.packages})
    silent = [
        f"{image.name}: {_count(image, family)} of {family}: {known.silent[family]}"
        for family in families
        if family in known.silent
    ]
    if not image.packages:
        silent.append(f"{image.name}: nothing in it says which packages it holds")
    return matches, silent + [f"{image.name}: {text}" for text in matches.unclear]


def blocks(each: Vulnerability) -> bool:
    """Return whether it is severe; what nobody has rated counts as severe."""
    return each.severity >= THRESHOLD or each.severity is Severity.UNKNOWN


def _report(
    images: Sequence[Content],
    found: Sequence[tuple[Content, Vulnerability]],
    not_audited: Sequence[str],
    entries: Iterable[Accepted],
    today: date,
    *,
    complete: bool,
) -> Report:
    severe = [(image, each) for image, each in found if blocks(each)]
    judged = judge(
        COMMAND, [_finding(*pair) for pair in severe], entries, today, complete=complete
    )
    packages = sum(len(image.packages) for image in images)
    below = len(found) - len(severe)
    return Report(
        command=COMMAND,
        examined=f"{len(images)} images, {packages} packages"
        + (f", {below} vulnerabilities below {THRESHOLD.name}" if below else ""),
        findings=tuple(f for f in judged.findings if f.fix),
        listed=tuple(f for f in judged.findings if not f.fix),
        accepted=judged.accepted,
        not_audited=tuple(not_audited),
    )


def _finding(image: Content, each: Vulnerability) -> Finding:
    package = each.package
    return Finding(
        where=f"{image.name}/{package.name}",
        what=each.id,
        severity=each.severity.name,
        detail=f"{package.version}: {each.summary or ', '.join(sorted(each.names))}",
        fix=f"{package.advised_name} {each.fixed}" if each.fixed else "",
    )


def _count(image: Content, family: str) -> str:
    count = sum(package.family == family for package in image.packages)
    return f"{count} package" if count == 1 else f"{count} packages"
