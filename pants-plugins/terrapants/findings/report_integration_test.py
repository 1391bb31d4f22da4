from __future__ import annotations

import json

import pytest
from pants.engine.fs import EMPTY_DIGEST, DigestContents
from pants.engine.rules import QueryRule
from pants.testutil.rule_runner import RuleRunner

from terrapants.findings import report
from terrapants.findings.finding import Finding, Severity
from terrapants.findings.report import FindingsReport, FindingsReportRequest
from terrapants.findings.sarif import SarifTool

REQUEST = FindingsReportRequest(
    SarifTool("terraform validate", "terraform-validation"),
    (Finding("", Severity.ERROR, "lone \udcff", "main.tf", 1, 1),),
)


@pytest.fixture
def rule_runner() -> RuleRunner:
    return RuleRunner(rules=[*report.rules(), QueryRule(FindingsReport, [FindingsReportRequest])])


def test_nothing_is_written_unless_asked_for(rule_runner: RuleRunner) -> None:
    assert rule_runner.request(FindingsReport, [REQUEST]).digest == EMPTY_DIGEST


def test_the_file_is_named_after_the_tool_and_is_always_unicode(rule_runner: RuleRunner) -> None:
    rule_runner.set_options(["--findings-sarif"])
    written = rule_runner.request(FindingsReport, [REQUEST])
    (file,) = rule_runner.request(DigestContents, [written.digest])
    assert file.path == "terraform-validation.sarif"
    (result,) = json.loads(file.content.decode())["runs"][0]["results"]
    assert result["message"]["text"] == "lone ?"
