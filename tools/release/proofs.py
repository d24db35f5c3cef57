"""What was shown to work, and of which content; kept outside the checkout."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from tools.bootstrap import private_files
from tools.evidence.cases import CASES
from tools.release.record import Release

FOLDER = "proofs"
# Formatting, types and tests, of the files that the program reads.
CHECK = "check"
_MAX_AGE_S = 7 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """
    One thing that was shown.

    Attributes:
        at_s: Unix time.
        sha256: Of the document that tells of it; "" where there is none.
    """

    kind: str
    content: str
    at_s: float
    sha256: str = ""

    @property
    def at(self) -> str:
        """When, as RFC 3339."""
        return datetime.fromtimestamp(self.at_s, UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A proof that is asked for: of what, and the command that makes it."""

    kind: str
    content: str
    command: str


def evidence(scenario: str) -> str:
    """Return the kind of the proof that a scenario's alert works."""
    return f"evidence-{scenario}"


def wanted(release: Release, stack: str) -> list[Wanted]:
    """Return the proofs that a release needs to go on from *stack*."""
    return [
        Wanted(CHECK, release.sources, f"make check STACK={stack}"),
        *(
            Wanted(
                evidence(case.name),
                release.content,
                f"make evidence SCENARIO={case.name} STACK={stack}",
            )
            for case in CASES
        ),
    ]


def lacking(
    asked: Sequence[Wanted], found: Mapping[str, Proof], now_s: float
) -> Iterator[str]:
    """Yield what is not proven, or was too long ago, with the command that helps."""
    for each in asked:
        proof = found.get(each.kind)
        if proof is None or proof.content != each.content:
            yield f"{each.kind} was not passed by this content: `{each.command}`"
        elif now_s - proof.at_s > _MAX_AGE_S:
            yield f"{each.kind} was passed too long ago, {proof.at}: `{each.command}`"


def keep(home: Path, proof: Proof) -> None:
    """Write a proof down; it replaces the one of the same kind and content."""
    text = json.dumps(asdict(proof), indent=2) + "\n"
    private_files.replace(_path(home, proof.kind, proof.content), text)


def find(home: Path, asked: Sequence[Wanted]) -> dict[str, Proof]:
    """Return the proofs that there are of what is *asked* for, by kind."""
    found = {}
    for each in asked:
        try:
            text = _path(home, each.kind, each.content).read_text()
            found[each.kind] = Proof(**json.loads(text))
        except (OSError, ValueError, TypeError):
            # A damaged note proves nothing.
            continue
    return found


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _path(home: Path, kind: str, content: str) -> Path:
    return home / FOLDER / kind / f"{content}.json"
