from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from terrapants.provider_pool import client
from terrapants.provider_pool.client import PlainRun, receive, send


def test_messages() -> None:
    one, other = socket.socketpair()
    with one, other:
        fields = ["acquire", "", "ä\n", "x" * 100_000, os.fsdecode(b"/a\xff")]
        send(one, fields)
        send(one, ["next"])
        assert receive(other) == fields
        assert receive(other) == ["next"]
        one.sendall(b"\0\0\0\x09half")
        one.close()
        with pytest.raises(EOFError, match="has ended"):
            receive(other)


def test_it_imports_next_to_nothing() -> None:
    program = f"import sys\nexec(open({client.__file__!r}).read(), {{}})\nprint(*sys.modules)"
    loaded = subprocess.run(
        (sys.executable, "-I", "-S", "-c", program), capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"collections", "hashlib", "json", "pathlib", "re", "socket", "subprocess"} & set(
        loaded
    )


def test_each_identity_has_its_record() -> None:
    one, other = (client.record_of_server("/pool", identity) for identity in ("a", "b"))
    assert Path(one).parent == Path(other).parent == Path("/pool/servers")
    assert one != other
    assert one == client.record_of_server("/pool", "a")


@pytest.mark.parametrize("mode", [0o750, 0o701, 0o777])
def test_a_pool_that_others_can_reach_is_not_used(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    with pytest.raises(PlainRun) as refused:
        client._connection(str(tmp_path), "identity", "{}")
    assert str(refused.value) == (
        f"The provider pool is not used, because others can reach {tmp_path}: delete it."
    )


def test_the_pool_of_another_user_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(PlainRun, match="others can reach"):
        client._connection(str(tmp_path), "identity", "{}")
