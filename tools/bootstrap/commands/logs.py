"""`make logs`: what the containers wrote."""

import threading
from collections.abc import Iterable

from tools.bootstrap import engine as engines
from tools.bootstrap import stack_settings
from tools.bootstrap.context import Context
from tools.bootstrap.engine import Container, Engine
from tools.bootstrap.errors import BootstrapError
from tools.bootstrap.make_words import make


def run(context: Context) -> int:
    """Print the logs, each line with its service when there are several."""
    stack_settings.read(context.where, context.stack)
    engine = engines.required()
    chosen = choose(
        engine.of_stack(context.stack), context.arguments.service, context.stack
    )
    width = max(len(each.service) for each in chosen) if len(chosen) > 1 else 0
    if not context.arguments.follow:
        for each in chosen:
            _print(engine, each, width, context)
        return 0
    threads = [
        threading.Thread(
            target=_print, args=(engine, each, width, context), daemon=True
        )
        for each in chosen
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 0


def choose(
    containers: Iterable[Container], service: str, stack: str
) -> list[Container]:
    """
    Return the containers of *service*, or all if none is named.

    Raises:
        BootstrapError: When there is none; names those that there are.
    """
    found = sorted(containers, key=lambda each: each.service)
    if not found:
        raise BootstrapError(
            f"stack {stack!r} has no containers; {make('up', stack)} makes them"
        )
    chosen = [each for each in found if service in ("", each.service)]
    if not chosen:
        names = ", ".join(each.service for each in found)
        raise BootstrapError(
            f"no service {service!r} in stack {stack!r}; it has {names}"
        )
    return chosen


def _print(engine: Engine, container: Container, width: int, context: Context) -> None:
    stream = engine.api.logs(
        container.name,
        stream=True,
        follow=context.arguments.follow,
        tail=context.arguments.tail,
    )
    rest = ""
    for chunk in stream:
        *lines, rest = (rest + chunk.decode(errors="replace")).split("\n")
        for line in lines:
            print(prefixed(container.service, width, line), flush=True)
    if rest:
        print(prefixed(container.service, width, rest), flush=True)


def prefixed(service: str, width: int, line: str) -> str:
    """Return *line* with the service in front, if there are several."""
    return f"{service.ljust(width)} | {line}" if width else line
