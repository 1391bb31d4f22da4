"""Verdicts as JUnit XML, one document per test file."""

from __future__ import annotations

import hashlib
import os
import xml.etree.ElementTree as ElementTree

from pants.engine.addresses import Address

from terrapants.findings.finding import render
from terrapants.findings.junit import document, xml_text
from terrapants.terraform.file_names import DEFAULT_TEST_DIRECTORY
from terrapants.terraform.json_output import Diagnostic, finding_of_diagnostic
from terrapants.testing.console import clean_up_sentence, details
from terrapants.testing.output import FailedCleanUp, RunResult, RunStatus
from terrapants.testing.target_types import TARGET_NAME
from terrapants.testing.verdict import FileVerdict, Verdict


def report_name(file: str, address: Address | None = None) -> str:
    """The name of a test file's report: its path in the repository with dots for slashes.

    A path that itself contains dots gets a digest, so that no two files share a name. So does a
    target other than the one that `tailor` writes, because a file may have several targets.
    """
    name = file.replace("/", ".")
    unusual = address is not None and address != _usual_address(file)
    if unusual or "." in (file.rpartition(".tftest.")[0] or file):
        key = f"{file} {address}" if unusual else file
        name += "." + hashlib.sha256(key.encode()).hexdigest()[:8]
    return f"{name}.xml"


def _usual_address(file: str) -> Address:
    directory = os.path.dirname(file)
    if os.path.basename(directory) == DEFAULT_TEST_DIRECTORY:
        directory = os.path.dirname(directory)
    return Address(
        directory,
        target_name=TARGET_NAME,
        relative_file_path=os.path.relpath(file, directory or "."),
    )


def junit_xml(verdict: FileVerdict, origin: str = "") -> bytes:
    """A document with one suite, named after the file's path in the repository, and a test case
    for each run block.

    A file that failed other than by one of its runs, for example by a timeout, gets a test case of
    its own name with an `error`; so does each clean-up that failed. Terraform's warnings are the
    `system-out` of the suite.

    :param origin: where the verdict comes from (`FileVerdict.origin`); a property of the suite.
    """
    suites = ElementTree.Element("testsuites")
    suite = ElementTree.SubElement(suites, "testsuite", name=verdict.file)
    seconds = 0.0
    for run in verdict.runs:
        seconds += run.seconds
        case = _case(suite, verdict.file, run.name, run.seconds)
        _status(case, run)
    if verdict.verdict == Verdict.SKIPPED:
        case = _case(suite, verdict.file, verdict.file_in_module, 0)
        ElementTree.SubElement(case, "skipped", message=xml_text(verdict.problem))
    for failed in verdict.failed_clean_ups:
        _clean_up(suite, verdict.file, failed)
    errors = [found for found in verdict.diagnostics if found.severity == "error"]
    blamed = verdict.failed_clean_ups or any(run.is_blamed for run in verdict.runs)
    if verdict.exit_code and (verdict.problem or errors or not blamed):
        case = _case(suite, verdict.file, verdict.file_in_module, 0)
        message = verdict.problem or (_message(errors[0]) if errors else verdict.verdict.value)
        error = ElementTree.SubElement(case, "error", message=xml_text(message))
        error.text = xml_text(details(verdict))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))
    suite.set("tests", str(len(suite)))
    suite.set("time", f"{seconds:.3f}")
    if verdict.warnings:
        warned = render(map(finding_of_diagnostic, verdict.warnings))
        ElementTree.SubElement(suite, "system-out").text = xml_text(warned)
    if origin:
        properties = ElementTree.Element("properties")
        ElementTree.SubElement(properties, "property", name="origin", value=origin)
        suite.insert(0, properties)
    return document(suites)


def _case(suite: ElementTree.Element, file: str, name: str, seconds: float) -> ElementTree.Element:
    return ElementTree.SubElement(
        suite, "testcase", name=xml_text(name), classname=file, file=file, time=f"{seconds:.3f}"
    )


def _status(case: ElementTree.Element, run: RunResult) -> None:
    errors = run.errors
    if run.is_blamed:
        tag = "failure" if run.status == RunStatus.FAIL else "error"
        message = _message(errors[0]) if errors else run.status.value
        if errors and errors[0].line:
            case.set("line", str(errors[0].line))
        element = ElementTree.SubElement(case, tag, message=xml_text(message))
        element.text = xml_text("\n\n".join(map(_text, errors)))
    elif run.status in (RunStatus.SKIP, RunStatus.PENDING):
        reason = (
            "an earlier run of the file ended in an error"
            if run.status == RunStatus.SKIP
            else "the file was stopped before this run ended"
        )
        ElementTree.SubElement(case, "skipped", message=reason)


def _clean_up(suite: ElementTree.Element, file: str, failed: FailedCleanUp) -> None:
    case = _case(suite, file, f"{failed.run} (clean-up)".lstrip(), 0)
    message = clean_up_sentence(failed)
    error = ElementTree.SubElement(case, "error", message=xml_text(message))
    error.text = xml_text("\n\n".join((message, *map(_text, failed.diagnostics))))


def _message(found: Diagnostic) -> str:
    return f"{found.summary}: {found.detail}" if found.detail else found.summary


def _text(found: Diagnostic) -> str:
    return "\n".join(
        filter(None, (found.position, found.code, *found.values, found.summary, found.detail))
    )
