from __future__ import annotations

import importlib.util
import inspect
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pants.core.goals.fix import AbstractFixRequest, FixTargetsRequest
from pants.core.goals.lint import AbstractLintRequest
from pants.core.goals.test import ShowOutput
from pants.core.util_rules import system_binaries
from pants.core.util_rules.partitions import PartitionerType
from pants.core.util_rules.system_binaries import SearchPath
from pants.engine import env_vars
from pants.engine.addresses import Address
from pants.engine.fs import EMPTY_FILE_DIGEST
from pants.engine.process import FallibleProcessResult, Process, ProcessCacheScope
from pants.engine.rules import QueryRule
from pants.engine.unions import UnionRule
from pants.option.option_types import StrListOption
from pants.option.subsystem import Subsystem
from pants.testutil.rule_runner import RuleRunner

# The module rather than its functions: pytest would collect `test_result`.
from terrapants.terraform import pants_compat

ADDRESS = Address("infra/s3", target_name="tests")


class SystemBinaries(Subsystem):
    """Like that of later releases of Pants."""

    options_scope = "system-binaries"
    help = "Where the tools of the system are."

    class EnvironmentAware(Subsystem.EnvironmentAware):
        _system_binary_paths = StrListOption(default=["/usr/bin"], help="Directories.")

        @property
        def system_binary_paths(self) -> SearchPath:
            return SearchPath(self._system_binary_paths)


def test_the_search_path_is_that_of_system_binaries(monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(system_binaries, "SystemBinariesSubsystem"):
        fixed = RuleRunner(
            rules=[*pants_compat.rules(), QueryRule(pants_compat.SystemSearchPath, [])]
        )
        path = fixed.request(pants_compat.SystemSearchPath, []).value
        assert path == "/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin"
        monkeypatch.setattr(
            system_binaries, "SystemBinariesSubsystem", SystemBinaries, raising=False
        )
    # What the module is in a later release; the suite keeps its own.
    spec = importlib.util.spec_from_file_location("pants_compat_of_later", pants_compat.__file__)
    assert spec is not None
    assert spec.loader is not None
    later = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, later)
    spec.loader.exec_module(later)
    rule_runner = RuleRunner(rules=[*later.rules(), QueryRule(later.SystemSearchPath, [])])

    rule_runner.set_options(["--system-binaries-system-binary-paths=['/nix/bin', '/usr/bin']"])

    assert rule_runner.request(later.SystemSearchPath, []).value == "/nix/bin:/usr/bin"


def test_options_that_pants_does_not_have() -> None:
    none: Any = SimpleNamespace()
    assert pants_compat.attempts(none) == 1
    assert pants_compat.extra_env_vars(none) == ()


def test_options_that_pants_has() -> None:
    some: Any = SimpleNamespace(attempts_default=3, extra_env_vars=["A", "B=1"])
    assert pants_compat.attempts(some) == 3
    assert pants_compat.extra_env_vars(some) == ("A", "B=1")


def test_patterns_of_variables() -> None:
    # 2.17 has none, and later releases match them so.
    assert pants_compat.knows_patterns_of_variables() == hasattr(env_vars, "fnmatch")


@pytest.mark.parametrize("passes_at", [1, 2, 3])
def test_a_process_is_run_again_until_it_passes(tmp_path: Path, passes_at: int) -> None:
    # 2.17 has no attempts: what fails there has failed.
    most = 2 if "attempt" in inspect.signature(Process).parameters else 1
    runs = tmp_path / "runs"
    script = f'echo run >>"{runs}"; [ "$(grep -c run "{runs}")" -ge {passes_at} ]'
    process = Process(
        ("/bin/bash", "-c", script),
        env={"PATH": "/usr/bin:/bin"},
        description="fails at first",
        cache_scope=ProcessCacheScope.PER_SESSION,
    )
    rule_runner = RuleRunner(
        rules=[
            *pants_compat.rules(),
            QueryRule(FallibleProcessResult, [pants_compat.ProcessToPass]),
        ]
    )
    request = pants_compat.ProcessToPass(process, most)
    result = rule_runner.request(FallibleProcessResult, [request])
    assert result.exit_code == (0 if passes_at <= most else 1)
    assert len(runs.read_text().split()) == min(passes_at, most)


@pytest.mark.parametrize("exit_code", [0, 1, None])
def test_a_result_has_the_text_and_the_exit_code(exit_code: int | None) -> None:
    result = pants_compat.test_result(
        exit_code=exit_code,
        stdout="größe: 3 passed\n",
        stdout_digest=EMPTY_FILE_DIGEST,
        stderr_digest=EMPTY_FILE_DIGEST,
        address=ADDRESS,
        output_setting=ShowOutput.ALL,
        result_metadata=None,
        xml_results=None,
    )
    assert result.exit_code == exit_code
    assert result.addresses == (ADDRESS,)
    # 2.17 keeps text, 2.27 bytes.
    fields = vars(result)
    stdout = fields["stdout"] if "stdout" in fields else fields["stdout_bytes"].decode()
    assert stdout == "größe: 3 passed\n"
    if exit_code is not None:
        assert "größe: 3 passed" in result.message()


def test_a_synthetic_target_has_its_name_type_and_fields() -> None:
    target = pants_compat.synthetic_target(
        "terraform_files", "terraform-inputs", "a directory", sources=("*.tfvars",)
    )
    assert (target.type_alias, target.name) == ("terraform_files", "terraform-inputs")
    assert target.kwargs["sources"] == ("*.tfvars",)
    assert target.description_of_origin == "a directory"


class AnyFixRequest(FixTargetsRequest):
    partitioner_type = PartitionerType.CUSTOM


def test_a_fixer_without_lint() -> None:
    rules = pants_compat.without_lint(AnyFixRequest)
    bases = {each.union_base for each in rules if isinstance(each, UnionRule)}
    assert {AbstractFixRequest, AbstractFixRequest.Batch} <= bases
    assert not {AbstractLintRequest, AbstractLintRequest.Batch} & bases
