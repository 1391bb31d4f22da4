"""Passes the calls of one Terraform process on to a provider that it shares with others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import grpc.aio  # type: ignore[import-untyped]

from terrapants.provider_pool.upstream import SCHEMA_METHODS, UNLIMITED, Upstream
from terrapants.provider_pool.words import SandboxWords

# Answered with an empty message: they would end the provider for everyone.
_NOT_PASSED_ON = frozenset({"Stop", "StopProvider", "Shutdown"})
# The configuration of one process must not become that of another.
_CONFIGURING = frozenset({"Configure", "ConfigureProvider"})
# Streams that last as long as the process, and that nobody needs.
_UNIMPLEMENTED = frozenset({"/plugin.GRPCStdio/StreamStdio", "/plugin.GRPCBroker/StartStream"})
# Whether a configuration is valid follows from the configuration alone. One process asks the same
# in each run of a test file (88 % of the calls of our own modules); the provider is asked once.
_VALIDATION = frozenset(
    {
        "PrepareProviderConfig",
        "ValidateDataResourceConfig",
        "ValidateDataSourceConfig",
        "ValidateEphemeralResourceConfig",
        "ValidateProviderConfig",
        "ValidateResourceConfig",
        "ValidateResourceTypeConfig",
    }
)
# In bytes, for each process and provider.
_REMEMBERED = 4 << 20
# All others are passed on as streams: on the wire, one message is a stream of one.


class Passthrough(grpc.GenericRpcHandler):  # type: ignore[misc]
    def __init__(
        self, upstream: Upstream, words: SandboxWords, fault: Callable[[str], None]
    ) -> None:
        """:param fault: is told, in a sentence, why the process has to run without the pool."""
        self._upstream = upstream
        self._words = words
        self._fault = fault
        self._answers: dict[tuple[str, bytes], bytes] = {}
        self._remembered = 0

    def service(self, handler_call_details: Any) -> Any:
        method: str = handler_call_details.method
        if method in _UNIMPLEMENTED:
            return None
        name = method.rpartition("/")[2]
        if name in _NOT_PASSED_ON:
            return grpc.unary_unary_rpc_method_handler(_empty_answer)
        if name in _CONFIGURING:
            return grpc.unary_unary_rpc_method_handler(self._refuse_configuration)
        # gRPC looks whether a handler is a coroutine function; a `partial` of a method does not
        # look like one to CPython 3.9.
        if name in SCHEMA_METHODS:

            async def schema(request: bytes, context: Any) -> bytes:
                return await self._schema(method, context)

            return grpc.unary_unary_rpc_method_handler(schema)
        if name in _VALIDATION:
            call = self._upstream.channel.unary_unary(method)

            async def validation(request: bytes, context: Any) -> bytes:
                return await self._validation(method, call, request, context)

            return grpc.unary_unary_rpc_method_handler(validation)

        async def stream(requests: AsyncIterator[bytes], context: Any) -> AsyncIterator[bytes]:
            async for response in self._stream(method, requests, context):
                yield response

        return grpc.stream_stream_rpc_method_handler(stream)

    async def _schema(self, method: str, context: Any) -> bytes:
        try:
            answer = await self._upstream.schema(method, _metadata(context))
        except grpc.RpcError as error:
            return await self._fail(error, context)
        if answer.call is not None:
            await _pass_initial_metadata(answer.call, context)
            await _pass_trailing_metadata(answer.call, context)
        loop = asyncio.get_running_loop()
        words = await loop.run_in_executor(None, self._words.now)
        return await loop.run_in_executor(None, answer.for_words, words)

    async def _validation(self, method: str, call: Any, request: bytes, context: Any) -> bytes:
        answer = self._answers.get((method, request))
        if answer is None:
            asked = call(request, timeout=context.time_remaining(), metadata=_metadata(context))
            try:
                answer = bytes(await asked)
            except grpc.RpcError as error:
                return await self._fail(error, context)
            await _pass_initial_metadata(asked, context)
            await _pass_trailing_metadata(asked, context)
            self._remembered += len(request) + len(answer)
            if self._remembered <= _REMEMBERED:
                self._answers[method, request] = answer
        return answer

    async def _stream(
        self, method: str, requests: AsyncIterator[bytes], context: Any
    ) -> AsyncIterator[bytes]:
        call = self._upstream.channel.stream_stream(method)(
            requests, timeout=context.time_remaining(), metadata=_metadata(context)
        )
        try:
            await _pass_initial_metadata(call, context)
            async for response in call:
                yield response
        except grpc.RpcError as error:
            await self._fail(error, context)
        else:
            await _pass_trailing_metadata(call, context)

    async def _fail(self, error: Any, context: Any) -> bytes:
        """Pass the provider's status on."""
        if error.code() is grpc.StatusCode.UNAVAILABLE:
            self._fault(self._upstream.death())
        context.set_trailing_metadata(error.trailing_metadata())
        context.set_code(error.code())
        context.set_details(error.details())
        return b""

    async def _refuse_configuration(self, request: bytes, context: Any) -> bytes:
        sentence = "Terraform configures a provider that it was to use unconfigured only."
        self._fault(sentence)
        context.set_code(grpc.StatusCode.FAILED_PRECONDITION)
        context.set_details(sentence)
        return b""


async def serve(passthrough: Passthrough, socket: Path) -> Any:
    """The server, on a socket of its own for one process and one provider."""
    server = grpc.aio.server(handlers=(passthrough,), options=UNLIMITED)
    server.add_insecure_port(f"unix:{socket}")
    await server.start()
    return server


async def _empty_answer(request: bytes, context: Any) -> bytes:
    return b""


def _metadata(context: Any) -> tuple[tuple[str, Any], ...]:
    """What the caller sent; `user-agent` and the like are the transport's own."""
    return tuple(
        (key, value)
        for key, value in context.invocation_metadata()
        if key != "user-agent" and not key.startswith(("grpc-", ":"))
    )


async def _pass_initial_metadata(call: Any, context: Any) -> None:
    metadata = await call.initial_metadata()
    if metadata:
        await context.send_initial_metadata(metadata)


async def _pass_trailing_metadata(call: Any, context: Any) -> None:
    metadata = await call.trailing_metadata()
    if metadata:
        context.set_trailing_metadata(metadata)
