"""The results of a scan as JUnit XML, a suite a module."""

from __future__ import annotations

import os
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from dataclasses import dataclass

from terrapants.findings.finding import Finding, Severity, render
from terrapants.findings.junit import document, xml_text
from terrapants.security.report import CheckResult
from terrapants.security.scan import ModuleScan


@dataclass(frozen=True)
class ScannedModule:
    """A module with what is said of it, as against of the modules that it calls."""

    scan: ModuleScan
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> tuple[CheckResult, ...]:
        return tuple(filter(self._is_own, self.scan.report.passed))

    @property
    def suppressed(self) -> tuple[CheckResult, ...]:
        return tuple(filter(self._is_own, self.scan.report.suppressed))

    def _is_own(self, result: CheckResult) -> bool:
        return os.path.dirname(result.path) == self.scan.directory


def junit_xml(modules: Iterable[ScannedModule]) -> bytes:
    """A document with a suite for each module, named by its directory, and a case for each check of
    a block.

    What is suppressed is skipped, with the reason; a warning is a case that passed, with its text
    as output.
    """
    suites = ElementTree.Element("testsuites")
    for module in modules:
        name = module.scan.directory or "."
        suite = ElementTree.SubElement(suites, "testsuite", name=name)
        for finding in module.findings:
            case = _case(suite, finding.path, finding.line, finding.rule, finding.detail)
            if finding.severity is Severity.ERROR:
                tag = ElementTree.SubElement(case, "failure", message=xml_text(finding.message))
            else:
                tag = ElementTree.SubElement(case, "system-out")
            tag.text = xml_text(render([finding]))
        for result in module.suppressed:
            case = _case(suite, result.path, result.line, result.check_id, result.resource)
            ElementTree.SubElement(case, "skipped", message=xml_text(result.reason))
        for result in module.passed:
            _case(suite, result.path, result.line, result.check_id, result.resource)
        suite.set("tests", str(len(suite)))
        for attribute, tag_name in (("failures", "failure"), ("skipped", "skipped")):
            suite.set(attribute, str(len(suite.findall(f"testcase/{tag_name}"))))
        suite.set("errors", "0")
        suite.set("time", "0")
    return document(suites)


def _case(
    suite: ElementTree.Element, path: str, line: int, rule: str, block: str
) -> ElementTree.Element:
    name = " ".join(filter(None, (rule, *block.splitlines()[:1])))
    case = ElementTree.SubElement(suite, "testcase", name=xml_text(name), time="0")
    if path:
        case.set("classname", xml_text(path))
        case.set("file", xml_text(path))
        case.set("line", str(line))
    return case
