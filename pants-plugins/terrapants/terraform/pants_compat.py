"""Every branch on the version of Pants: the suite runs on 2.17 and is written to run on 2.27.

Nothing else in the suite may ask for the version or touch an API that differs between the two.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from packaging.version import Version
from pants.backend.terraform.dependency_inference import (
    TerraformModuleDependenciesInferenceFieldSet,
)
from pants.backend.terraform.goals.check import TerraformCheckRequest
from pants.backend.terraform.lint.tffmt.tffmt import TffmtRequest
from pants.core.goals.fix import AbstractFixRequest
from pants.core.goals.lint import AbstractLintRequest
from pants.core.goals.test import ShowOutput, TestResult
from pants.engine.addresses import Address
from pants.engine.fs import FileDigest, Snapshot
from pants.engine.internals.target_adaptor import TargetAdaptor
from pants.engine.process import ProcessResultMetadata
from pants.engine.rules import Rule
from pants.engine.target import Field, FieldSet
from pants.engine.unions import UnionRule
from pants.version import PANTS_SEMVER

# From here on the built-in `check` runs `init` and `validate` in one process.
_BUILTIN_VALIDATES = Version("2.27.dev0")

_TEST_RESULT_FIELDS = frozenset(field.name for field in dataclasses.fields(TestResult))


class _ReplacedByTerrapants(Field):
    """A field that no target has."""

    alias = "_replaced_by_terrapants"


def switch_off_builtin_module_inference() -> None:
    """Keep the Terraform backend from inferring the dependencies of `terraform_module` targets.

    In both Pants versions it parses with python-hcl2 4.3.0, and ends the whole run with a traceback
    on valid HCL newer than that (multi-line ternaries, provider-defined functions). Pants has no
    way to unregister a rule, so its field set is made to match no target; our own inference
    (`dependency_inference.py`) finds the same modules and more.
    """
    TerraformModuleDependenciesInferenceFieldSet.required_fields = (
        _ReplacedByTerrapants,  # type: ignore[assignment]
    )


@dataclasses.dataclass(frozen=True)
class _NoTarget(FieldSet):
    required_fields = (_ReplacedByTerrapants,)


def builtin_validates() -> bool:
    """Whether the Terraform backend's own `terraform validate` does its job.

    That of 2.17 runs without `init`: it fails for every module that requires a provider.
    """
    return bool(PANTS_SEMVER >= _BUILTIN_VALIDATES)


def switch_off_builtin_validate() -> None:
    """Keep the Terraform backend's `terraform validate` from running beside ours."""
    TerraformCheckRequest.field_set_type = _NoTarget  # type: ignore[assignment]


def switch_off_builtin_fmt() -> None:
    """Keep the Terraform backend from formatting a second time what `terrapants` formats."""
    TffmtRequest.field_set_type = _NoTarget  # type: ignore[assignment]


def test_result(
    *,
    exit_code: int | None,
    stdout: str,
    stdout_digest: FileDigest,
    stderr_digest: FileDigest,
    address: Address,
    output_setting: ShowOutput,
    result_metadata: ProcessResultMetadata | None,
    xml_results: Snapshot | None,
) -> TestResult:
    """A `TestResult` of one target with nothing on standard error.

    2.17 holds the output as str, 2.27 as bytes under other names.
    """
    output: dict[str, object] = (
        {"stdout_bytes": stdout.encode(), "stderr_bytes": b""}
        if "stdout_bytes" in _TEST_RESULT_FIELDS
        else {"stdout": stdout, "stderr": ""}
    )
    return TestResult(
        exit_code=exit_code,
        stdout_digest=stdout_digest,
        stderr_digest=stderr_digest,
        addresses=(address,),
        output_setting=output_setting,
        result_metadata=result_metadata,
        xml_results=xml_results,
        **output,  # type: ignore[arg-type]
    )


def synthetic_target(type_alias: str, name: str, origin: str, **fields: object) -> TargetAdaptor:
    """A target that stands in no BUILD file; its list values must be tuples on 2.27."""
    return TargetAdaptor(type_alias, name, origin, **fields)


def without_lint(fix_request: type[AbstractFixRequest]) -> Iterable[Rule | UnionRule]:
    """The rules of a fixer that does not take part in `lint`, where another request stands for it.

    Later releases have a class variable for it, `enable_lint_rules`.
    """
    bases = (AbstractLintRequest, AbstractLintRequest.Batch)
    return [
        each
        for each in fix_request.rules()
        if not (isinstance(each, UnionRule) and each.union_base in bases)
    ]
