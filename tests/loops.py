"""An event loop for Pulumi's mocks, which expect the thread to have one."""

import asyncio
import atexit
from functools import cache


def use_event_loop() -> None:
    """
    Give this thread its loop back.

    `asyncio.run` in an earlier test leaves it without; and Pulumi keeps calls that
    belong to the loop they began on, so it is the same one each time.
    """
    asyncio.set_event_loop(_shared())


@cache
def _shared() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    atexit.register(loop.close)
    return loop
