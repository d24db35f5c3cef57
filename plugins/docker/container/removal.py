"""Removing containers, also where the engine needs more than one attempt."""

import time

from plugins.docker.engine import Api, APIError, NotFound

_PATIENCE_S = 15.0
_PAUSE_S = 0.2
_SERVER_ERROR = 500
# Words of the engine when somebody else is just removing the container.
_GOING = "is already in progress"


def remove(api: Api, identity: str, *, volumes: bool) -> None:
    """
    Return once the container is gone, its anonymous volumes too if *volumes*.

    A busy engine can fail to see the exit of what it kills, or find a mount busy:
    both pass.

    Raises:
        APIError: When the engine still refuses after a quarter of a minute.
    """
    end = time.monotonic() + _PATIENCE_S
    while True:
        try:
            api.remove_container(identity, v=volumes, force=True)
        except NotFound:
            return
        except APIError as error:
            if not _passes(error) or time.monotonic() > end:
                raise
        else:
            return
        time.sleep(_PAUSE_S)


def _passes(error: APIError) -> bool:
    return (error.status_code or 0) >= _SERVER_ERROR or _GOING in str(error.explanation)
