"""Where a run of `terraform test` has its providers and modules from, and what it says without."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from textwrap import dedent

import pytest
from pants.testutil.rule_runner import RuleRunner, engine_error

from terrapants.terraform.providers import MissingMirror
from terrapants.testing.console import details
from terrapants.testing.output import RunStatus
from terrapants.testing.verdict import Verdict
from terrapants.testing.verdicts_for_tests import (
    BUILD,
    EMPTY_RUN,
    MODULE,
    assert_passed,
    expects,
    runs,
    verdict_on,
    verdict_rule_runner,
)
from terrapants.testutil.terraform_rule_runner import (
    aws_provider_version,
    provider_mirror,
    provider_platform,
    terraform_options,
)


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """One for all tests; each writes to directories of its own."""
    return verdict_rule_runner()


def requires(source: str, constraint: str) -> str:
    """A configuration that requires a provider of a version."""
    return dedent(
        f"""\
        terraform {{
          required_providers {{
            {source.rpartition("/")[2]} = {{
              source  = "{source}"
              version = "{constraint}"
            }}
          }}
        }}
        """
    )


def mirror_of(directory: Path, source: str, *versions: str) -> tuple[str, ...]:
    """Options that name a new mirror with a provider in it, whose program does nothing."""
    for version in versions:
        package = directory / f"registry.terraform.io/{source}/{version}/{provider_platform()}"
        package.mkdir(parents=True)
        program = package / f"terraform-provider-{source.rpartition('/')[2]}_v{version}"
        program.write_text("#!/bin/sh\nexit 1\n")
        program.chmod(0o755)
    return terraform_options(mirrors=[str(directory)])


def git_repository(directory: Path) -> str:
    """A repository with a module that says `v1` at the tag v1, and `head` after it."""
    directory.mkdir()

    def git(*arguments: str) -> None:
        subprocess.run(
            ("git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments),
            cwd=directory,
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull},
        )

    git("init", "--quiet")
    for text in ("v1", "head"):
        (directory / "sub").mkdir(exist_ok=True)
        (directory / "sub/main.tf").write_text(f'output "says" {{\n  value = "{text}"\n}}\n')
        git("add", ".")
        git("commit", "--quiet", "--message", text)
        if text == "v1":
            git("tag", text)
    return f"git::file://{directory}"


def calls(*sources: str) -> str:
    """A configuration that calls modules, named `m0`, `m1`, …."""
    return "".join(
        f'module "m{index}" {{\n  source = "{source}"\n}}\n' for index, source in enumerate(sources)
    )


def test_missing_provider(rule_runner: RuleRunner, tmp_path: Path) -> None:
    rule_runner.write_files(
        {
            "provider/BUILD": BUILD,
            "provider/main.tf": requires("localhost:1/acme/missing", "~> 1.2"),
            "provider/tests/a.tftest.hcl": EMPTY_RUN,
        }
    )
    wanted = 'Provider localhost:1/acme/missing, version "~> 1.2", was not found.'
    registry = "the registry localhost:1 (could not connect: connection refused)."
    file = "provider/tests/a.tftest.hcl"
    verdict = verdict_on(rule_runner, file)
    assert verdict.verdict == Verdict.FAILED
    assert verdict.problem == f"{wanted} Looked in {registry}"
    assert verdict.diagnostics == ()

    mirror = mirror_of(tmp_path, "acme/present", "1.0.0")
    verdict = verdict_on(rule_runner, file, options=mirror)
    assert verdict.problem == (
        f"{wanted} Looked in the mirror {tmp_path} (does not hold it) and {registry}"
    )


def test_version_that_the_mirror_does_not_hold(rule_runner: RuleRunner, tmp_path: Path) -> None:
    options = mirror_of(tmp_path, "acme/present", "1.0.0", "2.0.0")
    rule_runner.write_files(
        {
            "version/BUILD": BUILD,
            "version/main.tf": requires("acme/present", ">= 1.1, < 2.0"),
            "version/tests/a.tftest.hcl": EMPTY_RUN,
        }
    )
    verdict = verdict_on(rule_runner, "version/tests/a.tftest.hcl", options=options)
    assert verdict.verdict == Verdict.FAILED
    assert verdict.problem == (
        'Provider acme/present, version ">= 1.1.0, < 2.0.0", was not found. '
        f"Looked in the mirror {tmp_path} (holds 1.0.0, 2.0.0)."
    )


def test_lock_file_reaches_the_sandbox(rule_runner: RuleRunner, tmp_path: Path) -> None:
    options = mirror_of(tmp_path, "acme/present", "1.0.0", "2.0.0")
    rule_runner.write_files(
        {
            "locked/BUILD": BUILD,
            "locked/main.tf": requires("acme/present", ">= 1.0"),
            "locked/.terraform.lock.hcl": dedent(
                """\
                provider "registry.terraform.io/acme/present" {
                  version = "1.5.0"
                  hashes  = ["h1:qFnNmcDu4h4XoyZ5NcXy8RXvEdJFbUyMU8nxTqs0Bwg="]
                }
                """
            ),
            "locked/tests/a.tftest.hcl": EMPTY_RUN,
        }
    )
    verdict = verdict_on(rule_runner, "locked/tests/a.tftest.hcl", options=options)
    assert verdict.verdict == Verdict.FAILED
    assert verdict.problem == (
        "Provider acme/present, version 1.5.0 as in .terraform.lock.hcl, was not found. "
        f"Looked in the mirror {tmp_path} (holds 1.0.0, 2.0.0)."
    )


def test_provider_that_does_not_start(rule_runner: RuleRunner, tmp_path: Path) -> None:
    options = mirror_of(tmp_path, "acme/present", "1.0.0")
    rule_runner.write_files(
        {
            "broken/BUILD": BUILD,
            "broken/main.tf": requires("acme/present", ">= 1.0"),
            "broken/tests/a.tftest.hcl": EMPTY_RUN,
        }
    )
    verdict = verdict_on(rule_runner, "broken/tests/a.tftest.hcl", options=options)
    assert verdict.verdict == Verdict.FAILED
    assert runs(verdict) == {"empty": RunStatus.ERROR}
    assert "Failed to load plugin schemas" in details(verdict)


def test_missing_mirror(rule_runner: RuleRunner, tmp_path: Path) -> None:
    rule_runner.write_files(
        {
            "mirror/BUILD": BUILD,
            "mirror/main.tf": MODULE,
            "mirror/tests/a.tftest.hcl": EMPTY_RUN,
        }
    )
    nowhere = str(tmp_path / "nowhere")
    with engine_error(
        MissingMirror,
        contains=f"`[terraform-providers].mirrors` names {nowhere}, which is not a directory.",
    ):
        verdict_on(
            rule_runner,
            "mirror/tests/a.tftest.hcl",
            options=terraform_options(mirrors=[nowhere]),
        )


def test_mocked_aws_provider(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "aws/BUILD": BUILD,
            "aws/main.tf": requires("hashicorp/aws", ">= 5.0, < 6.0")
            + dedent(
                """\
                variable "days" {
                  type    = number
                  default = 30
                }

                resource "aws_kms_key" "this" {
                  deletion_window_in_days = var.days
                }

                output "arn" {
                  value = aws_kms_key.this.arn
                }
                """
            ),
            "aws/mocks/kms.tfmock.hcl": dedent(
                """\
                mock_resource "aws_kms_key" {
                  defaults = {
                    arn = "arn:aws:kms:eu-west-1:123456789012:key/mocked"
                  }
                }
                """
            ),
            "aws/tests/a.tftest.hcl": 'mock_provider "aws" {\n  source = "./mocks"\n}\n'
            + expects('endswith(output.arn, "key/mocked")', run="mocked")
            + 'run "invalid" {\n  variables {\n    days = 3\n  }\n}\n',
        }
    )
    options = terraform_options(mirrors=[provider_mirror()])
    verdict = verdict_on(rule_runner, "aws/tests/a.tftest.hcl", options=options)
    assert runs(verdict) == {"mocked": RunStatus.PASS, "invalid": RunStatus.ERROR}
    (error,) = verdict.runs[1].diagnostics
    assert error.position == "aws/main.tf:15:29"
    assert "to be in the range (7 - 30)" in error.summary


def test_aws_provider_version_that_the_mirror_does_not_hold(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "aws_version/BUILD": BUILD,
            "aws_version/main.tf": requires("hashicorp/aws", "~> 99.0"),
            "aws_version/tests/a.tftest.hcl": EMPTY_RUN,
        }
    )
    options = terraform_options(mirrors=[provider_mirror()])
    verdict = verdict_on(rule_runner, "aws_version/tests/a.tftest.hcl", options=options)
    assert verdict.problem.startswith(
        'Provider hashicorp/aws, version "~> 99.0", was not found. '
        f"Looked in the mirror {provider_mirror()} (holds "
    )
    assert aws_provider_version() in verdict.problem


def test_git_sources(rule_runner: RuleRunner, tmp_path: Path) -> None:
    repository = git_repository(tmp_path / "repo")
    rule_runner.write_files(
        {
            "git/BUILD": BUILD,
            "git/main.tf": calls(f"{repository}//sub?ref=v1", f"{repository}//sub")
            + 'output "says" {\n  value = "${module.m0.says} ${module.m1.says}"\n}\n',
            "git/tests/a.tftest.hcl": expects('output.says == "v1 head"'),
        }
    )
    assert_passed(verdict_on(rule_runner, "git/tests/a.tftest.hcl"))


def test_git_sources_that_cannot_be_reached(rule_runner: RuleRunner, tmp_path: Path) -> None:
    repository = git_repository(tmp_path / "repo")
    rule_runner.write_files(
        {
            "unreachable/BUILD": BUILD,
            "unreachable/main.tf": calls(f"{repository}-gone", f"{repository}?ref=v9"),
            "unreachable/tests/a.tftest.hcl": EMPTY_RUN,
        }
    )
    verdict = verdict_on(rule_runner, "unreachable/tests/a.tftest.hcl")
    assert verdict.verdict == Verdict.FAILED
    assert verdict.problem.splitlines() == [
        (
            f'unreachable/main.tf:1:1: Could not download module "m0" (main.tf:1) source code from '
            f"\"{repository}-gone\": '{tmp_path}/repo-gone' does not appear to be a git repository"
        ),
        (
            f'unreachable/main.tf:4:1: Could not download module "m1" (main.tf:4) source code from '
            f"\"{repository}?ref=v9\": pathspec 'v9' did not match any file(s) known to git"
        ),
    ]
    assert verdict.diagnostics == ()


def test_local_module_that_is_not_there(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "gone/BUILD": BUILD,
            "gone/main.tf": calls("../nowhere"),
            "gone/tests/a.tftest.hcl": EMPTY_RUN,
        }
    )
    verdict = verdict_on(rule_runner, "gone/tests/a.tftest.hcl")
    assert verdict.verdict == Verdict.FAILED
    assert 'could not be read for module "m0" at main.tf:1' in details(verdict)
