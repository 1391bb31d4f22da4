from __future__ import annotations

# The module rather than its function: pytest would collect `test_files_by_target_directory`.
from terrapants.testing import tailor


def owners(*files: str, modules: tuple[str, ...] = ("infra/s3",)) -> dict[str, set[str]]:
    return tailor.test_files_by_target_directory(files, set(modules))


def test_files_of_a_module_and_its_tests_belong_to_one_target() -> None:
    assert owners(
        "infra/s3/a.tftest.hcl", "infra/s3/tests/b.tftest.hcl", "infra/s3/tests/c.tftest.json"
    ) == {"infra/s3": {"a.tftest.hcl", "tests/b.tftest.hcl", "tests/c.tftest.json"}}


def test_any_other_directory_gets_a_target_of_its_own() -> None:
    assert owners(
        "infra/s3/mock_tests/a.tftest.hcl",
        "infra/s3/terraform-tests/unit/b.tftest.hcl",
        "infra/s3/tests/deep/c.tftest.hcl",
    ) == {
        "infra/s3/mock_tests": {"a.tftest.hcl"},
        "infra/s3/terraform-tests/unit": {"b.tftest.hcl"},
        "infra/s3/tests/deep": {"c.tftest.hcl"},
    }


def test_tests_without_a_module_above_get_a_target_of_their_own() -> None:
    assert owners("elsewhere/tests/a.tftest.hcl") == {"elsewhere/tests": {"a.tftest.hcl"}}


def test_tests_that_are_a_module_get_a_target_of_their_own() -> None:
    assert owners("infra/s3/tests/a.tftest.hcl", modules=("infra/s3", "infra/s3/tests")) == {
        "infra/s3/tests": {"a.tftest.hcl"}
    }


def test_the_build_root() -> None:
    assert owners("a.tftest.hcl", "tests/b.tftest.hcl", modules=("",)) == {
        "": {"a.tftest.hcl", "tests/b.tftest.hcl"}
    }


def test_several_modules() -> None:
    assert owners(
        "infra/s3/tests/a.tftest.hcl",
        "infra/kms/tests/a.tftest.hcl",
        modules=("infra/s3", "infra/kms"),
    ) == {"infra/s3": {"tests/a.tftest.hcl"}, "infra/kms": {"tests/a.tftest.hcl"}}


def test_no_files() -> None:
    assert owners() == {}
