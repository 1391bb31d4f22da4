"""The index of modules under `fix` and `lint`."""

from __future__ import annotations

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.readme.module_index import MARKERS
from terrapants.readme.testutil import (
    INDEX,
    OUTPUTS,
    PROSE,
    TABLES,
    exists,
    fix,
    lint_index,
    module,
    read_bytes,
    readme_rule_runner,
    write,
)

RUN = 'run "a" {\n}\n'


@pytest.fixture
def runner() -> RuleRunner:
    return readme_rule_runner()


def modules() -> dict[str, str]:
    return {
        **module("infra/a_b", README_md=PROSE),
        **module("infra/c", outputs_tf=OUTPUTS + OUTPUTS.replace("id", "arn")),
        **module("infra/c/examples/complete", README_md=PROSE),
        **module("infra/skipped", BUILD="terraform_module(skip_module_readme=True)\n"),
        "infra/a_b/root.tftest.hcl": RUN,
        "infra/a_b/tests/one.tftest.hcl": RUN,
        "infra/a_b/tests/two.tftest.json": "{}",
        "infra/untargeted/main.tf": "",
    }


def test_index(runner: RuleRunner) -> None:
    write(runner, modules())
    code, text = lint_index(runner)
    assert code == 1
    assert text.startswith(
        "docs/modules.md: error: the index does not exist; run `./pants fix ::` [module-index]\n"
        "--- /dev/null\n+++ b/docs/modules.md\n@@ -0,0 +1,8 @@\n+# Modules\n"
    )
    fix(runner, options=(INDEX,))
    assert read_bytes(runner, "docs/modules.md").decode() == (
        "# Modules\n"
        "\n"
        "<!-- BEGIN_MODULE_INDEX -->\n"
        "| Module | Description | Inputs | Outputs | Tests |\n"
        "| ------ | ----------- | -----: | ------: | ----: |\n"
        "| [infra/a\\_b](../infra/a_b/README.md) | A bucket that holds what others put into it, "
        "and gives it back when they ask. | 1 | 1 | 3 |\n"
        "| [infra/c](../infra/c/README.md) | n/a | 1 | 2 | 0 |\n"
        "<!-- END_MODULE_INDEX -->\n"
    )
    assert lint_index(runner) == (0, "")
    again = fix(runner, options=(INDEX,))
    assert "✓ module-index made no changes." in again.stderr


def test_what_stands_around_the_index_stays(runner: RuleRunner) -> None:
    write(
        runner,
        {
            **module("a", README_md=PROSE),
            "docs/modules.md": f"# Ours\n{MARKERS.begin}\n{MARKERS.end}\nEnd.",
        },
    )
    fix(runner, options=(INDEX,))
    written = read_bytes(runner, "docs/modules.md").decode()
    assert written.startswith("# Ours\n<!-- BEGIN_MODULE_INDEX -->\n| Module |")
    assert written.endswith("| 1 | 1 | 0 |\n<!-- END_MODULE_INDEX -->\nEnd.")


def test_drift_of_the_index(runner: RuleRunner) -> None:
    write(runner, module("a", README_md=PROSE))
    fix(runner, options=(INDEX,))
    write(runner, {"a/README.md": PROSE.replace("A bucket", "One bucket")})
    code, text = lint_index(runner)
    assert code == 1
    assert text.startswith(
        "docs/modules.md: error: the index is out of date; run `./pants fix docs/modules.md` "
        "[module-index]\n--- a/docs/modules.md\n"
    )
    assert "\n-| [a](../a/README.md) | A bucket that" in text
    assert "\n+| [a](../a/README.md) | One bucket that" in text
    fix(runner, "docs/modules.md", options=(INDEX,))
    assert lint_index(runner) == (0, "")


def test_a_marker_is_missing(runner: RuleRunner, caplog: pytest.LogCaptureFixture) -> None:
    write(runner, {**module(), "docs/modules.md": "# M\n<!-- END_MODULE_INDEX -->\n"})
    message = (
        "docs/modules.md:2: error: found <!-- END_MODULE_INDEX --> without "
        "<!-- BEGIN_MODULE_INDEX --> before it [index-file]\n    <!-- END_MODULE_INDEX -->"
    )
    assert lint_index(runner) == (1, message)
    caplog.clear()
    fix(runner, options=(INDEX,))
    assert [record.getMessage() for record in caplog.records] == [
        f"module-index could not write every page:\n{message}"
    ]
    assert read_bytes(runner, "a/README.md").decode() == TABLES


def test_no_index(runner: RuleRunner) -> None:
    write(runner, module("a", README_md=PROSE))
    fix(runner)
    assert not exists(runner, "docs/modules.md")
    assert lint_index(runner, "--module-index-skip") == (0, "")
