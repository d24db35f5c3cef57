"""
Starts a resource plugin ahead of Pulumi, which attaches to it later.

``python -m plugins.ahead docker`` or ``... pulumi-python`` imports at once, reads the
environment that Pulumi runs with (a line of JSON) from standard input, then serves as
if Pulumi had started it. It ends as soon as standard input ends, which the caller's
own end brings about, however that came.
"""

import json
import os
import runpy
import sys
import threading
from collections.abc import Callable
from typing import Any

Serve = Callable[[], None]


def main(arguments: list[str]) -> None:
    """
    Serve one plugin until the caller is gone.

    Args:
        arguments: The plugin's name.
    """
    (name,) = arguments
    serve = PLUGINS[name]()
    line = sys.stdin.readline()
    if not line:
        return
    os.environ.clear()
    os.environ.update(json.loads(line))
    threading.Thread(target=_end_with_caller, daemon=True).start()
    serve()


def _docker() -> Serve:
    from plugins.docker import server

    return lambda: server.serve([])


def _dynamic() -> Serve:
    # What takes long, before the environment is known.
    from google.protobuf import empty_pb2
    from pulumi.runtime import proto

    def attach(self: object, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()

    # Pulumi calls it where it attaches, and the SDK's own refuses.
    proto.ResourceProviderServicer.Attach = attach  # type: ignore[method-assign]
    # The program's folder comes first, as in `python -m pulumi.dynamic`.
    sys.path.insert(0, os.getcwd())
    return lambda: _run_module("pulumi.dynamic")


def _run_module(name: str) -> None:
    runpy.run_module(name, run_name="__main__", alter_sys=True)


PLUGINS: dict[str, Callable[[], Serve]] = {
    "docker": _docker,
    "pulumi-python": _dynamic,
}


def _end_with_caller() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
