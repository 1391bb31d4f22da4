"""How `init_and_run.sh` uses the provider pool."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from terrapants.terraform.json_output import json_lines, last_attempt, pool_problems, wants_pool
from terrapants.terraform.testutil import Result, Sandbox, executable, make_sandbox

ANSWER = '{"registry.terraform.io/hashicorp/aws":{}}'

ENDED = "The provider pool ended, and what used it ran again without it."


class Pool:
    """A client that answers as it is told; `alive` is the process id of a server."""

    def __init__(self, directory: Path) -> None:
        self.sandbox = make_sandbox(directory / "sandbox", directory / "cache")
        self.arguments = directory / "arguments"
        self.python = directory / "python"
        clients = self.sandbox.cache / "pool/clients"
        clients.mkdir(parents=True)
        self.client = clients / str(os.getpid())
        self.client.write_text(f"{self.python}\n/lib/client.py\n" + '{"idle_seconds": 1}\n')
        (self.sandbox.root / ".terrapants/pool_request.json").write_text("{}")

    def answer(self, code: int, stdout: str = "", stderr: str = "") -> None:
        executable(
            self.python,
            f"#!/bin/sh\nprintf '%s|' \"$@\" >{self.arguments}\nprintf '%s\\n' '{stdout}'\n"
            f"echo '{stderr}' >&2\nexit {code}\n",
        )

    def shares(self) -> None:
        self.answer(0, f"{os.getpid()}\n{ANSWER}")


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    return Pool(tmp_path)


def environment(sandbox: Sandbox) -> None:
    """Makes the fake Terraform print what it would attach to."""
    fake = sandbox.root / "__terraform/terraform"
    fake.write_text(
        fake.read_text().replace('echo "in $PWD"', 'echo "REATTACH=${TF_REATTACH_PROVIDERS:-}"', 1)
    )


def reattached(result: Result) -> list[str]:
    return [
        line.partition("=")[2]
        for line in result.stdout.splitlines()
        if line.startswith("REATTACH=")
    ]


def test_both_commands_use_the_providers_of_the_pool(pool: Pool) -> None:
    pool.shares()
    environment(pool.sandbox)
    result = pool.sandbox.run("-backend=false")
    assert result.code == 0
    assert reattached(result) == [ANSWER, ANSWER]
    assert next(json_lines(result.stdout)) == {"type": "terrapants_pool", "used": True}
    root = pool.sandbox.root
    arguments = pool.arguments.read_text().split("|")
    assert arguments[:3] == ["-I", "-S", "/lib/client.py"]
    assert arguments[arguments.index("--module") + 1] == "infra/s3"
    assert arguments[arguments.index("--root") + 1] == str(root)
    assert arguments[arguments.index("--settings") + 1] == '{"idle_seconds": 1}'
    assert arguments[arguments.index("--") + 1 :] == [
        "-input=false",
        "-no-color",
        "-backend=false",
        "",
    ]


@pytest.mark.parametrize("missing", ["request", "client", "other pants", "own providers"])
def test_without_a_pool_nothing_is_different(pool: Pool, missing: str) -> None:
    pool.shares()
    environment(pool.sandbox)
    own = {}
    if missing == "request":
        (pool.sandbox.root / ".terrapants/pool_request.json").unlink()
    elif missing == "client":
        pool.client.unlink()
    elif missing == "other pants":
        pool.client.rename(pool.client.with_name("1"))
    else:
        own = {"TF_REATTACH_PROVIDERS": "mine"}
    result = pool.sandbox.run(env=own)
    assert result.code == 0
    assert reattached(result) == ["mine" if own else ""] * 2
    assert [each["type"] for each in json_lines(result.stdout)] == ["terrapants_init"]
    assert not pool.arguments.exists()


@pytest.mark.parametrize(
    ("code", "problems"),
    [(3, ()), (1, ("No socket: it is too long.",)), (127, ("No socket: it is too long.",))],
)
def test_a_client_that_fails(pool: Pool, code: int, problems: tuple[str, ...]) -> None:
    pool.answer(code, stderr='Traceback\nNo "socket": it is too long.')
    environment(pool.sandbox)
    result = pool.sandbox.run()
    assert result.code == 0
    assert reattached(result) == ["", ""]
    assert pool_problems(result.stdout) == problems


def test_a_pool_that_is_not_prepared_yet(pool: Pool) -> None:
    pool.client.write_text("unprepared\n")
    result = pool.sandbox.run()
    assert result.code == 75
    assert wants_pool(result.stdout.encode())
    assert not result.calls


def test_a_process_that_needs_no_pool_does_not_want_one(pool: Pool) -> None:
    pool.client.write_text("unprepared\n")
    (pool.sandbox.root / ".terrapants/pool_request.json").unlink()
    result = pool.sandbox.run()
    assert result.code == 0
    assert not wants_pool(result.stdout.encode())


def test_the_exit_code_is_the_commands(pool: Pool) -> None:
    pool.shares()
    result = pool.sandbox.run(run_code=7)
    assert result.code == 7
    assert len(result.calls) == 2
    assert pool.sandbox.run(init_code=3).code == 3


@pytest.mark.parametrize("fault", ["The provider ended.", ""])
def test_after_a_fault_of_the_pool_it_runs_without(pool: Pool, fault: str) -> None:
    ended = subprocess.Popen(["/bin/true"])
    ended.wait()
    pool.answer(0, f"{os.getpid() if fault else ended.pid}\n{ANSWER}")
    if fault:
        (pool.sandbox.root / ".terrapants/pool_fault").write_text(f"{fault}\n")
    environment(pool.sandbox)
    result = pool.sandbox.run(run_code=1)
    assert result.code == 1
    assert [call[0] for call in result.calls] == ["init", "test", "init", "test"]
    assert reattached(result) == [ANSWER, ANSWER, "", ""]
    assert pool_problems(result.stdout) == (fault or ENDED,)
    assert last_attempt(result.stdout).count("REATTACH=") == 2


def test_a_fault_after_which_all_passed_is_none(pool: Pool) -> None:
    pool.shares()
    (pool.sandbox.root / ".terrapants/pool_fault").write_text("The provider ended.\n")
    result = pool.sandbox.run()
    assert (result.code, len(result.calls), pool_problems(result.stdout)) == (0, 2, ())


def test_a_server_that_nobody_has_waited_for_is_gone(pool: Pool) -> None:
    ended = subprocess.Popen(["/bin/true"], stdout=subprocess.PIPE)
    assert ended.stdout is not None
    ended.stdout.read()  # It closes as the process ends.
    pool.answer(0, f"{ended.pid}\n{ANSWER}")
    result = pool.sandbox.run(run_code=1)
    ended.wait()
    assert len(result.calls) == 4
    assert pool_problems(result.stdout) == (ENDED,)
