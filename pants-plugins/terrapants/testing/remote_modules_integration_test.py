"""Tests of modules that call modules from elsewhere, as a user runs them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from terrapants.terraform.notices import logger
from terrapants.testing.testutil import BUILD, FILE, expects, lines, new_rule_runner, tf_test
from terrapants.testutil.module_server import ModuleServer, module_server
from terrapants.testutil.terraform_rule_runner import terraform_options

SAYS = 'output "says" {\n  value = module.this.says\n}\n'


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ModuleServer]:
    with module_server(tmp_path) as server:
        yield server


def says(text: str) -> str:
    return f'output "says" {{\n  value = "{text}"\n}}\n'


def run(tmp_path: Path, server: ModuleServer, source: str, version: str = "") -> list[str]:
    """The lines of a run of its own, on the caches of those before."""
    runner = new_rule_runner(str(tmp_path / "caches"))
    call = f'module "this" {{\n  source = "{source}"\n{version}}}\n'
    runner.write_files(
        {
            "m/BUILD": BUILD,
            "m/main.tf": call + SAYS,
            f"m/{FILE}": expects('output.says == "old"', run="says"),
        }
    )
    variables = [f"{name}={value}" for name, value in server.env.items()]
    arguments = (f"--extra-env-vars={variables!r}", "m::")
    return lines(tf_test(runner, *arguments, options=terraform_options()))


def test_verdict_on_a_pinned_module_needs_no_network(
    tmp_path: Path, server: ModuleServer, caplog: pytest.LogCaptureFixture
) -> None:
    source = server.publish("greeting", "1.0.0", {"main.tf": says("old")})
    pinned = '  version = "1.0.0"\n'
    assert run(tmp_path, server, source, pinned)[0] == f"passed m {FILE} 1 passed 0.00s"
    assert server.take_requests()
    # Neither does another test of the module.
    changed = pinned + "  # changed\n"
    assert run(tmp_path, server, source, changed)[0] == f"passed m {FILE} 1 passed 0.00s"
    assert run(tmp_path, server, source, changed)[0] == f"passed m {FILE} 1 passed cached"
    assert not server.take_requests()
    assert logger.name not in {record.name for record in caplog.records}


def test_verdict_follows_a_branch_and_the_output_says_so(
    tmp_path: Path, server: ModuleServer, caplog: pytest.LogCaptureFixture
) -> None:
    repository = server.repository("repo")
    repository.commit({"main.tf": says("old")})
    source = f"{server.url('repo')}?ref=main"
    assert run(tmp_path, server, source)[0] == f"passed m {FILE} 1 passed 0.00s"
    assert run(tmp_path, server, source)[0] == f"passed m {FILE} 1 passed cached"
    repository.commit({"main.tf": says("new")})
    assert run(tmp_path, server, source)[-2] == f"failed m {FILE} 0 passed, 1 failed 0.00s"
    (server.directory / "repo").rename(server.directory / "gone")
    unreachable = run(tmp_path, server, source)
    assert unreachable[1].startswith(
        'm/main.tf:1:1: Could not download module "this" (main.tf:1) source code from '
    )
    assert unreachable[-2] == f"failed m {FILE} no runs 0.00s"
    notices = [record.message for record in caplog.records if record.name == logger.name]
    notice = (
        f"The module {source} has a `ref`, main, that is neither a tag nor a commit, so it is "
        "fetched again in each run; with a tag or a commit as `?ref=` it would be fetched once."
    )
    assert notices == [notice] * 3


def test_verdict_is_not_kept_where_init_has_to_fetch(tmp_path: Path, server: ModuleServer) -> None:
    """Nothing would tell what it fetched."""
    repository = server.repository("repo")
    # A file that Pants cannot keep.
    Path(os.fsdecode(os.fsencode(repository.directory) + b"/\xff.txt")).touch()
    repository.commit({"main.tf": says("old")})
    source = f"{server.url('repo')}?ref=main"
    assert run(tmp_path, server, source)[0] == f"passed m {FILE} 1 passed 0.00s"
    repository.commit({"main.tf": says("new")})
    assert run(tmp_path, server, source)[-2].startswith(f"failed m {FILE} ")
