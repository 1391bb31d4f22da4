from __future__ import annotations

from pants.util.frozendict import FrozenDict

from terrapants.findings.finding import Severity
from terrapants.findings.rule_levels import RuleSettings
from terrapants.validation.module_rules.settings import setting_problem, usable
from terrapants.validation.module_rules.testutil import findings

RULE = "terraform-output-description"
BROKEN = {"outputs.tf": 'output "arn" {\n  value = aws_s3_bucket.this.arn\n}\n'}


def severities(level: str = "") -> list[Severity]:
    settings = RuleSettings(FrozenDict({RULE: level} if level else {}))
    return [each.severity for each in findings(BROKEN, settings=settings)]


def test_levels() -> None:
    assert severities() == [Severity.ERROR]
    assert severities("warning") == [Severity.WARNING]
    assert severities("error") == [Severity.ERROR]
    assert severities("off") == []


def test_the_target_has_the_last_word() -> None:
    repository = RuleSettings().amended({RULE: "off", "terraform-naming": "error"})
    settings = repository.amended({RULE: "warning"})
    assert dict(settings.levels) == {RULE: "warning", "terraform-naming": "error"}


def test_what_is_wrong_with_a_setting() -> None:
    assert setting_problem(RULE, "off") == ""
    assert setting_problem(RULE, "of") == (
        f'the level of "{RULE}" is "of": it must be off, warning or error'
    )
    assert setting_problem("terraform-x", "of").startswith('unknown rule ID "terraform-x"')
    assert usable({RULE: "off", "terraform-x": "off", "terraform-naming": "on"}) == {RULE: "off"}
