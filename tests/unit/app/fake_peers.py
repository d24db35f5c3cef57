"""Another role whose answers a test chooses; everything else goes through."""

from app.clients.transport import PeerAnswer
from app.errors import PeerTimeout, PeerUnreachable

UNREACHABLE = PeerUnreachable("payment", "does not accept connections")
TIMEOUT = PeerTimeout("payment", "gave no answer in time")


class FlakyPeer:
    """
    Passes calls on, but fails those whose path contains a key of *failures*.

    A failure is a status, or an exception. With *after*, the call takes effect first,
    as when the answer alone is lost.
    """

    def __init__(self, real, failures, *, after=False):
        self._real = real
        self.failures = dict(failures)
        self._after = after
        self.calls = []

    def call(self, method, path, body=None, headers=None):
        """See ``Transport``."""
        self.calls.append(path)
        failure = next((f for part, f in self.failures.items() if part in path), None)
        if failure is None or self._after:
            answer = self._real.call(method, path, body, headers)
        if failure is None:
            return answer
        if isinstance(failure, int):
            return PeerAnswer(failure)
        raise failure
