"""Waiting for the engine."""

import threading
import time
from collections.abc import Callable

from plugins.docker.engine import APIError, NotFound
from plugins.docker.errors import Cancelled, StillInUse

# As long as the official plugin waits for a network or volume to be free.
_REMOVAL_S = 30.0
_PAUSE_S = 0.2


def until_gone(
    remove: Callable[[], object], *, busy: str, what: str, cancelled: threading.Event
) -> None:
    """
    Call *remove* until it succeeds.

    Args:
        busy: Words in the engine's refusal that mean "try again".
        what: Names the thing in errors.

    Raises:
        StillInUse: When it is in use for half a minute.
        Cancelled: When the user stops the update.
    """
    end = time.monotonic() + _REMOVAL_S
    while True:
        try:
            remove()
        except NotFound:
            return
        except APIError as error:
            said = str(error.explanation or error)
            if busy not in said:
                raise
            if time.monotonic() > end:
                raise StillInUse(
                    f"cannot remove {what}: {said.strip()}. Remove what uses it "
                    "(`docker ps -a` lists containers), then run the update again"
                ) from error
        else:
            return
        if cancelled.wait(_PAUSE_S):
            raise Cancelled(f"stopped while waiting for {what} to be free")
