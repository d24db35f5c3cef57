"""What callers hand to the resolver and what they get back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Wish(StrEnum):
    """Whether an optional image has to be there."""

    ON = "on"
    OFF = "off"
    AUTO = "auto"


class State(StrEnum):
    """States of a step, in the order in which they come."""

    STARTED = "started"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Source(StrEnum):
    """Where a resolved image came from."""

    BUILT = "built"
    PULLED = "pulled"
    IMPORTED = "imported"
    PRESENT = "present"
    OVERRIDE = "override"


class Progress(Protocol):
    """Told about every step that takes time; called from several threads."""

    def __call__(self, step: str, state: State, detail: str) -> None:
        """Take note that *step* is in *state*."""
        ...


def silent(step: str, state: State, detail: str) -> None:
    """Ignore progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageOptions:
    """
    The settings that decide about images.

    Attributes:
        registry_prefix: Mirror that every pull goes to, such as
            ``mirror.example/hub``; None pulls from the registries themselves.
        overrides: Image reference by catalogue key, used as it stands.
        grafana: ``on`` makes a missing Grafana an error, ``off`` leaves it out.
        by_setting: Images wanted of those that only some stacks have.
        only: Catalogue keys to resolve; None means all.
        rebuild: Put the images together again, from cached binaries where sound.
        ask_again: Ask a registry that was silent within the hour once more.
    """

    registry_prefix: str | None = None
    overrides: Mapping[str, str] = field(default_factory=dict)
    grafana: Wish = Wish.AUTO
    by_setting: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    rebuild: bool = False
    ask_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedImage:
    """
    One image that the engine holds.

    Attributes:
        reference: ``sha256:<image id>``, ``repository@sha256:…``, or, where the
            catalogue has no digest, ``repository:tag``.
        name: A name for people, such as ``pharos/prometheus:3.15.0``.
        probe: The health check's argv inside the image, with ``{port}``, ``{path}``
            and, where it can rest after a good answer, ``{rest}`` to fill in.
        capabilities: What the image does not start without.
        made_of: References that were pulled for what was built here.
    """

    reference: str
    source: Source
    name: str
    probe: tuple[str, ...]
    capabilities: tuple[str, ...] = ()
    made_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """
    Every image and tool of the platform.

    Attributes:
        missing: Reason by key of what cannot be had here.
        tools: The argv that starts each tool of the host.
    """

    images: Mapping[str, ResolvedImage]
    missing: Mapping[str, str]
    tools: Mapping[str, tuple[str, ...]]
