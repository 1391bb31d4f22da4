from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from terrapants.provider_pool.leftovers import end_leftovers
from terrapants.provider_pool.processes import process_ids, start_time
from terrapants.provider_pool.testutil import guardians_of, kill, wait_until

# A server with a provider; it waits to be killed.
_SERVER = """
import subprocess, sys
sys.path[:] = {path!r}
from pathlib import Path
from terrapants.provider_pool.guardian import start_guardian
from terrapants.provider_pool.leftovers import record_provider, record_server
directory = Path({directory!r})
record_server(directory, directory.parent / "record")
start_guardian(directory)
# Without the pipe, at the end of which the test waits.
provider = subprocess.Popen(
    ("sleep", "100"), start_new_session=True, stdout=subprocess.DEVNULL
)
record_provider(directory, provider.pid)
print(provider.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    directory = tmp_path / "terrapants-test"
    directory.mkdir(mode=0o700)
    (tmp_path / "record").write_text(str(directory))
    return directory


@pytest.fixture
def provider(directory: Path) -> Iterator[int]:
    """That of a server which was killed, together with its guardian."""
    server = subprocess.Popen(
        (sys.executable, "-c", _SERVER.format(path=sys.path, directory=str(directory))),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    pid = int(server.stdout.readline())
    (its_guardian,) = guardians_of(directory)
    kill(its_guardian)
    server.kill()
    server.wait()
    assert start_time(pid)
    yield pid
    if start_time(pid):
        kill(pid)


def test_what_a_killed_server_left_is_ended(tmp_path: Path, directory: Path, provider: int) -> None:
    end_leftovers([str(tmp_path / "nowhere"), str(tmp_path)])
    wait_until(lambda: not start_time(provider), "the provider ends")
    assert not directory.exists()
    assert not (tmp_path / "record").exists()


def server_of(directory: Path, **changes: object) -> None:
    file = directory / "server.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))


@pytest.mark.parametrize("reason", ["mode", "link", "name", "container", "alive", "unknown"])
def test_what_may_be_of_somebody_else_is_left_alone(
    tmp_path: Path, directory: Path, provider: int, reason: str
) -> None:
    if reason == "mode":
        directory.chmod(0o755)
    elif reason == "link":
        directory.rename(tmp_path / "elsewhere")
        directory.symlink_to(tmp_path / "elsewhere")
    elif reason == "name":
        directory = directory.rename(tmp_path / "another-name")
    elif reason == "container":
        server_of(directory, ids=f"{process_ids()}1")
    elif reason == "alive":
        server_of(directory, pid=os.getpid(), started=start_time(os.getpid()))
    else:
        (directory / "server.json").write_text("{}")
    end_leftovers([str(tmp_path)])
    assert start_time(provider)
    assert (directory / "providers").is_dir()


def test_a_process_that_got_the_id_later_is_left_alone(
    tmp_path: Path, directory: Path, provider: int
) -> None:
    (directory / "providers" / str(provider)).write_text("1")
    end_leftovers([str(tmp_path)])
    assert start_time(provider)
    assert not directory.exists()
