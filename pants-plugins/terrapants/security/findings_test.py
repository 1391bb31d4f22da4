from __future__ import annotations

from dataclasses import replace

from pants.engine.addresses import Address
from pants.util.frozendict import FrozenDict

from terrapants.findings.finding import Finding, in_order, render
from terrapants.hcl.position import Position
from terrapants.hcl.syntax_error import HclSyntaxError
from terrapants.security.configuration import Configuration
from terrapants.security.findings import directories_found_in, findings_of, known_as, rules_of
from terrapants.security.known_checks import KnownChecks
from terrapants.security.report import CheckResult, ScanReport
from terrapants.security.scan import ModuleScan
from terrapants.security.settings import FailurePolicy
from terrapants.security.suppressions import Suppression

CONFIGURATION = Configuration(KnownChecks(FrozenDict({"CKV_1": frozenset({"terraform"})})))


def failed(path: str, resource: str, check_id: str = "CKV_1", line: int = 1) -> CheckResult:
    return CheckResult(path, line, check_id, resource, f"Ensure {check_id}")


def scan(directory: str, *found: CheckResult) -> ModuleScan:
    return ModuleScan(directory, CONFIGURATION, ScanReport(failed=found))


BUCKET = scan("bucket", failed("bucket/main.tf", "aws_s3_bucket.this"))
APP = replace(
    scan(
        "app",
        failed("app/main.tf", "aws_sqs_queue.this", line=3),
        failed("bucket/main.tf", "module.logs[0].aws_s3_bucket.this"),
        failed("bucket/main.tf", "module.logs[0].aws_s3_bucket.this", "CKV_2"),
    ),
    called=FrozenDict({"bucket": (Address("bucket"),)}),
    calls=FrozenDict({"logs": Position("app/main.tf", 7, 1)}),
)


def said(findings: tuple[Finding, ...]) -> list[str]:
    return render(findings).splitlines()


def test_what_a_called_modules_own_scan_finds_is_not_reported_again() -> None:
    assert list(directories_found_in(APP)) == ["bucket"]
    findings = in_order(findings_of(APP, {"bucket": BUCKET}))
    assert said(findings) == [
        "app/main.tf:3: error: Ensure CKV_1 [CKV_1]",
        "  aws_sqs_queue.this",
        # Its own scan passes this: the caller's arguments cause it.
        "bucket/main.tf:1: error: Ensure CKV_2 [CKV_2]",
        "  module.logs[0].aws_s3_bucket.this, called at app/main.tf:7",
    ]


def test_nothing_is_reported_about_a_module_that_is_not_to_be_scanned() -> None:
    skipped = replace(APP, called=FrozenDict(), skipped=frozenset({"bucket"}))
    assert list(directories_found_in(skipped)) == []
    findings = in_order(findings_of(skipped, {}))
    assert [finding.path for finding in findings] == ["app/main.tf"]


def test_a_soft_failure_is_a_warning() -> None:
    policy = FailurePolicy(soft_fail_on=("CKV_1",))
    soft = replace(BUCKET, configuration=replace(CONFIGURATION, policy=policy))
    assert said(in_order(findings_of(soft, {})))[0] == (
        "bucket/main.tf:1: warning: Ensure CKV_1 [CKV_1]"
    )


def test_a_file_that_was_not_read_is_an_error_with_the_position_if_it_is_known() -> None:
    unread = replace(
        scan("a b"),
        unreadable=FrozenDict(
            {
                "a b/x.tf": HclSyntaxError(Position("a b/x.tf", 2, 10), '"}"', "a value"),
                "a b/z.tf": None,
            }
        ),
    )
    assert said(in_order(findings_of(unread, {}))) == [
        (
            'a b/x.tf:2:10: error: nothing in this file was scanned: found "}", expected a value '
            "[unreadable-file]"
        ),
        (
            "a b/z.tf: error: checkov could not read this file, so nothing in it was scanned "
            "[unreadable-file]"
        ),
        (
            "  If Terraform accepts it, move what checkov cannot read to a file of its own, so "
            "that the rest is scanned."
        ),
    ]


def test_a_suppression_must_name_a_check_that_exists_and_have_a_reason() -> None:
    suppressing = replace(
        scan("a"),
        suppressions=(
            Suppression("CKV_1", "why", "a/main.tf", 2),
            Suppression("CKV_11", "why", "a/main.tf", 3),
            Suppression("", "why", "a/main.tf", 4),
            Suppression("CKV_1", "", "a/main.tf", 5),
        ),
    )
    assert said(in_order(findings_of(suppressing, {}))) == [
        (
            "a/main.tf:3: error: the suppression names CKV_11, but checkov has no such check "
            "[unknown-check]"
        ),
        "  Did you mean CKV_1?",
        "a/main.tf:4: error: the suppression names no check [unknown-check]",
        "a/main.tf:5: warning: the suppression of CKV_1 has no reason [suppression-reason]",
        "  Say why: `#checkov:skip=CKV_1:reason`.",
    ]


def test_a_module_that_was_not_scanned_is_an_error() -> None:
    findings = in_order(findings_of(replace(scan("a"), problem="It crashed."), {}))
    assert said(findings) == ["error: It crashed. [not-scanned]"]


def test_each_check_with_findings_is_a_rule() -> None:
    rules = rules_of(in_order(findings_of(BUCKET, {})))
    assert [rule.id for rule in rules][-1] == "CKV_1"
    assert len({rule.id for rule in rules}) == 5


def test_a_baseline_knows_a_finding_by_its_block_and_by_the_file_that_causes_it() -> None:
    known = dict(known_as(APP, {"bucket": BUCKET}))
    assert [*known] == [*findings_of(APP, {"bucket": BUCKET})]
    assert [(each.path, each.rule, each.message) for each in known.values()] == [
        ("app/main.tf", "CKV_1", "Ensure CKV_1 (aws_sqs_queue.this)"),
        ("app/main.tf", "CKV_2", "Ensure CKV_2 (module.logs[0].aws_s3_bucket.this)"),
    ]
