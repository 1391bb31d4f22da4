"""A module's scan as findings, in the words of the user."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from terrapants.findings.finding import Finding, FindingRule, Severity
from terrapants.hcl.module_interface import ModuleCall
from terrapants.security.known_checks import KnownChecks
from terrapants.security.report import CheckResult
from terrapants.security.scan import ModuleScan
from terrapants.security.suppressions import Suppression

UNREADABLE = FindingRule("unreadable-file", "checkov reads every file of a module.")
UNKNOWN_CHECK = FindingRule("unknown-check", "A suppression names a check that exists.")
REASON = FindingRule("suppression-reason", "A suppression has a reason.", Severity.WARNING)
NOT_SCANNED = FindingRule("not-scanned", "checkov scans every module.")
OWN_RULES = (NOT_SCANNED, UNREADABLE, UNKNOWN_CHECK, REASON)


def findings_of(
    scan: ModuleScan, called: Mapping[str, ModuleScan], calls: Iterable[ModuleCall]
) -> Iterator[Finding]:
    """All that there is to say of a module.

    What its own scan says of a called module is said there alone; what only the caller's arguments
    bring about is said here.

    :param called: the scans of the modules that `directories_found_in` names, by directory.
    :param calls: its `module` blocks.
    """
    if scan.problem:
        yield Finding(NOT_SCANNED.id, Severity.ERROR, scan.problem)
    for path, reason in scan.unreadable.items():
        if _is_own(scan, path):
            yield _unreadable(path, reason)
    for suppression in scan.suppressions:
        yield from _of_suppression(suppression, scan.configuration.known)
    for result in _own_results(scan, called):
        yield Finding(
            result.check_id,
            Severity.ERROR
            if scan.configuration.policy.fails(result.check_id)
            else Severity.WARNING,
            result.name,
            result.path,
            result.line,
            detail="\n".join(filter(None, (_where(result, calls), result.guideline))),
        )


def directories_found_in(scan: ModuleScan) -> Iterator[str]:
    """The directories of the called modules in whose files something was found: their own scans are
    needed to tell who is to mend it."""
    found = {os.path.dirname(result.path) for result in scan.report.failed}
    yield from sorted(found & scan.called.keys())


def _own_results(scan: ModuleScan, called: Mapping[str, ModuleScan]) -> Iterator[CheckResult]:
    """What failed, without what the called modules' own scans say."""
    elsewhere = {
        (result.path, result.line, result.check_id)
        for other in called.values()
        for result in other.report.failed
    }
    for result in scan.report.failed:
        key = (result.path, result.line, result.check_id)
        if os.path.dirname(result.path) not in scan.skipped and (
            _is_own(scan, result.path) or key not in elsewhere
        ):
            yield result


def rules_of(findings: Iterable[Finding]) -> tuple[FindingRule, ...]:
    """The rules that the findings are of."""
    own = {rule.id: rule for rule in OWN_RULES}
    names = {finding.rule: finding.message for finding in findings if finding.rule not in own}
    return (*OWN_RULES, *(FindingRule(check_id, name) for check_id, name in sorted(names.items())))


def _is_own(scan: ModuleScan, path: str) -> bool:
    """Whether a file belongs to no other module that is scanned, or passed over, by itself."""
    directory = os.path.dirname(path)
    return directory == scan.directory or not (
        directory in scan.called or directory in scan.skipped
    )


def _unreadable(path: str, reason: str) -> Finding:
    if not reason:
        return Finding(
            UNREADABLE.id,
            Severity.ERROR,
            "checkov could not read this file, so nothing in it was scanned",
            path,
            detail="If Terraform accepts it, keep what checkov cannot read in a file of its own, "
            "and scan the module without it.",
        )
    position, _, problem = reason.partition(": ")
    numbers = [int(number) for number in position[len(path) + 1 :].split(":") if number]
    line, column = (*numbers, 0, 0)[:2]
    return Finding(
        UNREADABLE.id,
        Severity.ERROR,
        f"nothing in this file was scanned: {problem}",
        path,
        line,
        column,
    )


def _of_suppression(suppression: Suppression, known: KnownChecks) -> Iterator[Finding]:
    check_id, place = suppression.check_id, (suppression.path, suppression.line)
    if not check_id:
        text = "the suppression names no check"
        yield Finding(UNKNOWN_CHECK.id, Severity.ERROR, text, *place)
    elif not known.knows(check_id):
        text = f"the suppression names {check_id}, but checkov has no such check"
        advice = known.advice(check_id).strip()
        yield Finding(UNKNOWN_CHECK.id, Severity.ERROR, text, *place, detail=advice)
    elif not suppression.reason:
        text = f"the suppression of {check_id} has no reason"
        advice = f"Say why: `#checkov:skip={check_id}:reason`."
        yield Finding(REASON.id, Severity.WARNING, text, *place, detail=advice)


def _where(result: CheckResult, calls: Iterable[ModuleCall]) -> str:
    """The block's address, and for one of a called module where it is called."""
    if not result.resource.startswith("module."):
        return result.resource
    name = result.resource.split(".")[1].partition("[")[0]
    call = next((call for call in calls if call.name == name), None)
    if call is None:
        return result.resource
    return f"{result.resource}, called at {call.position.path}:{call.position.line}"
