"""Modules to try the rules on."""

from __future__ import annotations

from collections.abc import Mapping

from terrapants.findings.finding import Finding, render, with_source_line
from terrapants.findings.rule_levels import RuleSettings
from terrapants.hcl.file_facts import read_file
from terrapants.hcl.named_files import named_by_tests, named_files
from terrapants.terraform.module_kind import ModuleKind, module_kind
from terrapants.validation.module_rules.linted_module import LintedModule, ModuleFile, ModuleTest
from terrapants.validation.module_rules.run import lint

DIRECTORY = "infra/m"
VERSIONS = """\
terraform {
  required_version = ">= 1.7.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}
"""
# Breaks no rule.
GOOD = {
    "main.tf": 'resource "aws_s3_bucket" "this" {\n  bucket = var.name\n}\n',
    "variables.tf": (
        'variable "name" {\n  description = "Name of the bucket."\n  type        = string\n}\n'
    ),
    "outputs.tf": (
        'output "arn" {\n  description = "ARN of the bucket."\n'
        "  value       = aws_s3_bucket.this.arn\n}\n"
    ),
    "versions.tf": VERSIONS,
    "tests/defaults.tftest.hcl": 'run "defaults" {\n  command = plan\n}\n',
}


def module(
    changes: Mapping[str, str | None],
    *,
    directory: str = DIRECTORY,
    kind: ModuleKind | None = None,
    module_directories: tuple[str, ...] = (),
    has_variable_files: bool = False,
) -> LintedModule:
    """The good module with files added or replaced, or left out where the text is None.

    Test files test it, wherever they are.
    """
    files = {name: text for name, text in {**GOOD, **changes}.items() if text is not None}
    facts = {
        f"{directory}/{name}": read_file(f"{directory}/{name}", text.encode())
        for name, text in sorted(files.items())
    }
    configuration = tuple(
        ModuleFile(path, found) for path, found in facts.items() if found.interface is not None
    )
    tests = tuple(
        ModuleTest(path, found, directory)
        for path, found in facts.items()
        if found.tests is not None
    )
    named = [
        file
        for each in configuration
        for file in named_files(directory, each.interface.file_references)
    ]
    for test in tests:
        if test.facts.tests is not None:
            named += named_by_tests(directory, test.facts.tests)
    return LintedModule(
        directory,
        kind
        or module_kind(
            directory,
            any(file.interface.has_state for file in configuration),
            has_variable_files,
        ),
        configuration,
        tests,
        frozenset(module_directories),
        tuple(file for file in named if not any(path.startswith(file.path) for path in facts)),
    )


def findings(
    changes: Mapping[str, str | None],
    rule: str = "",
    *,
    settings: RuleSettings | None = None,
    **options: object,
) -> tuple[Finding, ...]:
    """What is found in the good module with these changes, by a rule or by all."""
    texts = {
        f"{options.get('directory', DIRECTORY)}/{name}": text
        for name, text in {**GOOD, **changes}.items()
        if text is not None
    }
    linted = module(changes, **options)  # type: ignore[arg-type]
    found = lint(linted, settings or RuleSettings())
    return tuple(
        with_source_line(each, texts.get(each.path, ""))
        for each in found
        if not rule or each.rule == rule
    )


def shown(changes: Mapping[str, str | None], rule: str = "", **options: object) -> str:
    """What a user reads of it."""
    return render(findings(changes, rule, **options))  # type: ignore[arg-type]
