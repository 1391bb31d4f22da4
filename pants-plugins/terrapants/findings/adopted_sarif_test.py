from __future__ import annotations

import json
from typing import Any

import pytest

from terrapants.findings.adopted_sarif import adopted_sarif

SANDBOX = "file:///tmp/pants-sandbox-Ab1/"


def log(rule: str, uri: str, index: int = 0) -> str:
    where = {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": {"startLine": 3}}}
    driver = {"name": "ruff", "version": "1.0", "rules": [{"id": rule}]}
    result = {
        "ruleId": rule,
        "ruleIndex": index,
        "message": {"text": "m"},
        "locations": [where],
        "fixes": [{"artifactChanges": [{"artifactLocation": {"uri": uri}}]}],
    }
    return json.dumps({"runs": [{"tool": {"driver": driver}, "results": [result]}]})


def adopt(*logs: str, paths: tuple[str, ...] = ("a b/x.py", "x.py")) -> Any:
    read = json.loads(adopted_sarif(logs, "ruff-check", paths))
    assert read["version"] == "2.1.0"
    (run,) = read["runs"]
    return run


def test_several_logs_become_one_run_with_paths_of_the_repository() -> None:
    run = adopt(
        log("F401", f"{SANDBOX}a%20b/x.py"), log("E501", f"{SANDBOX}x.py"), log("F401", "x.py")
    )
    assert run["automationDetails"] == {"id": "ruff-check/"}
    assert run["tool"]["driver"]["version"] == "1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["E501", "F401"]
    assert [result["ruleIndex"] for result in run["results"]] == [1, 0, 1]
    expected = [{"uri": uri, "uriBaseId": "SRCROOT"} for uri in ("a%20b/x.py", "x.py", "x.py")]
    for result, where in zip(run["results"], expected):
        assert result["locations"][0]["physicalLocation"] == {
            "artifactLocation": where,
            "region": {"startLine": 3},
        }
        assert result["fixes"][0]["artifactChanges"][0]["artifactLocation"] == where


def test_a_file_that_the_tool_was_not_given_keeps_its_address() -> None:
    (result,) = adopt(log("F401", "file:///usr/lib/y.py"))["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "file:///usr/lib/y.py"}


def test_without_results_there_is_a_run_all_the_same() -> None:
    assert adopt('{"runs": []}')["results"] == []
    assert adopt()["tool"]["driver"]["name"] == "ruff-check"


@pytest.mark.parametrize("text", ["", "[]", '{"results": []}'])
def test_what_is_not_sarif_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a SARIF log|Expecting value"):
        adopt(text)
