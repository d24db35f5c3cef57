"""Policies and what they judge, without Pulumi."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.identity import LABEL_SERVICE

CONTAINER = "docker:index/container:Container"
VOLUME = "docker:index/volume:Volume"
NETWORK = "docker:index/network:Network"
FOLDER = "pulumi-python:dynamic/pharos:Folder"


class Unknown:
    """A value that only the update itself brings; policies decide without it."""

    def __repr__(self) -> str:
        """Return how it is shown in messages."""
        return "[unknown]"


UNKNOWN = Unknown()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """
    One resource as the program declares it.

    Attributes:
        type: Pulumi's type token.
        name: Its logical name.
        inputs: In Pulumi's spelling (``readOnly``); parts may be ``UNKNOWN``.
        protected: Whether Pulumi refuses to delete it.
    """

    type: str
    name: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    protected: bool = False

    @property
    def service(self) -> str:
        """The service it belongs to; its logical name where no label says so."""
        return labels_of(self).get(LABEL_SERVICE, self.name)


# Yields one sentence per violation: what is wrong, the value, the fix.
ResourceCheck = Callable[[Resource], Iterator[str]]
StackCheck = Callable[["Stack"], Iterator["Finding"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """
    The signed release that a stack trusts.

    Attributes:
        images: References of its images.
        problem: Why it cannot be trusted; "" where it can.
    """

    version: str = ""
    images: frozenset[str] = frozenset()
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """
    All resources of a stack, with what they are judged by.

    Attributes:
        name: The stack's name.
        release: None where the stack trusts no key, and takes any image.
    """

    name: str
    resources: Sequence[Resource]
    release: Release | None = None

    def of_type(self, type_: str) -> Iterator[Resource]:
        """Yield the resources of one type."""
        return (each for each in self.resources if each.type == type_)

    def named(self, name: str, type_: str) -> Resource | None:
        """Return the resource of that type and logical name, None without one."""
        return next((r for r in self.of_type(type_) if r.name == name), None)


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation: the logical name of the resource, and the sentence about it."""

    resource: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcePolicy:
    """A policy that judges one resource by itself."""

    name: str
    description: str
    types: tuple[str, ...]
    check: ResourceCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class StackPolicy:
    """A policy that needs to see all resources."""

    name: str
    description: str
    check: StackCheck


Policy = ResourcePolicy | StackPolicy


def labels_of(resource: Resource) -> dict[str, str]:
    """Return a container's, volume's or network's labels."""
    return {
        str(item["label"]): str(item["value"])
        for item in listed(resource, "labels")
        if isinstance(item, Mapping) and {"label", "value"} <= item.keys()
    }


def listed(resource: Resource, key: str) -> Sequence[Any]:
    """Return a list among the inputs; empty where it is absent or unknown."""
    value = resource.inputs.get(key)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return value
    return ()
