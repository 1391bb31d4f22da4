from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from pants.engine.addresses import Address
from pants.util.frozendict import FrozenDict

from terrapants.findings.finding import Finding, Severity
from terrapants.security.configuration import Configuration
from terrapants.security.junit import junit_xml
from terrapants.security.report import CheckResult, ScanReport
from terrapants.security.scan import ModuleScan

SCAN = ModuleScan(
    "a",
    Configuration(),
    ScanReport(
        passed=(
            CheckResult("a/main.tf", 1, "CKV_1", "aws_s3_bucket.this", "One"),
            CheckResult("other/main.tf", 1, "CKV_1", "module.o.aws_s3_bucket.this", "One"),
        ),
        suppressed=(CheckResult("a/main.tf", 1, "CKV_2", "aws_s3_bucket.this", "Two", "<why>\0"),),
    ),
    called=FrozenDict({"other": (Address("other"),)}),
)
FINDINGS = (
    Finding("not-scanned", Severity.ERROR, "It crashed."),
    Finding("CKV_3", Severity.ERROR, "Three", "a/main.tf", 1, detail="aws_s3_bucket.this"),
    Finding("CKV_4", Severity.WARNING, "Four", "a/main.tf", 9, detail="aws_s3_bucket.other"),
)


def test_each_check_of_a_block_is_a_case_of_its_modules_suite() -> None:
    document = ElementTree.fromstring(junit_xml([(SCAN, FINDINGS)]))
    (suite,) = document
    assert suite.attrib == {
        "name": "a",
        "tests": "5",
        "failures": "2",
        "skipped": "1",
        "errors": "0",
        "time": "0",
    }
    crashed, three, four, two, one = suite
    assert crashed.attrib == {"name": "not-scanned", "time": "0"}
    assert three.attrib == {
        "name": "CKV_3 aws_s3_bucket.this",
        "classname": "a/main.tf",
        "file": "a/main.tf",
        "line": "1",
        "time": "0",
    }
    failure = three.find("failure")
    assert failure is not None
    assert failure.get("message") == "Three"
    assert failure.text == "a/main.tf:1: error: Three [CKV_3]\n  aws_s3_bucket.this"
    assert four.find("failure") is None
    assert (four.findtext("system-out") or "").startswith("a/main.tf:9: warning: Four")
    skipped = two.find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "<why>"
    assert (one.get("name"), len(one)) == ("CKV_1 aws_s3_bucket.this", 0)
