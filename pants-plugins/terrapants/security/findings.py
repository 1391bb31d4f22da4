"""What `lint` reports about a module: the results of its scan as findings."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from terrapants.findings.finding import Finding, FindingRule, Severity
from terrapants.hcl.position import Position
from terrapants.hcl.syntax_error import HclSyntaxError, finding_of_syntax_error
from terrapants.security.known_checks import KnownChecks
from terrapants.security.report import CheckResult
from terrapants.security.scan import COMMIT_HASH, ModuleScan
from terrapants.security.suppressions import Suppression

UNREADABLE = FindingRule("unreadable-file", "checkov reads every file of a module.")
UNKNOWN_CHECK = FindingRule("unknown-check", "A suppression names a check that exists.")
REASON = FindingRule("suppression-reason", "A suppression has a reason.", Severity.WARNING)
NOT_SCANNED = FindingRule("not-scanned", "checkov scans every module.")
# Nothing else is found where these are: to accept them would hide all the rest.
NEVER_ACCEPTED = frozenset({NOT_SCANNED.id, UNREADABLE.id})
OWN_RULES = (NOT_SCANNED, UNREADABLE, UNKNOWN_CHECK, REASON)


def findings_of(scan: ModuleScan, called: Mapping[str, ModuleScan]) -> Iterator[Finding]:
    """All findings of a module.

    What the scan of a called module finds by itself is reported there alone; what only this
    module's arguments cause is reported here.

    :param called: the scans of the modules that `directories_found_in` names, by directory.
    """
    if scan.problem:
        yield Finding(NOT_SCANNED.id, Severity.ERROR, scan.problem)
    for path, problem in scan.unreadable.items():
        if scan.is_own(path):
            yield _unreadable(path, problem)
    for suppression in scan.suppressions:
        yield from _of_suppression(suppression, scan.configuration.known)
    for result in _own_results(scan, called):
        yield _of_result(result, scan)


def known_as(
    scan: ModuleScan, called: Mapping[str, ModuleScan]
) -> Iterator[tuple[Finding, Finding]]:
    """The findings of the checks, each with what stands for it in a baseline: that names the block,
    and the file of this module that has it, or that has the call which causes it."""
    for result in _own_results(scan, called):
        block = f" ({result.resource})" if result.resource else ""
        call = _call(result, scan)
        path = call.path if call else result.path
        found = _of_result(result, scan)
        yield found, replace(found, message=f"{result.name}{block}", path=path)


def _of_result(result: CheckResult, scan: ModuleScan) -> Finding:
    return Finding(
        result.check_id,
        Severity.ERROR if scan.configuration.policy.fails(result.check_id) else Severity.WARNING,
        result.name,
        result.path,
        result.line,
        detail="\n".join(filter(None, (_where(result, scan), result.guideline))),
    )


def directories_found_in(scan: ModuleScan) -> Iterator[str]:
    """The directories of the called modules in whose files something was found: their own scans are
    needed to tell which module has to be fixed."""
    found = {os.path.dirname(result.path) for result in scan.report.failed}
    yield from sorted(found & scan.called.keys())


def _own_results(scan: ModuleScan, called: Mapping[str, ModuleScan]) -> Iterator[CheckResult]:
    """What failed, except for what the called modules' own scans find."""
    elsewhere = {
        (result.path, result.line, result.check_id)
        for other in called.values()
        for result in other.report.failed
    }
    versioned = {(position.path, position.line) for position in scan.versioned}
    for result in scan.report.failed:
        if result.check_id == COMMIT_HASH and (result.path, result.line) in versioned:
            # A registry never has another content under the same version, and has no commits.
            continue
        key = (result.path, result.line, result.check_id)
        if os.path.dirname(result.path) not in scan.skipped and (
            scan.is_own(result.path) or key not in elsewhere
        ):
            yield result


def rules_of(findings: Iterable[Finding]) -> tuple[FindingRule, ...]:
    """The rules that these findings are about."""
    own = {rule.id for rule in OWN_RULES}
    names = {finding.rule: finding.message for finding in findings if finding.rule not in own}
    return (*OWN_RULES, *(FindingRule(check_id, name) for check_id, name in sorted(names.items())))


def _unreadable(path: str, problem: HclSyntaxError | None) -> Finding:
    if problem is None:
        return Finding(
            UNREADABLE.id,
            UNREADABLE.severity,
            "checkov could not read this file, so nothing in it was scanned",
            path,
            detail="If Terraform accepts it, move what checkov cannot read to a file of its own, "
            "so that the rest is scanned.",
        )
    finding = finding_of_syntax_error(problem, UNREADABLE)
    return replace(finding, message=f"nothing in this file was scanned: {finding.message}")


def _of_suppression(suppression: Suppression, known: KnownChecks) -> Iterator[Finding]:
    check_id, place = suppression.check_id, (suppression.path, suppression.line)
    if not check_id:
        text = "the suppression names no check"
        yield Finding(UNKNOWN_CHECK.id, UNKNOWN_CHECK.severity, text, *place)
    elif not known.knows(check_id):
        text = f"the suppression names {check_id}, but checkov has no such check"
        advice = known.advice(check_id).strip()
        yield Finding(UNKNOWN_CHECK.id, UNKNOWN_CHECK.severity, text, *place, detail=advice)
    elif not suppression.reason:
        text = f"the suppression of {check_id} has no reason"
        advice = f"Say why: `#checkov:skip={check_id}:reason`."
        yield Finding(REASON.id, REASON.severity, text, *place, detail=advice)


def _where(result: CheckResult, scan: ModuleScan) -> str:
    """The block's address, and if it is in a called module, where that is called."""
    call = _call(result, scan)
    return f"{result.resource}, called at {call.path}:{call.line}" if call else result.resource


def _call(result: CheckResult, scan: ModuleScan) -> Position | None:
    """The `module` block that leads to the block, if it is in a called module."""
    module, _, name = result.resource.partition(".")
    return scan.calls.get(name.partition(".")[0].partition("[")[0]) if module == "module" else None
