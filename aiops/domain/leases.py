"""The right to do a piece of work, until somebody else has it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """
    What one holder has.

    Attributes:
        name: Of the work.
        holder: Unique for each start of a process.
        token: Rises whenever the holder changes; a write under an old one is refused.
        expires_s: By the database's clock, in seconds since the epoch.
    """

    name: str
    holder: str
    token: int
    expires_s: float
