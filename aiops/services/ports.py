"""What the services need of the world around them, as small protocols."""

from typing import Protocol

from aiops.domain.access import Principal
from aiops.services.analysis import Surroundings


class SurroundingsSource(Protocol):
    """Knows of open incidents and of deployments."""

    def __call__(self, now_s: float) -> Surroundings:
        """Return what is to be known at the begin of a round."""
        ...


class Authenticator(Protocol):
    """Knows keys by their digests alone."""

    def authenticate(self, key: str) -> Principal | None:
        """Return whose key this is; None when it is nobody's."""
        ...


class KeyPlace(Authenticator, Protocol):
    """Knows keys, and can be asked again for one by its digest."""

    def by_digest(self, digest: bytes) -> Principal | None:
        """Return whose key has this digest; None when it is nobody's any more."""
        ...
