"""The provider of the tests: one resource, one data source, one function. See `main`."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Union

import grpc  # type: ignore[import-untyped]

_Value = Union[int, str, bytes]


def message(*fields: tuple[int, _Value]) -> bytes:
    """An encoded protobuf message: numbers as varints, all else with its length."""
    content = b""
    for number, value in fields:
        if isinstance(value, int):
            content += _varint(number << 3) + _varint(value)
        else:
            value = value.encode() if isinstance(value, str) else value
            content += _varint(number << 3 | 2) + _varint(len(value)) + value
    return content


def _varint(number: int) -> bytes:
    content = bytearray()
    while number > 0x7F:
        content.append(number & 0x7F | 0x80)
        number >>= 7
    content.append(number)
    return bytes(content)


def schema(*attributes: str) -> bytes:
    """Of optional and computed strings."""
    block = message(
        *((2, message((1, name), (2, json.dumps("string")), (5, 1), (6, 1))) for name in attributes)
    )
    return message((2, block))


def provider_schema() -> bytes:
    function = message((3, message((1, json.dumps("string")))))
    return message(
        (1, schema()),
        *((2, message((1, name), (2, schema("name")))) for name in ("tiny_thing", "tiny_other")),
        (3, message((1, "tiny_source"), (2, schema("name")))),
        (7, message((1, "greet"), (2, function))),
        (8, message((1, "tiny_secret"), (2, schema("name")))),
        (99, "a field of later"),
    )


def identity_schemas() -> bytes:
    identity = message((2, message((1, "name"), (2, json.dumps("string")), (3, 1))))
    return message(
        *((1, message((1, f"tiny_{each}"), (2, identity))) for each in ("thing", "other"))
    )


class _Handler(grpc.GenericRpcHandler):  # type: ignore[misc]
    def __init__(self, directory: Path, behaviour: dict[str, Any]) -> None:
        self._calls = directory / "calls"
        self._behaviour = behaviour

    def service(self, handler_call_details: Any) -> Any:
        method: str = handler_call_details.method
        name = method.rpartition("/")[2]
        with self._calls.open("a") as file:
            file.write(f"{name}\n")
        if name == self._behaviour.get("dies_in"):
            sys.stderr.write("goroutine 1\npanic: tiny is broken\n")
            sys.stderr.flush()
            time.sleep(0.2)
            os._exit(2)
        if name in ("ListResource", "Chat"):
            return grpc.stream_stream_rpc_method_handler(_echo_twice)
        if name == "GetResourceIdentitySchemas" and not self._behaviour.get("identities"):
            return None  # UNIMPLEMENTED, as the AWS provider answers

        def answer(request: bytes, context: Any) -> bytes:
            return self._answer(name, request, context)

        return grpc.unary_unary_rpc_method_handler(answer)

    def _answer(self, name: str, request: bytes, context: Any) -> bytes:
        time.sleep(self._behaviour.get("seconds", {}).get(name, 0))
        if name in ("GetSchema", "GetProviderSchema"):
            return provider_schema()
        if name == "GetResourceIdentitySchemas":
            return identity_schemas()
        if name in ("PrepareProviderConfig", "Echo"):
            metadata = dict(context.invocation_metadata())
            context.send_initial_metadata((("greeting", metadata.get("name", "nobody")),))
            context.set_trailing_metadata((("end-bin", b"\0\1"),))
            return request
        if name.startswith(("ValidateResource", "ValidateData")) and b"wrong" in request:
            return message((1, message((1, 1), (2, "Wrong"), (3, "The name is wrong."))))
        if name == "Fail":
            context.set_trailing_metadata((("reason", "test"),))
            context.abort(grpc.StatusCode.OUT_OF_RANGE, "It fails.")
        return b""


def _echo_twice(requests: Iterator[bytes], context: Any) -> Iterator[bytes]:
    for request in requests:
        yield request
        yield request


def main(directory: str) -> None:
    """Serve until killed, as `behaviour.json` in this directory says.

    `protocol`: 5 by default. `starts`: what to print instead of the handshake. `exits`: with these
    last words instead of a start. `dies_in`: the method that kills it. `seconds`: how long methods
    take. `identities`: whether it has identity schemas. `memory`: bytes that it needs.
    """
    behaviour = json.loads(Path(directory, "behaviour.json").read_text())
    if "exits" in behaviour:
        sys.exit(behaviour["exits"])
    socket = f"{os.environ['PLUGIN_UNIX_SOCKET_DIR']}/plugin{os.getpid()}"
    server = grpc.server(ThreadPoolExecutor(32), handlers=(_Handler(Path(directory), behaviour),))
    server.add_insecure_port(f"unix:{socket}")
    server.start()
    Path(directory, "environment").write_text(json.dumps(dict(os.environ)))
    handshake = f"1|{behaviour.get('protocol', 5)}|unix|{socket}|grpc|"
    sys.stdout.write(f"{behaviour.get('starts', handshake)}\n")
    sys.stdout.flush()
    server.wait_for_termination()
