"""`fix` on the READMEs of a repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.readme.readmes_for_tests import (
    PROSE,
    TABLES,
    broken_rules,
    check,
    fix,
    lint,
    module,
    read_bytes,
    readme_rule_runner,
    write,
)

README = f"{PROSE}\n{TABLES}\n"


@pytest.fixture
def runner() -> RuleRunner:
    return readme_rule_runner()


def test_fix_appends_then_leaves_alone(runner: RuleRunner) -> None:
    write(runner, module(README_md=PROSE))
    assert fix(runner).exit_code == 0
    assert read_bytes(runner, "a/README.md").decode() == f"{PROSE}\n{TABLES}"
    again = fix(runner)
    assert (again.exit_code, again.stderr.strip()) == (0, "✓ module-readme made no changes.")
    assert check(runner) == (0, "")
    assert lint(runner) == (0, "")


def test_fix_writes_a_missing_readme(runner: RuleRunner) -> None:
    write(runner, module())
    code, text = check(runner)
    assert code == 1
    assert text.startswith(
        "a/README.md: error: the module has no README; run `./pants fix a:`, then say in it what "
        "the module is [readme-exists]\n"
        "a/README.md: error: the README does not exist; run `./pants fix a:` [generated-part]\n"
        "--- /dev/null\n+++ b/a/README.md\n@@ -0,0 +1,"
    )
    fix(runner)
    assert read_bytes(runner, "a/README.md").decode() == TABLES
    code, text = check(runner)
    assert code == 1
    assert broken_rules(text) == ["readme-stub", "usage-example", "title"]


def test_windows_line_ends_and_byte_order_mark_stay(runner: RuleRunner) -> None:
    prose = b"\xef\xbb\xbf" + PROSE.replace("\n", "\r\n").encode()
    write(runner, {**module(), "a/README.md": prose})
    fix(runner)
    written = read_bytes(runner, "a/README.md")
    assert written == prose + b"\r\n" + TABLES.replace("\n", "\r\n").encode()
    assert check(runner) == (0, "")


def test_an_executable_readme_stays_one(runner: RuleRunner) -> None:
    write(runner, module(README_md=PROSE))
    path = Path(runner.build_root, "a/README.md")
    path.chmod(0o755)
    fix(runner)
    assert TABLES in path.read_text()
    assert os.access(path, os.X_OK)
    assert fix(runner).stderr.strip() == "✓ module-readme made no changes."


def test_a_symbolic_link_that_needs_no_change_stays_one(runner: RuleRunner) -> None:
    write(runner, {**module(), "b.md": README, **module("c/tests/d"), "prose.md": "# X\n"})
    links = [Path(runner.build_root, path) for path in ("a/README.md", "c/tests/d/README.md")]
    links[0].symlink_to("../b.md")
    links[1].symlink_to("../../../prose.md")
    write(runner, module("e", README_md=PROSE))
    fix(runner)
    assert all(link.is_symlink() for link in links)
    assert TABLES.encode() in read_bytes(runner, "e/README.md")
    assert lint(runner) == (0, "")


def test_what_is_up_to_date_is_not_written(runner: RuleRunner) -> None:
    write(runner, {**module(README_md=README), **module("b", README_md=PROSE)})
    up_to_date = Path(runner.build_root, "a/README.md")
    written_at = up_to_date.stat().st_mtime_ns
    fix(runner)
    assert TABLES.encode() in read_bytes(runner, "b/README.md")
    assert up_to_date.stat().st_mtime_ns == written_at
