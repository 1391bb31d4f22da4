"""Real Terraform processes: `init` and a command in one sandbox."""

from __future__ import annotations

import zipfile
from pathlib import Path
from textwrap import dedent

import pytest
from pants.engine.fs import PathGlobs, Snapshot
from pants.engine.internals.session import RunId
from pants.engine.process import FallibleProcessResult, Process, ProcessResultMetadata
from pants.engine.rules import QueryRule
from pants.testutil.rule_runner import RuleRunner
from pants.util.frozendict import FrozenDict

from terrapants.terraform.json_output import json_lines
from terrapants.terraform.process import TerraformModuleProcess
from terrapants.terraform.providers import PROVIDERS_CACHE
from terrapants.terraform.rules import rules, target_types
from terrapants.testutil.terraform_rule_runner import (
    provider_platform,
    terraform_options,
    terraform_rule_runner,
)

PROVIDER = "registry.terraform.io/acme/tiny"
REQUIRES_PROVIDER = dedent(
    """\
    terraform {
      required_providers {
        tiny = {
          source  = "acme/tiny"
          version = "~> 1.0"
        }
      }
    }
    """
)


def new_rule_runner(caches: Path) -> RuleRunner:
    return terraform_rule_runner(
        [
            *rules(),
            QueryRule(Process, [TerraformModuleProcess]),
            QueryRule(FallibleProcessResult, [Process]),
            QueryRule(Snapshot, [PathGlobs]),
            QueryRule(RunId, []),
        ],
        target_types(),
        caches=str(caches),
    )


@pytest.fixture
def rule_runner(tmp_path: Path) -> RuleRunner:
    return new_rule_runner(tmp_path / "caches")


def run(
    rule_runner: RuleRunner,
    *arguments: str,
    directory: str = "a",
    mirrors: tuple[Path, ...] = (),
    env: FrozenDict[str, str] = FrozenDict(),  # noqa: B008 (it cannot change)
) -> FallibleProcessResult:
    """Run Terraform in a directory with all files of the repository."""
    rule_runner.set_options(terraform_options(mirrors=map(str, mirrors)))
    files = rule_runner.request(Snapshot, [PathGlobs(["**"])])
    process = rule_runner.request(
        Process,
        [
            TerraformModuleProcess(
                directory=directory,
                arguments=arguments,
                input_digest=files.digest,
                description="Terraform",
                env=env,
            )
        ],
    )
    return rule_runner.request(FallibleProcessResult, [process])


def unpacked_mirror(directory: Path) -> Path:
    """A mirror with a provider whose program does nothing."""
    package = directory / PROVIDER / "1.0.0" / provider_platform()
    package.mkdir(parents=True)
    program = package / "terraform-provider-tiny_v1.0.0"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    return directory


def packed_mirror(directory: Path) -> Path:
    """The same as archives, in the layout of `terraform providers mirror`."""
    name = f"terraform-provider-tiny_1.0.0_{provider_platform()}.zip"
    (directory / PROVIDER).mkdir(parents=True)
    with zipfile.ZipFile(directory / PROVIDER / name, "w") as archive:
        archive.writestr("terraform-provider-tiny_v1.0.0", "#!/bin/sh\nexit 1\n")
    return directory


def test_command_runs_in_the_module_after_init(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/b c/main.tf": 'module "leaf" {\n  source = "../../leaf"\n}\n',
            "leaf/main.tf": 'output "leaf" {\n  value = path.module\n}\n',
        }
    )
    result = run(rule_runner, "validate", "-json", directory="a/b c")
    assert result.exit_code == 0, result.stderr.decode()
    init, _, validate = result.stdout.decode().partition('{"type":"terrapants_init","exit_code":0}')
    assert any(message.get("type") == "init_output" for message in json_lines(init))
    assert '"valid": true' in validate


def test_failed_init_ends_the_process(rule_runner: RuleRunner) -> None:
    rule_runner.write_files({"a/main.tf": 'module "gone" {\n  source = "../gone"\n}\n'})
    result = run(rule_runner, "version", "-json")
    assert result.exit_code == 1
    lines = result.stdout.decode().splitlines()
    assert lines[-1] == '{"type":"terrapants_init","exit_code":1}'


def test_environment(rule_runner: RuleRunner) -> None:
    rule_runner.write_files({"a/main.tf": 'variable "a" {\n}\noutput "a" {\n  value = var.a\n}\n'})
    result = run(rule_runner, "plan", "-no-color", env=FrozenDict({"TF_VAR_a": "given"}))
    assert '+ a = "given"' in result.stdout.decode()


def test_backend_is_not_asked_for(rule_runner: RuleRunner) -> None:
    rule_runner.write_files({"a/main.tf": 'terraform {\n  backend "s3" {\n  }\n}\n'})
    assert run(rule_runner, "validate").exit_code == 0


def test_mirrored_provider_is_linked(rule_runner: RuleRunner, tmp_path: Path) -> None:
    rule_runner.write_files({"a/main.tf": REQUIRES_PROVIDER})
    mirror = unpacked_mirror(tmp_path / "mirror")
    result = run(rule_runner, "providers", mirrors=(mirror,))
    assert result.exit_code == 0, result.stdout.decode()
    assert f"provider[{PROVIDER}] ~> 1.0" in result.stdout.decode()
    assert not stored_providers(tmp_path)


def stored_providers(tmp_path: Path) -> list[Path]:
    named_cache = tmp_path / "caches/named" / PROVIDERS_CACHE
    return list(named_cache.glob(f"store/*/{PROVIDER}/1.0.0/{provider_platform()}"))


def test_installed_provider_is_kept_for_later_runs(rule_runner: RuleRunner, tmp_path: Path) -> None:
    rule_runner.write_files({"a/main.tf": REQUIRES_PROVIDER})
    mirror = packed_mirror(tmp_path / "mirror")
    first = run(rule_runner, "providers", mirrors=(mirror,))
    assert first.exit_code == 0, first.stdout.decode()
    (stored,) = stored_providers(tmp_path)
    assert stored.is_symlink()
    assert (stored / "terraform-provider-tiny_v1.0.0").is_file()

    # What the archive holds no longer matters.
    (archive,) = (mirror / PROVIDER).iterdir()
    archive.write_bytes(bytes(archive.stat().st_size))
    second = run(rule_runner, "providers", "-test-directory=tests", mirrors=(mirror,))
    assert second.exit_code == 0, second.stdout.decode()


def test_results_do_not_depend_on_where_a_mirror_is(tmp_path: Path) -> None:
    sources = []
    for name in ("here", "there"):
        rule_runner = new_rule_runner(tmp_path / "caches")
        rule_runner.write_files({"a/main.tf": REQUIRES_PROVIDER})
        mirror = unpacked_mirror(tmp_path / name)
        result = run(rule_runner, "providers", mirrors=(mirror,))
        assert result.exit_code == 0
        sources.append(result.metadata.source(rule_runner.request(RunId, [])))
    assert sources == [
        ProcessResultMetadata.Source.RAN,
        ProcessResultMetadata.Source.HIT_LOCALLY,
    ]
