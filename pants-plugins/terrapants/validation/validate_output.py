"""Turns the output of `terraform init` and `terraform validate` into findings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from terrapants.findings.finding import (
    Finding,
    FindingRule,
    Severity,
    fails,
    in_order,
)
from terrapants.hcl.module_interface import ModuleInterface
from terrapants.hcl.position import Position
from terrapants.hcl.provider_needs import source_address
from terrapants.terraform.init_failure import (
    KnownProviders,
    explain_init_failure,
    follows_from_suite,
    plain_text,
    read_requirement,
)
from terrapants.terraform.json_output import (
    Diagnostic,
    diagnostic,
    finding_of_diagnostic,
    json_lines,
    last_attempt,
)

RULE = FindingRule(
    "terraform-validate",
    "Terraform must accept the configuration.",
    Severity.ERROR,
)
_NO_CONFIGURATION = re.compile(
    r"^To work with (?P<address>\S+) its original provider configuration at (?P<provider>\S+) is "
)


@dataclass(frozen=True)
class ValidateOutcome:
    """How the process of a module ended.

    :param directory: the module, relative to the build root.
    """

    directory: str
    exit_code: int
    stdout: str
    stderr: str
    providers: KnownProviders = field(default_factory=KnownProviders)


def read_outcome(
    outcome: ValidateOutcome, interfaces: Sequence[ModuleInterface]
) -> tuple[Finding, ...]:
    """The findings; at least one error unless Terraform exited with 0.

    :param interfaces: those of the module and of the modules loaded with it, to find the line that
        requires a missing provider.
    """
    outcome = replace(outcome, stdout=last_attempt(outcome.stdout))
    directory = outcome.directory
    requirements: dict[str, str] = {}
    of_init: list[Diagnostic] = []
    initialised = False
    for message in json_lines(outcome.stdout):
        kind = message.get("type")
        if kind == "log":
            read_requirement(message, requirements)
        elif kind == "diagnostic":
            of_init.append(diagnostic(message, directory))
        elif kind == "terrapants_init":
            initialised = message["exit_code"] == 0
    warnings = [each for each in of_init if each.severity == "warning"]
    findings = [finding_of_diagnostic(each) for each in warnings if not follows_from_suite(each)]
    if initialised:
        findings.extend(
            finding_of_diagnostic(diagnostic({"diagnostic": each}, directory))
            for each in _validation(outcome.stdout).get("diagnostics", ())
        )
    else:
        findings.extend(_of_init(of_init, requirements, outcome, interfaces))
    if outcome.exit_code and not fails(findings):
        command = "validate" if initialised else "init"
        text = plain_text(f"{outcome.stdout}\n{outcome.stderr}") or "no reason was given"
        failed = f"`terraform {command}` exited with {outcome.exit_code}"
        findings.append(Finding("", Severity.ERROR, failed, detail=text))
    return in_order(
        # If Terraform names no file, at least the module is known.
        replace(each, path=each.path or directory or ".")
        for each in (_with_cause(each, interfaces) for each in findings)
    )


def _with_cause(finding: Finding, interfaces: Sequence[ModuleInterface]) -> Finding:
    """Terraform takes a provider configuration that is asked for, and is not there, for one that
    was deleted, and names no file."""
    match = None if finding.path else _NO_CONFIGURATION.match(" ".join(finding.detail.split()))
    if match is None:
        return finding
    detail = (
        f"{match['address']} asks for {match['provider']}. Declare it in a provider block, or in "
        "configuration_aliases if callers pass it, or correct the provider argument."
    )
    for resource in interfaces[0].resources if interfaces else ():
        if str(resource) == match["address"]:
            at = resource.position
            return replace(finding, path=at.path, line=at.line, column=at.column, detail=detail)
    return replace(finding, detail=detail)


def _validation(stdout: str) -> Mapping[str, Any]:
    """The object that `terraform validate -json` writes, over many lines."""
    _, _, rest = stdout.partition('{"type":"terrapants_init"')
    _, _, rest = rest.partition("\n")
    start = rest.find("{")
    try:
        read, _ = json.JSONDecoder().raw_decode(rest, start) if start >= 0 else ({}, 0)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _of_init(
    diagnostics: Iterable[Diagnostic],
    requirements: Mapping[str, str],
    outcome: ValidateOutcome,
    interfaces: Sequence[ModuleInterface],
) -> list[Finding]:
    failure = explain_init_failure(diagnostics, requirements, outcome.providers, outcome.directory)
    findings = [finding_of_diagnostic(each) for each in failure.diagnostics]
    for each in failure.unavailable:
        if each.source is not None:
            where = (each.source.path, each.source.line, each.source.column)
        else:
            position = provider_position(each.provider, interfaces)
            where = (position.path, position.line, position.column) if position else ("", 0, 0)
        findings.append(Finding("", Severity.ERROR, each.sentence, *where))
    return findings


def provider_position(provider: str, interfaces: Sequence[ModuleInterface]) -> Position | None:
    """Where modules ask for a provider: in `required_providers`, or else in the first resource.

    :param provider: as `init` names it: `hashicorp/aws`, with the host of any other registry.
    """
    name = provider.rpartition("/")[2]
    for interface in interfaces:
        for required in interface.required_providers:
            if source_address(required.source, required.name) == source_address(provider):
                return required.position
    for interface in interfaces:
        for block in interface.resources:
            if block.type.partition("_")[0] == name:
                return block.position
    return None
