"""Remote modules, fetched by a real Terraform from git repositories and a registry."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pants.engine.fs import DigestContents, PathGlobs, Snapshot
from pants.engine.process import FallibleProcessResult, Process
from pants.engine.rules import QueryRule
from pants.util.frozendict import FrozenDict

from terrapants.terraform.process import TerraformModuleProcess
from terrapants.terraform.remote_modules import RemoteModules, RemoteModulesRequest
from terrapants.terraform.rules import rules, target_types
from terrapants.testutil.module_server import ModuleServer, module_server
from terrapants.testutil.terraform_rule_runner import terraform_options, terraform_rule_runner


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ModuleServer]:
    with module_server(tmp_path) as server:
        yield server


class Session:
    """A run of Pants; `env` is that of its Terraform processes."""

    def __init__(self, tmp_path: Path, files: Mapping[str, str], **env: str) -> None:
        self.env = FrozenDict({"PATH": "/usr/bin:/bin", **env})
        self.runner = terraform_rule_runner(
            [
                *rules(),
                QueryRule(RemoteModules, [RemoteModulesRequest]),
                QueryRule(Process, [TerraformModuleProcess]),
                QueryRule(FallibleProcessResult, [Process]),
                QueryRule(Snapshot, [PathGlobs]),
            ],
            target_types(),
            caches=str(tmp_path / "caches"),
        )
        self.runner.set_options(terraform_options())
        self.runner.write_files(dict(files))

    def fetch(self, directory: str = "a", *tests: str) -> RemoteModules:
        return self.runner.request(
            RemoteModules, [RemoteModulesRequest(directory, tests, self.env)]
        )

    def contents(self, remote: RemoteModules) -> dict[str, str]:
        found = self.runner.request(DigestContents, [remote.digest])
        return {file.path: file.content.decode() for file in found}

    def terraform(self, *arguments: str, tests: tuple[str, ...] = ()) -> FallibleProcessResult:
        files = self.runner.request(Snapshot, [PathGlobs(["**"])])
        process = self.runner.request(
            Process,
            [
                TerraformModuleProcess(
                    directory="a",
                    arguments=arguments,
                    input_digest=files.digest,
                    description="Terraform",
                    env=self.env,
                    tests=tests,
                )
            ],
        )
        return self.runner.request(FallibleProcessResult, [process])


def call(source: str, name: str = "this", version: str = "") -> str:
    more = f'  version = "{version}"\n' if version else ""
    return f'module "{name}" {{\n  source = "{source}"\n{more}}}\n'


def output(value: str) -> str:
    return f'output "says" {{\n  value = "{value}"\n}}\n'


def test_tag_is_fetched_once(
    tmp_path: Path, server: ModuleServer, caplog: pytest.LogCaptureFixture
) -> None:
    repository = server.repository("repo")
    repository.commit({"sub/main.tf": output("old"), "link/x": ""}, tag="v1")
    source = f"{server.url('repo')}//sub?ref=v1"
    files = {"a/main.tf": call(source) + 'output "b" {\n  value = module.this.says\n}\n'}
    first = Session(tmp_path, files, **server.env)
    remote = first.fetch()
    assert remote.complete
    assert not remote.failed
    content = first.contents(remote)
    assert json.loads(content.pop("a/.terraform/modules/modules.json"))["Modules"] == [
        {"Key": "", "Source": "", "Dir": "."},
        {"Key": "this", "Source": source, "Dir": ".terraform/modules/this/sub"},
    ]
    assert content == {
        "a/.terraform/modules/this/sub/main.tf": output("old"),
        "a/.terraform/modules/this/link/x": "",
    }
    assert server.take_requests()
    result = first.terraform("plan", "-no-color")
    assert '"old"' in result.stdout.decode(), result
    assert not server.take_requests()
    Session(tmp_path, files, **server.env).fetch()
    assert not server.take_requests()
    assert not caplog.messages
