"""`check` with a real `terraform validate`."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from pants.engine.fs import DigestContents
from pants.testutil.rule_runner import RuleRunner

from terrapants.testutil.module_server import GitRepository
from terrapants.validation.testutil import check, check_result, check_rule_runner

MODULE = {"BUILD": "terraform_module()\n", "main.tf": 'variable "name" {\n  type = string\n}\n'}
BROKEN = 'output "x" {\n  value = var.nope\n}\n'
UNDECLARED = "error: Reference to undeclared input variable"
CALL = 'module "s3" {\n  source = "../../"\n  name   = "x"\n}\n'


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """One for all tests; each writes to directories of its own."""
    return check_rule_runner()


def write(rule_runner: RuleRunner, directory: str, files: dict[str, str]) -> None:
    rule_runner.write_files({f"{directory}/{path}": text for path, text in files.items()})


def test_a_valid_module_passes(rule_runner: RuleRunner) -> None:
    write(rule_runner, "good", MODULE)
    result = check(rule_runner, "good::")
    assert result.exit_code == 0
    # The built-in check has the same name, and there is only one.
    assert result.stderr.strip() == "✓ terraform-validate succeeded."
    assert check_result(rule_runner, "good").stdout == "1 module: 1 valid"


def test_an_invalid_module_fails_and_others_get_their_verdicts(rule_runner: RuleRunner) -> None:
    write(rule_runner, "several/good", MODULE)
    write(rule_runner, "several/bad", {**MODULE, "outputs.tf": BROKEN})
    write(rule_runner, "several/worse", {**MODULE, "outputs.tf": 'output "x" {\n'})
    result = check(rule_runner, "several::")
    assert result.exit_code == 1
    assert result.stderr.strip() == "✕ terraform-validate failed."
    found = check_result(rule_runner, "several/good", "several/bad", "several/worse")
    assert found.exit_code == 1
    lines = found.stdout.splitlines()
    assert lines[:3] == [
        f"several/bad/outputs.tf:2:11: {UNDECLARED}",
        "    value = var.nope",
        '  An input variable with the name "nope" has not been declared. Did you mean "name"?',
    ]
    assert "several/worse/outputs.tf:1:12: error: Unclosed configuration block" in lines
    assert lines[-1] == "3 modules: 1 valid, 2 invalid (3 errors)"


def test_examples_are_validated_with_their_module_with_and_without_a_target(
    rule_runner: RuleRunner,
) -> None:
    write(rule_runner, "shown", MODULE)
    write(rule_runner, "shown/examples/one", {"main.tf": CALL})
    write(rule_runner, "shown/examples/two", {**MODULE, "main.tf": CALL.replace("name ", "nome ")})
    # Not an example of this module, and without a target.
    write(rule_runner, "shown/other/three", {"main.tf": BROKEN})
    found = check_result(rule_runner, "shown")
    assert found.stdout.splitlines()[-1] == "3 modules: 2 valid, 1 invalid (2 errors)"
    assert "shown/examples/two/main.tf:3:3: error: Unsupported argument" in found.stdout
    # Selected by itself, it comes to the same.
    assert check_result(rule_runner, "shown/examples/two").stdout.splitlines()[-1] == (
        "1 module: 0 valid, 1 invalid (2 errors)"
    )


def test_what_is_wrong_in_a_module_is_said_once_although_its_example_has_it_too(
    rule_runner: RuleRunner,
) -> None:
    write(rule_runner, "twice", {**MODULE, "outputs.tf": BROKEN})
    write(rule_runner, "twice/examples/one", {**MODULE, "main.tf": CALL})
    found = check_result(rule_runner, "twice")
    assert found.stdout.count(f"twice/outputs.tf:2:11: {UNDECLARED}") == 1
    assert found.stdout.splitlines()[-1] == "2 modules: 0 valid, 2 invalid (1 error)"


def test_a_called_module_that_is_gone_is_said_once_although_several_configurations_need_it(
    rule_runner: RuleRunner,
) -> None:
    calls = CALL.replace("../../", "./part")
    write(
        rule_runner, "gone", {**MODULE, "calls.tf": calls, "tests/a.tftest.hcl": 'run "a" {\n}\n'}
    )
    write(rule_runner, "gone/examples/one", {**MODULE, "main.tf": CALL})
    found = check_result(rule_runner, "gone")
    assert found.stdout.splitlines() == [
        "gone/calls.tf:1: error: Unreadable module directory",
        '  The directory gone/part could not be read for module "s3": it does not exist.',
        "invalid  gone",
        "invalid  gone/examples/one",
        "2 modules: 0 valid, 2 invalid (1 error)",
    ]


def test_all_test_directories_of_a_module_are_validated(rule_runner: RuleRunner) -> None:
    wrong = 'run "a" {\n  comand = plan\n}\n'
    tests = {f"{place}a.tftest.hcl": wrong for place in ("", "tests/", "unit/", "more/unit/")}
    write(rule_runner, "tested", {**MODULE, **tests})
    found = check_result(rule_runner, "tested")
    for path in tests:
        assert f"tested/{path}:2:3: error: Unsupported argument" in found.stdout
    assert found.stdout.splitlines()[-1] == "1 module: 0 valid, 1 invalid (4 errors)"


def test_what_a_target_depends_on_is_there(rule_runner: RuleRunner) -> None:
    reads = 'output "x" {\n  value = file("${path.module}/${join("", ["a", ".txt"])}")\n}\n'
    depends = "terraform_module(dependencies=[':text'])\nfile(name='text', source='a.txt')\n"
    write(rule_runner, "depends", {"BUILD": depends, "main.tf": reads, "a.txt": "there"})
    assert check_result(rule_runner, "depends").stdout == "1 module: 1 valid"


def test_a_called_module_needs_no_target(rule_runner: RuleRunner) -> None:
    write(rule_runner, "calls", {"BUILD": "terraform_module()\n", "main.tf": CALL})
    write(rule_runner, "calls/part", {"main.tf": MODULE["main.tf"]})
    write(rule_runner, "calls", {"main.tf": CALL.replace("../../", "./part")})
    assert check_result(rule_runner, "calls").stdout == "1 module: 1 valid"


def test_a_pinned_module_from_git_is_fetched_once(rule_runner: RuleRunner, tmp_path: Path) -> None:
    repository = GitRepository(tmp_path / "repository")
    commit = repository.commit({"main.tf": ""})
    source = f"git::file://{repository.directory}?ref={commit}"
    call = f'module "pinned" {{\n  source = "{source}"\n}}\n'
    write(rule_runner, "calls_git", {**MODULE, "main.tf": call, "examples/a/main.tf": call})
    assert check(rule_runner, "calls_git").exit_code == 0
    repository.directory.rename(tmp_path / "gone")
    write(rule_runner, "calls_git", {"main.tf": call + BROKEN, "examples/b/main.tf": call})
    result = check_result(rule_runner, "calls_git")
    assert result.stdout.splitlines()[0].startswith(f"calls_git/main.tf:5:11: {UNDECLARED}")
    assert result.stdout.splitlines()[-1] == "3 modules: 2 valid, 1 invalid (1 error)"


def test_warnings_are_shown_and_do_not_fail(rule_runner: RuleRunner) -> None:
    quoted = (
        'resource "terraform_data" "a" {}\n'
        'resource "terraform_data" "b" {\n  depends_on = ["terraform_data.a"]\n}\n'
    )
    write(rule_runner, "warned", {**MODULE, "resources.tf": quoted})
    found = check_result(rule_runner, "warned")
    assert found.exit_code == 0
    assert "warned/resources.tf:3:17: warning: Quoted references are deprecated" in found.stdout
    assert found.stdout.splitlines()[-1] == "1 module: 1 valid (1 warning)"


def test_a_module_can_opt_out_as_an_example_too(rule_runner: RuleRunner) -> None:
    skipped = "terraform_module(skip_terraform_validate=True)\n"
    write(rule_runner, "skips", MODULE)
    write(rule_runner, "skips/examples/one", {"BUILD": skipped, "main.tf": BROKEN})
    assert check(rule_runner, "skips::").exit_code == 0
    assert check_result(rule_runner, "skips").stdout == "1 module: 1 valid"
    assert check(rule_runner, "--only=terraform-validate", "skips::").exit_code == 0


def test_the_lock_file_is_not_written_to(rule_runner: RuleRunner) -> None:
    # It lacks a provider that the module asks for, and Terraform would add it.
    module = 'terraform {\n  required_providers {\n    nope = { source = "tests/nope" }\n  }\n}\n'
    write(rule_runner, "locked", {**MODULE, "main.tf": module, ".terraform.lock.hcl": "# empty\n"})
    found = check_result(rule_runner, "locked")
    assert found.exit_code == 1
    assert "locked/main.tf:3:5: error: Provider tests/nope, any version, was not" in found.stdout
    assert Path(rule_runner.build_root, "locked/.terraform.lock.hcl").read_text() == "# empty\n"


def test_a_missing_provider_is_one_error_for_a_module_and_its_examples(
    rule_runner: RuleRunner,
) -> None:
    asks = 'terraform {\n  required_providers {\n    nope = { source = "tests/nope" }\n  }\n}\n'
    write(rule_runner, "missing", {**MODULE, "versions.tf": asks})
    write(rule_runner, "missing/examples/one", {"main.tf": CALL})
    found = check_result(rule_runner, "missing")
    assert found.stdout.count("was not found") == 1
    assert found.stdout.startswith("missing/versions.tf:3:5: error: Provider tests/nope,")
    assert found.stdout.splitlines()[-1] == "2 modules: 0 valid, 2 invalid (1 error)"


def test_findings_are_written_as_sarif_also_where_there_are_none(rule_runner: RuleRunner) -> None:
    write(rule_runner, "written", {**MODULE, "outputs.tf": BROKEN})
    write(rule_runner, "empty", MODULE)
    for directory, number in (("written", 1), ("empty", 0)):
        result = check_result(rule_runner, directory, options=["--findings-sarif"])
        (file,) = rule_runner.request(DigestContents, [result.report])
        assert file.path == "terraform-validate.sarif"
        (run,) = json.loads(file.content)["runs"]
        assert run["automationDetails"]["id"] == "terraform-validate/"
        assert [
            place["physicalLocation"]["artifactLocation"]["uri"]
            for found in run["results"]
            for place in found["locations"]
        ] == ["written/outputs.tf"] * number


def test_an_unusable_terraform_is_one_sentence(rule_runner: RuleRunner) -> None:
    write(rule_runner, "unusable", MODULE)
    gone = "--terraform-providers-mirrors=['/nowhere/at/all']"
    found = check_result(rule_runner, "unusable", options=[gone])
    assert found.exit_code == 1
    assert found.stdout.startswith(
        "error: `[terraform-providers].mirrors` names /nowhere/at/all, which is not a directory."
    )


def test_a_module_without_terraform_files_is_a_warning(rule_runner: RuleRunner) -> None:
    write(rule_runner, "nothing", {"BUILD": MODULE["BUILD"], "README.md": ""})
    write(rule_runner, "something", MODULE)
    found = check_result(rule_runner, "nothing", "something")
    assert found.exit_code == 0
    assert found.stdout.splitlines() == [
        "nothing: warning: there are no `*.tf` files here, so there is nothing to validate",
        "2 modules: 1 valid, 1 without files (1 warning)",
    ]


def test_links_upwards_and_to_nowhere_harm_no_module(rule_runner: RuleRunner) -> None:
    # A link to itself ends Pants before any rule runs: `./pants` refuses it (tests/launcher).
    write(rule_runner, "linked/module", MODULE)
    root = Path(rule_runner.build_root, "linked/module")
    (root / "above").symlink_to("..")
    (root / "nowhere.txt").symlink_to("nothing.txt")
    assert check_result(rule_runner, "linked/module").stdout == "1 module: 1 valid"


def test_a_large_generated_file_is_validated_and_not_read(
    rule_runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    block = 'locals {{\n  generated_{} = "{}"\n}}\n'
    text = "".join(block.format(number, "x" * 10_000) for number in range(110))
    write(rule_runner, "large", {**MODULE, "generated.tf": text})
    caplog.set_level(logging.WARNING)
    assert check_result(rule_runner, "large").stdout == "1 module: 1 valid"
    assert (
        "large/generated.tf has 1.1 MB, and files of more than 1 MB are not read. The dependencies "
        "of this file are not inferred; list them in the `dependencies` field of its target."
    ) in caplog.text


def test_a_module_with_aliases_that_a_module_of_its_tests_calls(rule_runner: RuleRunner) -> None:
    asks = """\
terraform {
  required_providers {
    terraform = {
      source                = "terraform.io/builtin/terraform"
      configuration_aliases = [terraform.other]
    }
  }
}

resource "terraform_data" "this" {
  provider = terraform.other
}
"""
    calls = (
        asks.partition("resource")[0]
        + 'module "this" {\n  source = "../../"\n  providers = {\n'
        + "    terraform.other = terraform.other\n  }\n}\n"
    )
    files = {
        "BUILD": "terraform_module()\n",
        "main.tf": asks,
        "tests/a.tftest.hcl": 'run "a" {\n  module {\n    source = "./tests/setup"\n  }\n}\n',
        "tests/setup/main.tf": calls,
    }
    write(rule_runner, "aliased", files)
    found = check_result(rule_runner, "aliased")
    assert found.stdout == (
        "aliased/tests/a.tftest.hcl: warning: the tests of this module are not validated, because "
        "one of them loads a module that calls it and passes providers to it; `tf-test` runs them\n"
        "1 module: 1 valid (1 warning)"
    )
    write(rule_runner, "aliased", {**files, "outputs.tf": BROKEN.replace("var", "local")})
    found = check_result(rule_runner, "aliased")
    assert "aliased/outputs.tf:2:11: error: Reference to undeclared local value" in found.stdout
    # Its file in the sandbox is nobody's business.
    assert "terrapants_aliased" not in found.stdout
