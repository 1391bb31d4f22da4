"""When files of HCL are read, and by whom."""

from __future__ import annotations

from collections import OrderedDict

import pytest
from pants.engine.addresses import Address, Addresses
from pants.engine.rules import QueryRule
from pants.engine.target import AllUnexpandedTargets, Dependencies, DependenciesRequest
from pants.testutil.rule_runner import RuleRunner

from terrapants.hcl.file_facts import FileFacts, read_file
from terrapants.terraform import hcl_files
from terrapants.terraform.hcl_files import HclFiles, HclFilesRequest
from terrapants.terraform.rules import rules, target_types
from terrapants.testutil.terraform_rule_runner import terraform_rule_runner

FILES = {
    f"{directory}/{name}": text
    for directory in ("a", "b")
    for name, text in {
        "BUILD": "terraform_module()\n",
        "main.tf": 'module "c" {\n  source = "../c"\n}\n',
        "variables.tf": f'variable "{directory}" {{}}\n',
        "tests/a.tftest.hcl": 'run "a" {}\n',
        "templates/x.tftpl": "",
    }.items()
} | {"c/BUILD": "terraform_module()\n", "c/main.tf": ""}
PATHS = tuple(path for path in FILES if path.endswith((".tf", ".hcl")))


@pytest.fixture
def rule_runner(monkeypatch: pytest.MonkeyPatch) -> RuleRunner:
    monkeypatch.setattr(hcl_files, "_remembered", OrderedDict())
    runner = terraform_rule_runner(
        [
            *rules(),
            QueryRule(Addresses, [DependenciesRequest]),
            QueryRule(AllUnexpandedTargets, []),
            QueryRule(HclFiles, [HclFilesRequest]),
        ],
        target_types(),
    )
    runner.write_files(FILES)
    return runner


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read in this process, not in one of their own."""
    paths: list[str] = []

    def recorded(path: str, content: bytes) -> FileFacts:
        paths.append(path)
        return read_file(path, content)

    monkeypatch.setattr(hcl_files, "read_file", recorded)
    return paths


def dependencies(rule_runner: RuleRunner, directory: str) -> set[str]:
    target = rule_runner.get_target(Address(directory))
    found = rule_runner.request(Addresses, [DependenciesRequest(target[Dependencies])])
    return {address.spec for address in found}


def test_finding_all_targets_reads_no_file(rule_runner: RuleRunner) -> None:
    targets = rule_runner.request(AllUnexpandedTargets, [])
    assert "a/templates:terraform-file-x.tftpl" in {target.address.spec for target in targets}
    assert not hcl_files._remembered


def test_files_are_read_in_a_process(rule_runner: RuleRunner, read_here: list[str]) -> None:
    assert dependencies(rule_runner, "a") == {"c:c"}
    assert read_here == []
    assert {path for path, _ in hcl_files._remembered} == {*PATHS}


def test_after_an_edit_the_daemon_reads_that_file_alone(
    rule_runner: RuleRunner, read_here: list[str]
) -> None:
    rule_runner.request(HclFiles, [HclFilesRequest(PATHS)])
    rule_runner.write_files({"a/main.tf": 'module "b" {\n  source = "../b"\n}\n'})
    assert dependencies(rule_runner, "a") == {"b:b"}
    assert read_here == ["a/main.tf"]

    # What was said before is remembered by content.
    rule_runner.write_files({"a/main.tf": FILES["a/main.tf"]})
    assert dependencies(rule_runner, "a") == {"c:c"}
    assert read_here == ["a/main.tf"]


def test_both_ways_of_reading_say_the_same(rule_runner: RuleRunner, read_here: list[str]) -> None:
    path = "a/variables.tf"
    (from_process,) = rule_runner.request(HclFiles, [HclFilesRequest((path,))]).files
    for key in [key for key in hcl_files._remembered if key[0] == path]:
        del hcl_files._remembered[key]
    rule_runner.write_files({"b/variables.tf": 'variable "other" {}\n'})
    (from_daemon,) = rule_runner.request(HclFiles, [HclFilesRequest((path,))]).files
    assert sorted(read_here) == [path, "b/variables.tf"]
    assert from_daemon.text == from_process.text


def test_a_file_in_an_ignored_directory_can_be_read(rule_runner: RuleRunner) -> None:
    rule_runner.set_options(["--build-ignore=['a/**']"])
    (file,) = rule_runner.request(HclFiles, [HclFilesRequest(("a/variables.tf",))]).files
    assert [each.name for each in file.of_interface("variables")] == ["a"]


def test_files_that_are_not_there_are_left_out(rule_runner: RuleRunner) -> None:
    request = HclFilesRequest(("a/gone.tf", "c/main.tf"))
    assert [file.path for file in rule_runner.request(HclFiles, [request]).files] == ["c/main.tf"]
