"""Changed images and what is inside of them, in words."""

from collections.abc import Iterator, Sequence

from tools.changes.document import Block, code, plain, table, text
from tools.changes.images import ImageChange
from tools.changes.packages import PackageChange, VulnerabilityChange
from tools.changes.resources import Kind

_DIGEST_LETTERS = 12


def images(found: Sequence[ImageChange]) -> Iterator[Block]:
    """Yield which images differ, their packages and their vulnerabilities."""
    if not found:
        return
    rows = [
        [
            plain(", ".join(each.services)),
            _short(each.before),
            _short(each.after),
            _packages(each),
            _vulnerabilities(each.vulnerabilities),
        ]
        for each in found
    ]
    heads = ["Services", "Before", "After", "Packages", "Vulnerabilities"]
    yield text(f"### Images\n\n{table(heads, rows)}")
    for each in found:
        if each.packages or each.vulnerabilities:
            yield Block(
                summary=f"Packages of {plain(', '.join(each.services))}",
                text="\n\n".join(_details(each)),
            )


def _short(reference: str) -> str:
    """Return a reference with the first letters of its digest."""
    name, mark, digest = reference.rpartition("sha256:")
    if not reference:
        return "nothing"
    return code(f"{name}{mark}{digest[:_DIGEST_LETTERS]}" if mark else reference)


def _packages(each: ImageChange) -> str:
    if each.packages is None:
        return "no bill of materials given" if each.before and each.after else ""
    counts = [
        f"{n} {word}"
        for word, kind in (
            ("added", Kind.CREATED),
            ("changed", Kind.CHANGED),
            ("removed", Kind.DELETED),
        )
        if (n := sum(p.kind is kind for p in each.packages))
    ]
    return ", ".join(counts) or "the same"


def _vulnerabilities(found: Sequence[VulnerabilityChange] | None) -> str:
    if found is None:
        return "not audited"
    new = sum(each.kind is Kind.CREATED for each in found)
    return f"{new} new, {len(found) - new} gone"


def _details(each: ImageChange) -> Iterator[str]:
    if each.packages:
        yield table(["Package", "Before", "After"], map(_package, each.packages))
    if each.vulnerabilities:
        rows = [
            [code(v.id), plain(v.severity), "new" if v.kind is Kind.CREATED else "gone"]
            for v in each.vulnerabilities
        ]
        yield table(["Vulnerability", "Severity", ""], rows)


def _package(change: PackageChange) -> Sequence[str]:
    return [
        code(change.package),
        plain(change.before) or "nothing",
        plain(change.after) or "nothing",
    ]
