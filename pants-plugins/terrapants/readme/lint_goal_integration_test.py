"""`lint` on the READMEs of a repository."""

from __future__ import annotations

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.readme.testutil import (
    CREATE_INDEX,
    INDEX,
    README,
    TABLES,
    VARIABLES,
    fix,
    lint,
    lint_goal,
    module,
    read_bytes,
    readme_rule_runner,
    sarif_runs,
    write,
)

ROW = next(line for line in TABLES.split("\n") if "input_name" in line)


@pytest.fixture
def runner() -> RuleRunner:
    return readme_rule_runner()


def test_drift_fails_lint_with_a_diff(runner: RuleRunner) -> None:
    stale = README.replace("Its name.", "Another name.")
    write(runner, module(README_md=stale))
    expected = (
        "a/README.md: error: the generated part is out of date; run `./pants fix a:` "
        "[generated-part]\n"
        "--- a/a/README.md\n"
        "+++ b/a/README.md\n"
        "@@ -33,7 +33,7 @@\n"
        " \n"
        " | Name | Description | Type | Default | Required |\n"
        " | ---- | ----------- | ---- | ------- | :------: |\n"
        f"-{ROW.replace('Its', 'Another')}\n"
        f"+{ROW}\n"
        " \n"
        " ## Outputs\n"
        " "
    )
    assert lint(runner) == (1, expected)
    goal = lint_goal(runner)
    assert goal.exit_code == 1
    assert goal.stderr.strip() == "✕ module-readme failed."
    assert read_bytes(runner, "a/README.md").decode() == stale
    fix(runner)
    assert read_bytes(runner, "a/README.md").decode() == README


def test_settings_that_are_not_supported(
    runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    write(
        runner,
        {
            **module(README_md=README),
            **module("b", README_md=README.replace("../a", "../b")),
            ".terraform-docs.yml": "version: 0.20.0\n",
            "b/.terraform-docs.yml": "formatter: markdown document\n",
        },
    )
    warnings = [
        ".terraform-docs.yml: not supported and without effect here: version.",
        (
            'b/.terraform-docs.yml: not supported and without effect here: formatter "markdown '
            'document".'
        ),
    ]
    write(runner, {"b/variables.tf": VARIABLES.replace("string", "number")})
    for goal in (lint, lint_goal, lint_goal, fix, fix):
        caplog.clear()
        goal(runner)
        assert (goal, [record.getMessage() for record in caplog.records]) == (goal, warnings)
    # A part that another formatter writes is left to it.
    assert b"`string`" in read_bytes(runner, "b/README.md")


def test_lint_and_check_write_sarif(runner: RuleRunner) -> None:
    """One file a tool and goal, however many modules there are and however small batches are."""
    stale = README.replace("Its name.", "Another name.")
    write(
        runner,
        {
            **module(README_md=f"{stale}\n[x](gone.md)\n"),
            **module("b c", README_md=stale.replace("../a", "../b c")),
            **module("d"),
            "d/README.md": b"# D\n\xff\n",
        },
    )
    found = sarif_runs(runner, INDEX, CREATE_INDEX, "--lint-batch-size=1")
    places = {
        file: sorted(
            (result["ruleId"], physical["artifactLocation"]["uri"], physical.get("region"))
            for result in run["results"]
            for physical in [result["locations"][0]["physicalLocation"]]
        )
        for file, run in found.items()
    }
    unreadable = (
        "readme-file",
        "d/README.md",
        {"startLine": 2, "snippet": {"text": "\N{REPLACEMENT CHARACTER}"}},
    )
    link = {"startLine": 45, "snippet": {"text": "[x](gone.md)"}}
    assert places == {
        "lint/module-readme/module-readme.sarif": [
            ("generated-part", "a/README.md", None),
            ("generated-part", "b%20c/README.md", None),
            unreadable,
        ],
        "check/module-readme/module-readme.sarif": [("links", "a/README.md", link), unreadable],
        "lint/module-index/module-index.sarif": [("module-index", "docs/modules.md", None)],
    }


def test_sarif_is_written_where_nothing_is_found(runner: RuleRunner) -> None:
    write(runner, module(README_md=README))
    fix(runner, options=(INDEX, CREATE_INDEX))
    found = sarif_runs(runner, INDEX)
    assert {
        file: (run["automationDetails"]["id"], run["results"]) for file, run in found.items()
    } == {
        # Each category is another one: services refuse an upload that has one twice.
        f"{goal}/{tool}/{tool}.sarif": (f"{tool}/{goal}/", [])
        for goal, tool in (
            ("lint", "module-readme"),
            ("lint", "module-index"),
            ("check", "module-readme"),
        )
    }
