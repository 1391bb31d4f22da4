"""The index of modules under `fix` and `lint`."""

from __future__ import annotations

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.readme.lint_goal import LintIndexRequest
from terrapants.readme.module_index import MARKERS
from terrapants.readme.testutil import (
    CREATE_INDEX,
    INDEX,
    OUTPUTS,
    PROSE,
    TABLES,
    exists,
    fix,
    lint,
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


def test_index(runner: RuleRunner, caplog: pytest.LogCaptureFixture) -> None:
    write(runner, modules())
    assert lint_index(runner) == (0, "")
    fix(runner, options=(INDEX,))
    assert not exists(runner, "docs/modules.md")
    code, text = lint_index(runner, CREATE_INDEX)
    assert code == 1
    assert text.startswith(
        "docs/modules.md: error: the index does not exist; run `./pants fix ::` [module-index]\n"
        "--- /dev/null\n+++ b/docs/modules.md\n@@ -0,0 +1,8 @@\n+# Modules\n"
    )
    caplog.set_level("INFO")
    fix(runner, options=(INDEX, CREATE_INDEX))
    assert [record.getMessage() for record in caplog.records] == [
        "module-index creates docs/modules.md."
    ]
    assert read_bytes(runner, "docs/modules.md").decode() == (
        "# Modules\n"
        "\n"
        "<!-- BEGIN_MODULE_INDEX -->\n"
        "| Module | Description | Inputs | Outputs | Tests |\n"
        "| ------ | ----------- | -----: | ------: | ----: |\n"
        "| [infra/a\\_b](../infra/a_b/README.md) | A bucket that holds what others put into it, "
        "and gives it back when they ask. | 1 | 1 | 3 |\n"
        "| [infra/c](../infra/c) | n/a | 1 | 2 | 0 |\n"
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
    fix(runner, options=(INDEX, CREATE_INDEX))
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
    write(
        runner, {**module(README_md=PROSE), "docs/modules.md": "# M\n<!-- END_MODULE_INDEX -->\n"}
    )
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
    assert TABLES.encode() in read_bytes(runner, "a/README.md")


def test_no_index(runner: RuleRunner) -> None:
    write(runner, module("a", README_md=PROSE))
    fix(runner)
    assert not exists(runner, "docs/modules.md")
    assert lint_index(runner, "--module-index-skip") == (0, "")


def test_a_page_without_markers_is_left_alone(runner: RuleRunner) -> None:
    write(runner, {**module("a", README_md=PROSE), "docs/modules.md": "# Ours\n"})
    assert lint_index(runner) == (0, "")
    fix(runner, options=(INDEX,))
    assert read_bytes(runner, "docs/modules.md") == b"# Ours\n"


def test_an_unreadable_module_keeps_its_row(
    runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    write(runner, {**module("a", README_md=PROSE), **module("b", README_md=PROSE)})
    fix(runner, options=(INDEX, CREATE_INDEX))
    before = read_bytes(runner, "docs/modules.md").decode()
    row_of_a = next(line for line in before.splitlines() if line.startswith("| [a]"))
    row_of_b = next(line for line in before.splitlines() if line.startswith("| [b]"))

    write(runner, {"a/outputs.tf": 'output "x" {\n', "b/outputs.tf": ""})
    write(runner, {"c/BUILD": "terraform_module()\n", "c/main.tf": "{\n"})
    caplog.clear()
    code, text = lint_index(runner)
    assert code == 1
    assert "a/outputs.tf:1:13: error: found the end of the file, expected " in text
    assert '[index-file]\n    output "x" {\n' in text
    assert "docs/modules.md: error: the index is out of date" in text
    fix(runner, options=(INDEX,))
    errors = [each.getMessage() for each in caplog.records if each.levelname == "ERROR"]
    assert any(
        "module-index could not write every page:\na/outputs.tf:1:13: " in each for each in errors
    )
    after = read_bytes(runner, "docs/modules.md").decode()
    assert row_of_a in after
    assert row_of_b.replace("| 1 | 1 | 0 |", "| 1 | 0 | 0 |") in after
    assert "| [c]" not in after
    # What is left is an error all the same.
    code, text = lint_index(runner)
    assert code == 1
    assert "out of date" not in text


INVALID = "expected the path of a file, relative to the build root, such as docs/modules.md"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/etc/modules.md", f'`[module-index].path` is "/etc/modules.md": {INVALID}'),
        ("../modules.md", f'`[module-index].path` is "../modules.md": {INVALID}'),
        ("~/modules.md", f'`[module-index].path` is "~/modules.md": {INVALID}'),
        (".", f'`[module-index].path` is ".": {INVALID}'),
        ("a/", "a: error: found a directory, expected a file"),
        (
            "a/main.tf/x.md",
            "a/main.tf/x.md: error: found the file a/main.tf, expected a directory",
        ),
        ("m" * 300, f'`[module-index].path` is "{"m" * 80}…": {INVALID}'),
    ],
)
def test_paths_that_are_refused(
    runner: RuleRunner, caplog: pytest.LogCaptureFixture, path: str, message: str
) -> None:
    write(runner, module("a", README_md=PROSE, main_tf=""))
    options = (f"--module-index-path={path}", CREATE_INDEX)
    code, text = lint(runner, *options, linter=LintIndexRequest)
    assert (code, message in text) == (1, True), text
    assert fix(runner, options=options).exit_code == 1
    assert any(message in record.getMessage() for record in caplog.records)
    assert TABLES.encode() in read_bytes(runner, "a/README.md")


@pytest.mark.parametrize("path", ["docs/{x}.md", "docs/[m]*.md", "./docs/../docs/m.md", "m.md"])
def test_unusual_paths(runner: RuleRunner, path: str) -> None:
    write(runner, module("a", README_md=PROSE))
    options = (f"--module-index-path={path}", CREATE_INDEX)
    fix(runner, options=options)
    assert lint(runner, *options, linter=LintIndexRequest) == (0, "")
    assert exists(runner, path)
