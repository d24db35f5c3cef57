"""Bounds how many operations are told apart."""

from aiops.domain.windows.window import OperationKey

OTHER = "(other)"


class KnownOperations:
    """
    Operations in the order of their first request, up to a limit.

    What comes later is summed up as one more operation of its service, so that a
    service that puts identifiers into its span names costs no more than another; and
    of one service more, where there is no room for its name.
    """

    def __init__(self, *, per_service: int = 200, in_all: int = 20_000) -> None:
        self._per_service = per_service
        self._in_all = in_all
        self._count: dict[str, int] = {}
        self._known: set[OperationKey] = set()

    def __len__(self) -> int:
        return len(self._known)

    def key_of(self, service: str, operation: str) -> OperationKey:
        """Return the operation that a request is counted for."""
        key = OperationKey(service, operation)
        if key in self._known:
            return key
        count = self._count.get(service, 0)
        if len(self._known) >= self._in_all:
            # Names of services are bounded too: one may be made for each process.
            return OperationKey(service if count else OTHER, OTHER)
        if count >= self._per_service:
            return OperationKey(service, OTHER)
        self._known.add(key)
        self._count[service] = count + 1
        return key
