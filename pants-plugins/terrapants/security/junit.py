"""The results of a scan as JUnit XML."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable

from terrapants.findings.finding import Finding, Severity, render
from terrapants.findings.junit import document, xml_text
from terrapants.security.scan import ModuleScan


def junit_xml(modules: Iterable[tuple[ModuleScan, Iterable[Finding]]]) -> bytes:
    """A document with a suite for each module, named after its directory, and a test case for each
    check of a block.

    A suppressed check is skipped, with the reason; a warning is a test case that passed, with its
    text as output.

    :param modules: each with the findings that are reported about it.
    """
    suites = ElementTree.Element("testsuites")
    for scan, findings in modules:
        suite = ElementTree.SubElement(suites, "testsuite", name=scan.directory or ".")
        for finding in findings:
            block = finding.detail.partition("\n")[0]
            case = _case(suite, finding.path, finding.line, finding.rule, block)
            if finding.severity is Severity.ERROR:
                tag = ElementTree.SubElement(case, "failure", message=xml_text(finding.message))
            else:
                tag = ElementTree.SubElement(case, "system-out")
            tag.text = xml_text(render([finding]))
        for result in scan.suppressed:
            case = _case(suite, result.path, result.line, result.check_id, result.resource)
            ElementTree.SubElement(case, "skipped", message=xml_text(result.reason))
        for result in scan.passed:
            _case(suite, result.path, result.line, result.check_id, result.resource)
        suite.set("tests", str(len(suite)))
        for attribute, name in (("failures", "failure"), ("skipped", "skipped")):
            suite.set(attribute, str(len(suite.findall(f"testcase/{name}"))))
        suite.set("errors", "0")
        suite.set("time", "0")
    return document(suites)


def _case(
    suite: ElementTree.Element, path: str, line: int, rule: str, block: str
) -> ElementTree.Element:
    name = " ".join(filter(None, (rule, block)))
    case = ElementTree.SubElement(suite, "testcase", name=xml_text(name), time="0")
    if path:
        case.set("classname", xml_text(path))
        case.set("file", xml_text(path))
        case.set("line", str(line))
    return case
