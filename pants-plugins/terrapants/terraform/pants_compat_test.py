from __future__ import annotations

import pytest
from packaging.version import Version
from pants.backend.terraform.dependency_inference import (
    TerraformModuleDependenciesInferenceFieldSet,
)
from pants.backend.terraform.goals.check import TerraformCheckRequest
from pants.backend.terraform.lint.tffmt.tffmt import TffmtRequest
from pants.backend.terraform.target_types import TerraformFieldSet, TerraformModuleTarget
from pants.core.goals.fix import AbstractFixRequest, FixTargetsRequest
from pants.core.goals.lint import AbstractLintRequest
from pants.core.goals.test import ShowOutput
from pants.core.util_rules.partitions import PartitionerType
from pants.engine.addresses import Address
from pants.engine.fs import EMPTY_FILE_DIGEST
from pants.engine.unions import UnionRule

# The module rather than its functions: pytest would collect `test_result`.
from terrapants.terraform import pants_compat

ADDRESS = Address("infra/s3", target_name="tests")


def test_the_builtin_inference_applies_to_no_module_once_switched_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    field_set = TerraformModuleDependenciesInferenceFieldSet
    monkeypatch.setattr(field_set, "required_fields", field_set.required_fields)
    module = TerraformModuleTarget({}, Address("infra/s3"))

    pants_compat.switch_off_builtin_module_inference()

    assert not field_set.is_applicable(module)


def test_the_builtin_fmt_and_validate_apply_to_no_module_once_switched_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = TerraformModuleTarget({}, Address("infra/s3"))
    for request in (TffmtRequest, TerraformCheckRequest):
        monkeypatch.setattr(request, "field_set_type", TerraformFieldSet)
        assert request.field_set_type.is_applicable(module)

    pants_compat.switch_off_builtin_fmt()
    pants_compat.switch_off_builtin_validate()

    for request in (TffmtRequest, TerraformCheckRequest):
        assert not request.field_set_type.is_applicable(module)


@pytest.mark.parametrize(
    ("version", "validates"), [("2.17.1", False), ("2.26.3", False), ("2.27.0", True)]
)
def test_the_builtin_validate_does_its_job_from_2_27_on(
    monkeypatch: pytest.MonkeyPatch, version: str, validates: bool
) -> None:
    monkeypatch.setattr(pants_compat, "PANTS_SEMVER", Version(version))
    assert pants_compat.builtin_validates() == validates


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
