"""What `tf-test` says, and its exit code, where it was asked for no test file."""

from __future__ import annotations

from textwrap import dedent

import pytest
from pants.testutil.rule_runner import RuleRunner
from pants.util.docutil import bin_name

from terrapants.testing.testutil import BUILD, PASSES, new_rule_runner, tf_test, write
from terrapants.testutil.terraform_rule_runner import terraform_options


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """With a module, a module without a BUILD file, and no Terraform elsewhere."""
    rule_runner = new_rule_runner()
    write(rule_runner, "infra/owned", a=PASSES)
    write(rule_runner, "infra/tagged", {"BUILD": BUILD.replace(")\n", ', tags=["slow"])\n', 2)})
    rule_runner.write_files(
        {
            "infra/tagged/BUILD": 'terraform_module()\nterraform_tests(name="t", tags=["slow"])\n',
            "infra/tagged/tests/a.tftest.hcl": PASSES,
            "skipped/BUILD": dedent(
                """\
                terraform_module()
                terraform_tests(name="tests", skip_terraform_test=True)
                """
            ),
            "skipped/main.tf": "",
            "skipped/tests/a.tftest.hcl": PASSES,
            "new/module/main.tf": "",
            "new/module/tests/a.tftest.hcl": PASSES,
            "python/BUILD": 'file(name="f", source="a.py")\n',
            "python/a.py": "",
        }
    )
    return rule_runner


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Nothing was named. `@pants tf-test ::` runs all tests."),
        (
            ("infra/owned",),
            "No test file is in `infra/owned` itself: did you mean `infra/owned::`?",
        ),
        (("infra",), "No test file is in `infra` itself: did you mean `infra::`?"),
        (("infra:",), "`infra:` has no test file, and no target: did you mean `infra::`?"),
        ((".",), "No test file is in `.` itself: did you mean `::`?"),
        (
            ("infra/*::",),
            (
                "Pants looked for a directory with `*` in its name, because of `infra/*::`: "
                "did you mean `'infra/*/**'`?"
            ),
        ),
        (("python::",), "`python::` has no test file, only targets of these types: file (1)."),
        (
            ("infra/owned/main.tf",),
            (
                "`infra/owned/main.tf` has no test file, only targets of these types: "
                "terraform_module (1): did you mean `infra/owned::`?"
            ),
        ),
        (
            ("--tag=slow", "infra/owned::"),
            "`infra/owned::` has 1 test file, but the options `--tag` and `--filter-…` leave none.",
        ),
        (
            ("--filter-target-type=file", "infra::"),
            "`infra::` has 2 test files, but the options `--tag` and `--filter-…` leave none.",
        ),
        (("new::",), "No test file in `new::` has a target."),
    ],
)
def test_who_asks_for_no_test_is_told_why(
    rule_runner: RuleRunner, arguments: tuple[str, ...], said: str
) -> None:
    # Filters are global options.
    filters = tuple(each for each in arguments if each.startswith("--"))
    specs = tuple(each for each in arguments if not each.startswith("--"))
    result = tf_test(rule_runner, *specs, options=(*terraform_options(), *filters))
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == f"0 test files. {said}".replace("@pants", bin_name())
    assert not result.stdout


def test_with_a_debugger_as_well(rule_runner: RuleRunner) -> None:
    result = tf_test(rule_runner, "--debug", "python::")
    assert result.exit_code == 1
    assert result.stderr.startswith("0 test files. `python::` has no test file")


def test_what_was_switched_off_is_no_error(rule_runner: RuleRunner) -> None:
    skipped = tf_test(rule_runner, "skipped::")
    assert skipped.exit_code == 0
    assert (
        skipped.stdout
        == "0 test files. `skip_terraform_test` is set on the target of each test file (1).\n"
    )
    option = (*terraform_options(), "--terraform-testing-skip")
    off = tf_test(rule_runner, "infra::", options=option)
    assert off.exit_code == 0
    assert off.stdout == "0 test files. `[terraform-testing].skip` is set.\n"


def test_a_directory_without_what_is_below_it_beside_others(rule_runner: RuleRunner) -> None:
    result = tf_test(rule_runner, "infra/owned::", "infra/tagged")
    assert result.exit_code == 0
    assert "1 test file: 1 passed" in result.stdout
    assert result.stderr.splitlines() == [
        "No test file is in infra/tagged itself: did you mean `infra/tagged::`?"
    ]


def test_what_no_target_owns_is_named_each_time(rule_runner: RuleRunner) -> None:
    said = (
        "No target owns new/module/main.tf and new/module/tests/a.tftest.hcl, so they are neither "
        f"checked nor tested. Run `{bin_name()} tailor new/module::`."
    )
    for _ in range(2):
        beside = tf_test(rule_runner, "::")
        assert beside.exit_code == 0
        assert beside.stderr.splitlines() == [said]
    alone = tf_test(rule_runner, "new::")
    assert alone.exit_code == 1
    assert alone.stderr.splitlines()[0] == said
    # Elsewhere, and where `tailor` is told to do nothing.
    assert tf_test(rule_runner, "infra::").stderr == ""
    ignored = (*terraform_options(), "--tailor-ignore-paths=new/**")
    assert tf_test(rule_runner, "::", options=ignored).stderr == ""
    assert tf_test(rule_runner, "::", "-new::").stderr == ""


def test_a_file_beside_what_a_target_owns(rule_runner: RuleRunner) -> None:
    write(
        rule_runner,
        "partly",
        {
            "BUILD": (
                'terraform_module()\nterraform_tests(name="t", sources=["tests/a.tftest.hcl"])\n'
            )
        },
        a=PASSES,
        b=PASSES,
    )
    result = tf_test(rule_runner, "partly::")
    assert "1 test file: 1 passed" in result.stdout
    assert result.stderr.splitlines() == [
        (
            "No target owns partly/tests/b.tftest.hcl, so it is neither checked nor tested. "
            f"Run `{bin_name()} tailor partly::`."
        )
    ]
