"""Serves the plugin to Pulumi until Pulumi is gone."""

import asyncio
import os
import sys
import threading
import time
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import grpc  # type: ignore[import-untyped]  # it has no types
import grpc.aio  # type: ignore[import-untyped]  # it has no types
from google.protobuf import empty_pb2
from pulumi.provider.experimental.server import ProviderServicer
from pulumi.runtime import proto
from pulumi.runtime.proto import provider_pb2_grpc

from plugins.docker.errors import PluginError
from plugins.docker.provider import DockerPlugin
from plugins.docker.version import VERSION

_LARGEST_MESSAGE = 1024 * 1024 * 400
_OPTIONS = [("grpc.max_receive_message_length", _LARGEST_MESSAGE)]
_PARENT_PAUSE_S = 0.5

Call = Callable[[Any, Any], Awaitable[Any]]


def main(arguments: list[str]) -> None:
    """
    Serve until Pulumi ends this process.

    Args:
        arguments: As Pulumi gives them: flags, and the engine's address.
    """
    _die_with_parent()
    serve(arguments)


def serve(arguments: list[str]) -> None:
    """Serve until this process is ended."""
    addresses = [word for word in arguments if not word.startswith("-")]
    try:
        asyncio.run(_serve(arguments, addresses[-1] if addresses else ""))
    except KeyboardInterrupt:
        sys.exit(130)


async def _serve(arguments: list[str], address: str) -> None:
    instances = _Instances(
        lambda: _Servicer(arguments, VERSION, DockerPlugin(), address)
    )
    server = grpc.aio.server(options=_OPTIONS, interceptors=[_Calls(instances)])
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(instances.latest, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    # Pulumi reads the port from the first line of standard output.
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await server.wait_for_termination()


class _Servicer(ProviderServicer):
    """Answers as the SDK does, but for three answers that it lacks or gets wrong."""

    async def Attach(self, request: Any, context: Any) -> Any:
        self._engine_address = request.address
        return empty_pb2.Empty()

    async def Read(self, request: Any, context: Any) -> Any:
        response = await super().Read(request, context)  # type: ignore[no-untyped-call]  # the SDK has no types there
        # Empty properties, which the SDK sends, would mean an empty resource.
        return response if response.id else proto.ReadResponse()

    async def DiffConfig(self, request: Any, context: Any) -> Any:
        response = await super().DiffConfig(request, context)  # type: ignore[no-untyped-call]  # the SDK has no types there
        # The SDK sends True, whose number means "nothing changed" here.
        some, none = proto.DiffResponse.DIFF_SOME, proto.DiffResponse.DIFF_NONE
        response.changes = some if response.diffs else none
        response.hasDetailedDiff = False
        return response


class _Instances:
    """
    A plugin for each connection.

    Pulumi starts a process for each of its providers, and where it attaches instead, it
    opens a connection for each.
    """

    def __init__(self, make: Callable[[], _Servicer]) -> None:
        self._make = make
        self._by_peer: dict[str, _Servicer] = {}
        self.latest = make()

    def of(self, method: str, peer: str) -> _Servicer:
        """Return the one that answers *peer*; a new one if it is just attaching."""
        if method == "Attach":
            self.latest = self._by_peer[peer] = self._make()
        # gRPC closes a connection that is idle for long, and opens another one.
        return self._by_peer.get(peer, self.latest)


class _Calls(grpc.aio.ServerInterceptor):  # type: ignore[misc]  # grpc is untyped
    """Finds who answers; gives users our message, everything else a traceback too."""

    def __init__(self, instances: _Instances) -> None:
        self._instances = instances

    async def intercept_service(self, continuation: Any, details: Any) -> Any:
        handler = await continuation(details)
        if handler is None or handler.unary_unary is None:
            return handler
        method = details.method.rpartition("/")[2]

        async def call(request: Any, context: Any) -> Any:
            servicer = self._instances.of(method, context.peer())
            return await getattr(servicer, method)(request, context)

        return grpc.unary_unary_rpc_method_handler(
            _telling(call),
            request_deserializer=handler.request_deserializer,
            response_serializer=handler.response_serializer,
        )


def _telling(call: Call) -> Call:
    async def answer(request: Any, context: Any) -> Any:
        try:
            return await call(request, context)
        except PluginError as error:
            await context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))
        except NotImplementedError as error:
            await context.abort(grpc.StatusCode.UNIMPLEMENTED, str(error))
        except Exception as error:
            traceback.print_exc()
            message = f"docker plugin: {type(error).__name__}: {error}"
            await context.abort(grpc.StatusCode.UNKNOWN, message)

    return answer


def _die_with_parent() -> None:
    """
    End this process soon after Pulumi ends, however that came.

    Otherwise a killed update would go on making containers behind the next one's back.
    """
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_PARENT_PAUSE_S)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
