from __future__ import annotations

import json
from typing import Any

from terrapants.findings.finding import Finding, FindingRule, Severity
from terrapants.findings.sarif import SarifTool, sarif_log

RULE = FindingRule(
    "variable-type", "Every variable has a type.", Severity.ERROR, "An option switches it off."
)
TOOL = SarifTool("terrapants module rules", "terraform-rules", "1.0", (RULE,))
FOUND = Finding(
    "variable-type",
    Severity.ERROR,
    'variable "ä" has no type',
    "a b/ü#1%.tf",
    3,
    1,
    'variable "ä" {}',
    detail="Add one.\nAny.",
)


def run(*findings: Finding, tool: SarifTool = TOOL) -> Any:
    log = json.loads(sarif_log(tool, findings))
    assert log["version"] == "2.1.0"
    (only,) = log["runs"]
    return only


def test_a_log_names_the_tool_its_rules_and_a_category_of_its_own() -> None:
    only = run()
    assert only["tool"]["driver"] == {
        "name": "terrapants module rules",
        "version": "1.0",
        "rules": [
            {
                "id": "variable-type",
                "shortDescription": {"text": "Every variable has a type."},
                "help": {
                    "text": "Every variable has a type. An option switches it off.",
                    "markdown": "Every variable has a type. An option switches it off.",
                },
                "defaultConfiguration": {"level": "error"},
            }
        ],
    }
    assert only["automationDetails"] == {"id": "terraform-rules/"}
    only = run(tool=SarifTool("x", "y", goal="lint"))
    assert only["automationDetails"] == {"id": "y/lint/"}
    # Services close the alerts that a run no longer has, so it has to be there when empty.
    assert only["results"] == []


def test_a_result_has_its_rule_level_text_and_place() -> None:
    (result,) = run(FOUND)["results"]
    assert result.pop("partialFingerprints").keys() == {"terrapantsFinding/v1"}
    assert result == {
        "ruleId": "variable-type",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": 'variable "ä" has no type\nAdd one.\nAny.'},
        "locations": [
            {
                "physicalLocation": {
                    # A URI: what is special in one is quoted.
                    "artifactLocation": {
                        "uri": "a%20b/%C3%BC%231%25.tf",
                        "uriBaseId": "SRCROOT",
                    },
                    "region": {
                        "startLine": 3,
                        "startColumn": 1,
                        "snippet": {"text": 'variable "ä" {}'},
                    },
                }
            }
        ],
    }


def test_what_is_not_known_is_left_out() -> None:
    whole_file, nowhere = run(
        Finding("other", Severity.WARNING, "outputs.tf is missing", "a/main.tf"),
        Finding("", Severity.NOTE, "nothing to do"),
    )["results"]
    assert whole_file["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "a/main.tf", "uriBaseId": "SRCROOT"},
            }
        }
    ]
    # A rule that the tool does not list has no index among its rules.
    assert whole_file["ruleId"] == "other"
    assert "ruleIndex" not in whole_file
    assert nowhere.keys() == {"level", "message", "partialFingerprints"}


def test_a_fingerprint_outlives_lines_above_it_and_tells_repetitions_apart() -> None:
    def prints(*findings: Finding) -> list[str]:
        found = run(*findings)["results"]
        return [result["partialFingerprints"]["terrapantsFinding/v1"] for result in found]

    moved = Finding("r", Severity.ERROR, "m", "a.tf", 30, 5, "  x = 1")
    (before,) = prints(Finding("r", Severity.ERROR, "m", "a.tf", 3, 1, "x = 1"))
    (after,) = prints(moved)
    assert before == after
    assert len(set(prints(moved, moved, FOUND))) == 3
