"""A provider that runs, as the processes see it that share it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Optional

import grpc.aio  # type: ignore[import-untyped]

from terrapants.provider_pool.provider_process import ProviderProcess
from terrapants.provider_pool.records import Records
from terrapants.provider_pool.schema import (
    MalformedMessage,
    PrunableMessage,
    identity_schemas,
    need_not_be_asked,
    provider_schema,
)
from terrapants.provider_pool.selections import Binary
from terrapants.provider_pool.words import Names

# A provider makes a smaller schema in no time.
_LARGE = 1 << 18
# Schemas of large providers have tens of megabytes.
UNLIMITED = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
SCHEMA_METHODS: dict[str, Callable[[bytes], PrunableMessage]] = {
    "GetSchema": provider_schema,
    "GetProviderSchema": provider_schema,
    "GetResourceIdentitySchemas": identity_schemas,
}


@dataclass(frozen=True)
class SchemaAnswer:
    """What the provider answers to a request for schemas, which is always the same one.

    :param call: it holds the metadata; none if the answer is that of an earlier process.
    :param message: none if it could not be read; then `content` is passed on as it is.
    """

    call: Optional[Any]
    content: bytes
    message: Optional[PrunableMessage]
    names: Names

    def for_words(self, words: frozenset[str]) -> bytes:
        """Without the types that a process with these words in its files cannot use."""
        if self.message is None:
            return self.content
        return self.message.keep(self.names.of_words(words))


class Upstream:
    """It belongs to the event loop in which it is made."""

    def __init__(self, process: ProviderProcess, binary: Binary, records: Records) -> None:
        self.process = process
        self._binary = binary
        self._records = records
        self.channel = grpc.aio.insecure_channel(process.address, options=UNLIMITED)
        self._schemas: dict[str, SchemaAnswer] = {}
        self._lock = asyncio.Lock()

    async def schema(self, method: str, metadata: Any) -> SchemaAnswer:
        """:raises grpc.RpcError: the provider's answer, or that it is gone."""
        async with self._lock:
            answer = self._schemas.get(method)
            if answer is None:
                answer = self._schemas[method] = await self._ask(method, metadata)
            return answer

    async def _ask(self, method: str, metadata: Any) -> SchemaAnswer:
        key = (*map(str, self._binary.version), self._binary.path, method)
        content, call = self._records.read(key), None
        if content is None:
            call = self.channel.unary_unary(method)(b"", metadata=metadata)
            content = await call
            if len(content) >= _LARGE and need_not_be_asked(content):
                self._records.write(key, content)
        try:
            message = SCHEMA_METHODS[method.rpartition("/")[2]](content)
        except MalformedMessage:
            message = None
        return SchemaAnswer(call, content, message, Names(message.names if message else ()))

    def death(self) -> str:
        """A sentence on how the provider ended."""
        words = self.process.last_words()
        return f"{self.process.name} ended while it was in use{f': {words}' if words else '.'}"


async def connect(process: ProviderProcess, binary: Binary, records: Records) -> Upstream:
    return Upstream(process, binary, records)
