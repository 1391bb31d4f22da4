"""A test file of which `parametrize` makes several targets."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from pants.backend.experimental.terraform import register as terraform_backend
from pants.core import register as core
from pants.testutil.rule_runner import RuleRunner

from terrapants.testing.register import rules, target_types
from terrapants.testing.tf_test_for_tests import FAILS, lines, tf_test, write

FILE = "parametrized/tests/a.tftest.hcl"


def parametrizing_rule_runner(caches: Path) -> RuleRunner:
    """As `terraform_rule_runner`, with what the core has for BUILD files beside targets."""
    return RuleRunner(
        rules=[*core.rules(), *terraform_backend.rules(), *rules()],
        target_types=[*core.target_types(), *terraform_backend.target_types(), *target_types()],
        aliases=[core.build_file_aliases()],
        bootstrap_args=[
            f"--local-store-dir={caches}/store",
            f"--named-caches-dir={caches}/named",
        ],
    )


def test_each_environment_has_a_result_of_its_own(tmp_path: Path) -> None:
    rule_runner = parametrizing_rule_runner(tmp_path)
    write(rule_runner, "parametrized", a=FAILS)
    rule_runner.write_files(
        {
            "parametrized/BUILD": dedent(
                """\
                terraform_module()
                terraform_tests(
                    name="tests",
                    extra_env_vars=parametrize(
                        a=["TF_VAR_name=set"],
                        b=["TF_VAR_name=other"],
                    ),
                )
                """
            )
        }
    )
    both = tf_test(rule_runner, "--output=none", "parametrized::")
    assert both.exit_code == 1
    *rows, total = lines(both)
    assert sorted(rows) == [
        "failed parametrized tests/a.tftest.hcl 0 passed, 1 failed 0.00s",
        "passed parametrized tests/a.tftest.hcl 1 passed 0.00s",
    ]
    assert total == "2 test files: 1 passed, 1 failed (2 runs: 1 passed, 1 failed)"

    for parameter, exit_code in (("a", 0), ("b", 1)):
        address = f"{FILE}:../tests@extra_env_vars={parameter}"
        assert tf_test(rule_runner, address).exit_code == exit_code
