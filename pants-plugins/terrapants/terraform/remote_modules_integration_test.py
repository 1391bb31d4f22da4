"""Remote modules, fetched by a real Terraform from git repositories and a registry."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pants.engine.fs import (
    EMPTY_DIGEST,
    Digest,
    DigestContents,
    DigestEntries,
    PathGlobs,
    Snapshot,
)
from pants.engine.process import FallibleProcessResult, Process
from pants.engine.rules import QueryRule
from pants.util.frozendict import FrozenDict

from terrapants.terraform.process import TerraformModuleProcess
from terrapants.terraform.remote_modules import RemoteModules, RemoteModulesRequest
from terrapants.terraform.rules import rules, target_types
from terrapants.testutil.module_server import ModuleServer, module_server
from terrapants.testutil.terraform_rule_runner import terraform_options, terraform_rule_runner

SAYS = 'output "says" {\n  value = module.this.says\n}\n'


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ModuleServer]:
    with module_server(tmp_path) as server:
        yield server


class Session:
    """A run of Pants; `env` is that of its Terraform processes."""

    def __init__(self, tmp_path: Path, files: Mapping[str, str], **env: str) -> None:
        # As `TerraformModuleProcess` has it, so that what `fetch` fetched is not fetched again.
        always = {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
        self.env = FrozenDict({"PATH": "/usr/local/bin:/usr/bin:/bin", **always, **env})
        self.runner = terraform_rule_runner(
            [
                *rules(),
                QueryRule(RemoteModules, [RemoteModulesRequest]),
                QueryRule(Process, [TerraformModuleProcess]),
                QueryRule(FallibleProcessResult, [Process]),
                QueryRule(DigestEntries, [Digest]),
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


def modules(remote: Mapping[str, str], directory: str = "a") -> dict[str, tuple[str, str]]:
    """Source and directory of each module in Terraform's manifest, by its key."""
    manifest = json.loads(remote[f"{directory}/.terraform/modules/modules.json"])
    return {each["Key"]: (each["Source"], each["Dir"]) for each in manifest["Modules"]}


def fetched_again(module: str, lack: str, remedy: str) -> str:
    return (
        f"The module {module} {lack}, so it is fetched again in each run; with {remedy} it would "
        "be fetched once."
    )


def test_tag_is_fetched_once(
    tmp_path: Path, server: ModuleServer, caplog: pytest.LogCaptureFixture
) -> None:
    repository = server.repository("repo")
    repository.commit({"sub/main.tf": output("old"), "beside/x": ""}, tag="v1")
    source = f"{server.url('repo')}//sub?ref=v1"
    files = {"a/main.tf": call(source) + SAYS}
    first = Session(tmp_path, files, **server.env)
    remote = first.fetch()
    assert remote.complete
    assert not remote.failed
    content = first.contents(remote)
    assert modules(content) == {
        "": ("", "."),
        "this": (source, ".terraform/modules/this/sub"),
    }
    assert content.keys() == {
        "a/.terraform/modules/modules.json",
        "a/.terraform/modules/this/sub/main.tf",
        "a/.terraform/modules/this/beside/x",
    }
    assert server.take_requests()
    # Terraform finds what was fetched.
    assert '"old"' in first.terraform("plan", "-no-color").stdout.decode()
    # Others share it.
    first.runner.write_files({"b/main.tf": call(source, "other")})
    assert first.fetch("b").complete
    Session(tmp_path, files, **server.env).fetch()
    assert not server.take_requests()
    assert not caplog.messages


def test_commit_is_fetched_once(
    tmp_path: Path, server: ModuleServer, caplog: pytest.LogCaptureFixture
) -> None:
    repository = server.repository("repo")
    commit = repository.commit({"main.tf": output("old")})
    repository.commit({"main.tf": output("new")})
    url = server.url("repo")
    files = {
        "a/main.tf": call(f"{url}?ref={commit}") + call(f"{url}?ref={commit[:9]}", "short") + SAYS
    }
    first = Session(tmp_path, files, **server.env)
    assert first.fetch().complete
    assert server.take_requests()
    assert '"old"' in first.terraform("plan", "-no-color").stdout.decode()
    assert Session(tmp_path, files, **server.env).fetch().complete
    assert not server.take_requests()
    assert not caplog.messages


def test_tag_of_a_source_in_short_form(
    tmp_path: Path, server: ModuleServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.repository("repo").commit({"main.tf": output("old")}, tag="v1")
    redirected = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.https://{server.address}/repo/.git.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://github.com/acme/repo.git",
    }
    files = {"a/main.tf": call("github.com/acme/repo?ref=v1") + SAYS}
    session = Session(tmp_path, files, **server.env, **redirected)
    assert '"old"' in session.terraform("plan", "-no-color").stdout.decode()
    server.take_requests()
    assert Session(tmp_path, files, **server.env, **redirected).fetch().complete
    assert not server.take_requests()
    assert not caplog.messages


@pytest.mark.parametrize(
    ("query", "lack"),
    [
        ("?ref=main", "has a `ref`, main, that is neither a tag nor a commit"),
        ("?ref=origin/main", "has a `ref`, origin/main, that is neither a tag nor a commit"),
        ("", "has no `ref`"),
    ],
)
def test_branch_is_fetched_in_each_run(
    tmp_path: Path, server: ModuleServer, caplog: pytest.LogCaptureFixture, query: str, lack: str
) -> None:
    repository = server.repository("repo")
    # A tag that another name stands for does not make it fixed.
    repository.commit({"main.tf": output("old")}, tag="v1")
    source = server.url("repo") + query
    notice = fetched_again(source, lack, "a tag or a commit as `?ref=`")
    files = {"a/main.tf": call(source) + call(source, "twice") + SAYS}
    first = Session(tmp_path, files, **server.env)
    assert '"old"' in first.terraform("plan", "-no-color").stdout.decode()
    assert caplog.messages == [notice]
    repository.commit({"main.tf": output("new")})
    second = Session(tmp_path, files, **server.env)
    assert '"new"' in second.terraform("plan", "-no-color").stdout.decode()
    assert caplog.messages == [notice, notice]
    # One daemon, another run.
    repository.commit({"main.tf": output("newest")})
    second.runner.new_session("another run")
    second.runner.set_options(terraform_options())
    assert '"newest"' in second.terraform("plan", "-no-color").stdout.decode()
    assert caplog.messages == [notice] * 3


def test_registry(tmp_path: Path, server: ModuleServer, caplog: pytest.LogCaptureFixture) -> None:
    source = server.publish("greeting", "1.0.0", {"main.tf": output("old")})
    files = {"a/main.tf": call(source, version="1.0.0") + SAYS}
    first = Session(tmp_path, files, **server.env)
    assert first.fetch().complete
    assert "/archives/greeting-1.0.0.tar.gz" in server.take_requests()
    assert '"old"' in first.terraform("plan", "-no-color").stdout.decode()
    assert Session(tmp_path, files, **server.env).fetch().complete
    assert not server.take_requests()
    assert not caplog.messages

    files = {"a/main.tf": call(source, version="~> 1.0") + SAYS, "b/main.tf": call(source)}
    first = Session(tmp_path, files, **server.env)
    assert '"old"' in first.terraform("plan", "-no-color").stdout.decode()
    server.publish("greeting", "1.1.0", {"main.tf": output("new")})
    second = Session(tmp_path, files, **server.env)
    assert '"new"' in second.terraform("plan", "-no-color").stdout.decode()
    assert server.take_requests().count("/archives/greeting-1.1.0.tar.gz") == 1
    notice = fetched_again(source, 'has the version constraint "~> 1.0"', "an exact version")
    assert caplog.messages == [notice, notice]
    assert second.fetch("b").complete
    assert caplog.messages[2:] == [fetched_again(source, "has no `version`", "an exact version")]


def test_archive(tmp_path: Path, server: ModuleServer, caplog: pytest.LogCaptureFixture) -> None:
    url = server.archive("greeting.tar.gz", {"main.tf": output("old")})
    checksum = hashlib.sha256((server.directory / "greeting.tar.gz").read_bytes()).hexdigest()
    files = {"a/main.tf": call(f"{url}?checksum=sha256:{checksum}"), "b/main.tf": call(url)}
    assert Session(tmp_path, files, **server.env).fetch().complete
    assert server.take_requests()
    session = Session(tmp_path, files, **server.env)
    assert session.fetch().complete
    assert not server.take_requests()
    assert not caplog.messages
    assert session.fetch("b").complete
    assert caplog.messages == [fetched_again(url, "has no checksum", "`?checksum=sha256:…`")]


def test_nested_modules(
    tmp_path: Path, server: ModuleServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Of a pinned module, only what it calls by a moving source is fetched again."""
    moving = server.publish("moving", "1.0.0", {"main.tf": output("old")})
    fixed = server.publish("fixed", "1.0.0", {"main.tf": output("fixed")})
    leaf = server.repository("leaf")
    leaf.commit({"main.tf": output("leaf")}, tag="v1")
    leaf_url = f"{server.url('leaf')}?ref=v1"
    repository = server.repository("repo")
    repository.commit(
        {
            "main.tf": call("./inner", "inner") + output("${module.inner.says}"),
            "inner/main.tf": call(moving, "moving", "1.0.0")
            + call(fixed, "fixed", "1.0.0")
            + call(leaf_url, "leaf")
            + output("${module.moving.says} ${module.fixed.says} ${module.leaf.says}"),
            # What an override file says counts.
            "inner/override.tf": call(moving, "moving", "~> 1.0"),
        },
        tag="v1",
    )
    source = f"{server.url('repo')}?ref=v1"
    files = {"a/main.tf": call(source) + SAYS}
    first = Session(tmp_path, files, **server.env)
    remote = first.fetch()
    assert remote.complete
    base = ".terraform/modules/this"
    assert modules(first.contents(remote)) == {
        "": ("", "."),
        "this": (source, base),
        "this.inner": ("./inner", f"{base}/inner"),
        "this.inner.moving": (moving, f"{base}.inner.moving"),
        "this.inner.fixed": (fixed, f"{base}.inner.fixed"),
        "this.inner.leaf": (leaf_url, f"{base}.inner.leaf"),
    }
    assert '"old fixed leaf"' in first.terraform("plan", "-no-color").stdout.decode()
    server.publish("moving", "1.1.0", {"main.tf": output("new")})
    server.take_requests()
    second = Session(tmp_path, files, **server.env)
    assert '"new fixed leaf"' in second.terraform("plan", "-no-color").stdout.decode()
    assert {path for path in server.take_requests() if "well-known" not in path} == {
        "/v1/modules/acme/moving/local/versions",
        "/v1/modules/acme/moving/local/1.1.0/download",
        "/archives/moving-1.1.0.tar.gz",
    }
    called = f"{moving}, which {source} calls,"
    notice = fetched_again(called, 'has the version constraint "~> 1.0"', "an exact version")
    assert caplog.messages == [notice, notice]
    # What is pinned is there, even if the rest is not.
    shutil.rmtree(server.directory / "v1/modules/acme/moving")
    third = Session(tmp_path, files, **server.env)
    remote = third.fetch()
    assert remote.failed
    assert not remote.complete
    assert modules(third.contents(remote)).keys() == {
        *("", "this", "this.inner", "this.inner.fixed", "this.inner.leaf")
    }


def test_calls_from_local_modules_and_tests(tmp_path: Path, server: ModuleServer) -> None:
    server.repository("repo").commit({"main.tf": output("git")}, tag="v1")
    git = f"{server.url('repo')}?ref=v1"
    published = server.publish("greeting", "1.0.0", {"modules/x/main.tf": output("registry")})
    registry = f"{published}//modules/x"
    test = "a/tests/of run.tftest.hcl"
    files = {
        "a/main.tf": call("./child/", "child") + call("../local", "unrelated"),
        "a/child/main.tf": call("../../leaf", "leaf"),
        "leaf/main.tf": call(git, "git"),
        "local/main.tf": "",
        "setup/main.tf": call(git, "git"),
        test: (
            f'run "one" {{\n  module {{\n    source  = "{registry}"\n'
            '    version = "1.0.0"\n  }\n}\n'
            'run "two" {\n  module {\n    source = "../setup"\n  }\n}\n'
        ),
    }
    session = Session(tmp_path, files, **server.env)
    remote = session.fetch("a", test)
    assert remote.complete
    base = ".terraform/modules"
    assert modules(session.contents(remote)) == {
        "": ("", "."),
        "child": ("./child", "child"),
        "child.leaf": ("../../leaf", "../leaf"),
        "child.leaf.git": (git, f"{base}/child.leaf.git"),
        "test.tests.of run.one": (registry, f"{base}/test.tests.of run.one/modules/x"),
        "test.tests.of run.two": ("../setup", "../setup"),
        "test.tests.of run.two.git": (git, f"{base}/test.tests.of run.two.git"),
    }
    server.take_requests()
    result = session.terraform("test", "-no-color", tests=(test,))
    assert "2 passed" in result.stdout.decode(), result
    assert not server.take_requests()


def test_what_cannot_be_fetched_is_left_to_init(
    tmp_path: Path, server: ModuleServer, caplog: pytest.LogCaptureFixture
) -> None:
    repository = server.repository("repo")
    repository.commit({"main.tf": output("there")}, tag="v1")
    there, gone = f"{server.url('repo')}?ref=v1", f"{server.url('gone')}?ref=v1"
    files = {"a/main.tf": call(there, "there") + call(gone, "gone")}
    session = Session(tmp_path, files, **server.env)
    remote = session.fetch()
    assert remote.failed
    assert not remote.complete
    assert modules(session.contents(remote)).keys() == {"", "there"}
    result = session.terraform("validate", "-json")
    assert result.exit_code == 1
    assert 'module \\"gone\\" (main.tf:4) source code' in result.stdout.decode()
    # What is there now is fetched.
    server.repository("gone").commit({"main.tf": ""}, tag="v1")
    session = Session(tmp_path, files, **server.env)
    assert session.fetch().complete
    assert session.terraform("validate", "-json").exit_code == 0
    assert not caplog.messages


@pytest.mark.parametrize(
    ("files", "complete"),
    [
        ({"a/main.tf": call("./b"), "a/b/main.tf": ""}, True),
        ({"a/main.tf": 'module "this" {\n  source = "${var.x}/y"\n}\n'}, False),
        ({"a/main.tf": "not HCL {"}, False),
        ({"a/main.tf": call("/srv/modules")}, False),
        ({"a/main.tf": call("../../outside")}, False),
        ({"a/main.tf": call("./b"), "a/b/main.tf": call("../")}, True),
        ({"a/main.tf": 'module "this" {\n  source = "./${var.x}"\n}\n'}, False),
    ],
    ids=["local", "variable", "unread", "absolute", "outside", "circle", "local_variable"],
)
def test_nothing_to_fetch(tmp_path: Path, files: dict[str, str], complete: bool) -> None:
    remote = Session(tmp_path, files).fetch()
    assert remote == RemoteModules(EMPTY_DIGEST, complete, False)


def test_files_of_a_repository(tmp_path: Path, server: ModuleServer) -> None:
    """Executables and links stay, what only git needs does not."""
    repository = server.repository("repo")
    repository.commit({"main.tf": "", "run.sh": "#!/bin/sh", "sub/.hidden/x": ""})
    (repository.directory / "run.sh").chmod(0o755)
    (repository.directory / "link").symlink_to("main.tf")
    (repository.directory / "directory").symlink_to("sub")
    (repository.directory / "dangling").symlink_to("nowhere")
    (repository.directory / "absolute").symlink_to("/etc/hosts")
    (repository.directory / "sub/up").symlink_to("..")
    (repository.directory / "loop").symlink_to("loop")
    repository.commit({}, tag="v1")
    session = Session(tmp_path, {"a/main.tf": call(f"{server.url('repo')}?ref=v1")}, **server.env)
    entries = session.runner.request(DigestEntries, [session.fetch().digest])
    base = "a/.terraform/modules/"
    found = {each.path[len(base) :]: each for each in entries}
    assert found.keys() == {
        "modules.json",
        *(
            f"this/{name}"
            for name in ("main.tf", "run.sh", "sub/.hidden/x", "link", "directory", "dangling")
        ),
        *(f"this/{name}" for name in ("absolute", "sub/up", "loop")),
    }
    assert getattr(found["this/run.sh"], "is_executable", False)
    assert getattr(found["this/directory"], "target", "") == "sub"
    assert session.terraform("validate").exit_code == 0


def test_name_that_pants_cannot_keep(tmp_path: Path, server: ModuleServer) -> None:
    repository = server.repository("repo")
    Path(os.fsdecode(os.fsencode(repository.directory) + b"/\xff.txt")).touch()
    repository.commit({"main.tf": output("old")}, tag="v1")
    files = {"a/main.tf": call(f"{server.url('repo')}?ref=v1") + SAYS}
    session = Session(tmp_path, files, **server.env)
    assert session.fetch() == RemoteModules(EMPTY_DIGEST, complete=False, failed=True)
    assert '"old"' in session.terraform("plan", "-no-color").stdout.decode()
