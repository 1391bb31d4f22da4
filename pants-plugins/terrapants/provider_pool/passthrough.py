"""Passes the calls of one Terraform process on to a provider that it shares with others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import grpc  # type: ignore[import-untyped]

from terrapants.provider_pool.upstream import SCHEMA_METHODS, UNLIMITED, Upstream
from terrapants.provider_pool.words import SandboxWords

# Answered with an empty message: they would end the provider for everyone.
_NOT_PASSED_ON = frozenset({"Stop", "StopProvider", "Shutdown"})
# The configuration of one process must not become that of another.
_CONFIGURING = frozenset({"Configure", "ConfigureProvider"})
# Streams that last as long as the process, and that nobody needs.
_UNIMPLEMENTED = frozenset({"/plugin.GRPCStdio/StreamStdio", "/plugin.GRPCBroker/StartStream"})
# The methods by which a mocked provider and `validate` cost something. All others are passed on as
# streams: on the wire, one message is a stream of one.
_UNARY = frozenset(
    {
        "CallFunction",
        "MoveResourceState",
        "PrepareProviderConfig",
        "UpgradeResourceState",
        "ValidateDataResourceConfig",
        "ValidateDataSourceConfig",
        "ValidateEphemeralResourceConfig",
        "ValidateProviderConfig",
        "ValidateResourceConfig",
        "ValidateResourceTypeConfig",
    }
)

_NO_LIMIT_SECONDS = 10.0**8


class Passthrough(grpc.GenericRpcHandler):  # type: ignore[misc]
    def __init__(
        self, upstream: Upstream, words: SandboxWords, fault: Callable[[str], None]
    ) -> None:
        """:param fault: is told, in a sentence, why the process has to run without the pool."""
        self._upstream = upstream
        self._words = words
        self._fault = fault

    def service(self, handler_call_details: Any) -> Any:
        method: str = handler_call_details.method
        if method in _UNIMPLEMENTED:
            return None
        name = method.rpartition("/")[2]
        if name in _NOT_PASSED_ON:
            return grpc.unary_unary_rpc_method_handler(lambda request, context: b"")
        if name in _CONFIGURING:
            return grpc.unary_unary_rpc_method_handler(self._refuse_configuration)
        if name in SCHEMA_METHODS:
            return grpc.unary_unary_rpc_method_handler(
                lambda request, context: self._schema(method, context)
            )
        if name in _UNARY:
            call = self._upstream.channel.unary_unary(method)
            return grpc.unary_unary_rpc_method_handler(
                lambda request, context: self._unary(call, request, context)
            )
        stream = self._upstream.channel.stream_stream(method)
        return grpc.stream_stream_rpc_method_handler(
            lambda requests, context: self._stream(stream, requests, context)
        )

    def _schema(self, method: str, context: Any) -> bytes:
        try:
            answer = self._upstream.schema(method, _metadata(context))
        except grpc.RpcError as error:
            self._fail(error, context)
            return b""
        _pass_metadata(answer.call, context)
        return answer.for_words(self._words.now())

    def _unary(self, call: Any, request: bytes, context: Any) -> bytes:
        try:
            response, done = call.with_call(
                request, timeout=_time_left(context), metadata=_metadata(context)
            )
        except grpc.RpcError as error:
            self._fail(error, context)
            return b""
        _pass_metadata(done, context)
        return bytes(response)

    def _stream(self, call: Any, requests: Iterator[bytes], context: Any) -> Iterator[bytes]:
        done = call(requests, timeout=_time_left(context), metadata=_metadata(context))
        context.add_callback(done.cancel)
        try:
            yield from done
        except grpc.RpcError as error:
            self._fail(error, context)
            return
        _pass_metadata(done, context)

    def _fail(self, error: Any, context: Any) -> None:
        """Pass the provider's status on."""
        if error.code() is grpc.StatusCode.UNAVAILABLE:
            self._fault(self._upstream.death())
        context.set_code(error.code())
        context.set_details(error.details())
        _pass_metadata(error, context)

    def _refuse_configuration(self, request: bytes, context: Any) -> bytes:
        sentence = "Terraform configures a provider that it was to use unconfigured only."
        self._fault(sentence)
        context.set_code(grpc.StatusCode.FAILED_PRECONDITION)
        context.set_details(sentence)
        return b""


class Endpoint:
    """A socket of its own for one process and one provider."""

    def __init__(self, passthrough: Passthrough, socket: Path, executor: Executor) -> None:
        self._server = grpc.server(executor, handlers=(passthrough,), options=UNLIMITED)
        self._server.add_insecure_port(f"unix:{socket}")
        self._server.start()
        self.socket = socket

    def close(self) -> None:
        self._server.stop(grace=None)
        self.socket.unlink(missing_ok=True)


def _metadata(context: Any) -> tuple[tuple[str, Any], ...]:
    """What the caller sent; `user-agent` and the like are the transport's own."""
    return tuple(
        (key, value)
        for key, value in context.invocation_metadata()
        if key != "user-agent" and not key.startswith(("grpc-", ":"))
    )


def _time_left(context: Any) -> float | None:
    """In seconds; gRPC says centuries where there is no limit, and does not take them back."""
    left: float | None = context.time_remaining()
    return None if left is None or left > _NO_LIMIT_SECONDS else left


def _pass_metadata(call: Any, context: Any) -> None:
    initial, trailing = call.initial_metadata(), call.trailing_metadata()
    if initial:
        context.send_initial_metadata(initial)
    if trailing:
        context.set_trailing_metadata(trailing)
