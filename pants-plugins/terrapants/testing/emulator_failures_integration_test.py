"""What goes wrong with an emulator ends in a verdict and leaves no process, with moto itself."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from terrapants.testing import emulator
from terrapants.testing.cloud_access import with_emulator
from terrapants.testing.console import details
from terrapants.testing.testutil import EmulatorRepository
from terrapants.testing.verdict import FileVerdict, Verdict

_AWS = """\
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

resource "aws_sns_topic" "this" {
  name = "orders"
}
"""
# The parent of Terraform is that of the emulator.
_KILLS = (
    _AWS
    + """\
resource "terraform_data" "this" {
  provisioner "local-exec" {
    interpreter = ["bash", "-c"]
    command     = "pkill -9 -P $(ps -o ppid= -p $PPID) -f emulators/aws.py; sleep 600"
  }

  depends_on = [aws_sns_topic.this]
}
"""
)
# The provider waits until the task runs. The emulator runs none.
_WAITS = (
    _AWS
    + """\
resource "aws_ecs_cluster" "this" {
  name = "shop"
}

resource "aws_ecs_task_definition" "this" {
  family                = "shop"
  container_definitions = jsonencode([{ name = "shop", image = "shop", memory = 128 }])
}

resource "aws_ecs_service" "this" {
  name                  = "shop"
  cluster               = aws_ecs_cluster.this.id
  task_definition       = aws_ecs_task_definition.this.arn
  desired_count         = 1
  wait_for_steady_state = true
}
"""
)
# What somebody else puts into a bucket keeps it from being deleted.
_FILLS = (
    _AWS
    + r"""
resource "aws_s3_bucket" "this" {
  bucket = "orders"

  provisioner "local-exec" {
    interpreter = ["bash", "-c"]
    command     = <<-EOT
      address=$${AWS_ENDPOINT_URL#http://}
      exec 3<>"/dev/tcp/$${address%:*}/$${address#*:}"
      printf 'PUT /orders/left HTTP/1.0\r\nContent-Length: 1\r\n\r\nx' >&3
      head -n 1 <&3
    EOT
  }
}
"""
)
_STARTS_LATE = """\
exec "$1/{python}" -I -c 'import os, sys
sys.path.append(os.path.dirname(sys.argv[1]))
import launch
os._exit(launch.main(sys.argv[2:], 0.1))' "$1/{launch}" "$1/{emulator}" "$BASH" \
  "$1/.terrapants/environment.sh" "${{@:2}}"
"""
# Whichever port it asks for, it gets one that is taken.
_PORT_IS_TAKEN = dedent(
    """\
    import os, runpy, socket
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    bind = socket.socket.bind
    socket.socket.bind = lambda self, address: bind(self, taken.getsockname())
    directory = os.path.dirname(os.path.abspath(__file__))
    runpy.run_path(f"{directory}/emulators/aws.py", run_name="__main__")
    """
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> EmulatorRepository:
    return EmulatorRepository(tmp_path_factory.mktemp("pex"))


def _processes(mark: str) -> Iterator[str]:
    """The commands of the processes that have this in their environment. Only Linux says it."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (process / "environ").read_bytes():
                yield (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue


def _verdict(
    repository: EmulatorRepository, name: str, main: str, timeout_seconds: int | None = None
) -> FileVerdict:
    """The verdict, once none of the test's processes is left."""
    mark = f"TERRAPANTS_MARK={name}-{os.getpid()}"
    verdict = repository.verdict(
        name,
        main,
        'run "applies" {\n}\n',
        f'emulator="aws", extra_env_vars=["{mark}"]',
        timeout_seconds=timeout_seconds,
    )
    for _ in range(100):
        left = list(_processes(mark))
        if not left:
            return verdict
        time.sleep(0.1)
    pytest.fail(f"These processes are left after 10 seconds: {left}")


def test_emulator_is_killed(repository: EmulatorRepository) -> None:
    verdict = _verdict(repository, "killed", _KILLS)
    assert (verdict.verdict, verdict.problem) == (
        Verdict.FAILED,
        "The emulator was killed by signal 9 while the test was running.",
    )


def test_provider_that_waits_without_end(repository: EmulatorRepository) -> None:
    verdict = _verdict(repository, "waits", _WAITS, timeout_seconds=60)
    assert verdict.verdict == Verdict.TIMED_OUT
    assert verdict.problem == (
        'Stopped after 60 seconds, in run "applies". Raise the `timeout` field of its target if it '
        "needs longer."
    )


def test_destroy_that_fails(repository: EmulatorRepository) -> None:
    verdict = _verdict(repository, "fills", _FILLS)
    assert verdict.verdict == Verdict.FAILED
    text = details(verdict)
    assert 'the clean-up after run "applies" failed; left in state: aws_s3_bucket.this' in text
    assert "api error BucketNotEmpty: The bucket you tried to delete is not empty" in text


def test_emulator_that_starts_late(
    repository: EmulatorRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(python: str, launch: str, script: str) -> str:
        return _STARTS_LATE.format(python=python, launch=launch, emulator=script)

    monkeypatch.setattr(emulator, "with_emulator", late)
    repository.forget()
    verdict = _verdict(repository, "late", _AWS)
    assert (verdict.verdict, verdict.problem) == (
        Verdict.FAILED,
        "The emulator was not ready after 0.1 seconds.",
    )


def test_port_is_taken(repository: EmulatorRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(python: str, launch: str, _: str) -> str:
        script = f"cat >\"$1/.terrapants/taken.py\" <<'EOF'\n{_PORT_IS_TAKEN}EOF\n"
        return script + with_emulator(python, launch, ".terrapants/taken.py")

    monkeypatch.setattr(emulator, "with_emulator", taken)
    repository.forget()
    verdict = _verdict(repository, "taken", _AWS)
    assert (verdict.verdict, verdict.problem) == (
        Verdict.FAILED,
        "The emulator did not start: 127.0.0.1 has no free port (Address already in use).",
    )
