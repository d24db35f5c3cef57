"""What the gate is made of, and what comes out of it."""

from dataclasses import dataclass
from enum import Enum, StrEnum


class State(StrEnum):
    """What became of a stage."""

    PASSED = "passed"
    CACHED = "cached"
    FAILED = "failed"
    NOT_AUDITED = "not audited"
    NOT_RUN = "not run"


class Keep(Enum):
    """How long a pass counts while nothing that the stage reads has changed."""

    FOREVER = "forever"
    # Advisories and exemptions have dates.
    TODAY = "today"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """
    One check of the gate.

    Attributes:
        argv: A program of the virtual environment and its words; empty where the
            caller brings what is done.
        inputs: Patterns of the files that it reads (``**`` crosses folders).
        keep: How long a pass is remembered.
        tools: What it needs of the resolved images' tools.
        needs: Stages without whose pass it is not run.
        audits: Whether exit code 3 means that nothing could be asked.
        quick: Whether it is part of `make check`.
        cpu_s: About what it costs; the dearest starts first.
    """

    name: str
    argv: tuple[str, ...] = ()
    inputs: tuple[str, ...]
    keep: Keep = Keep.FOREVER
    tools: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    audits: bool = False
    quick: bool = False
    cpu_s: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """
    What came out of one stage.

    Attributes:
        said: A few words: the last line, the reason, or when it passed.
        output: All that it wrote.
    """

    stage: str
    state: State
    said: str = ""
    output: str = ""
    took_s: float = 0.0
