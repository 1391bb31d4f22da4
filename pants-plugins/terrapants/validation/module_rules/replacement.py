"""Changes in place where a replacement is wanted, and replacements that interrupt a service."""

from __future__ import annotations

from collections.abc import Iterator

from terrapants.findings.finding import Severity
from terrapants.hcl.paths import is_override
from terrapants.hcl.replacement import REPLACED_IN_USE, ReplacementIssue, ReplacementKind
from terrapants.terraform.module_kind import ModuleKind
from terrapants.validation.module_rules.linted_module import LintedModule
from terrapants.validation.module_rules.module_rule import ModuleRule, Remark

# Of each kind what is said after the address of the resource.
_CHANGES = {
    ReplacementKind.NEWEST_TEMPLATE: (
        'takes version "{text}" of its launch template, so a new version shows in no plan and '
        "reaches instances one by one: write aws_launch_template.<name>.latest_version"
    ),
    ReplacementKind.NO_INSTANCE_REFRESH: (
        "has no instance_refresh block, so its instances stay as they are when their template "
        "changes: add one, or let its name depend on the template"
    ),
    ReplacementKind.USER_DATA: (
        "runs {text} once, when it is created, and a change stops and starts it without running "
        "it again: set user_data_replace_on_change = true"
    ),
    ReplacementKind.LATEST_IMAGE: (
        'runs the image "{text}", and what that is changes without a plan: name a version or a '
        "digest"
    ),
    ReplacementKind.UNTAGGED_IMAGE: (
        'runs the image "{text}", which is its tag "latest", and what that is changes without a '
        "plan: name a version or a digest"
    ),
}


def _changes_in_place(module: LintedModule) -> Iterator[Remark]:
    for issue in _issues(module):
        if issue.kind in _CHANGES:
            message = _CHANGES[issue.kind].format(text=issue.text)
            yield Remark(issue.position, f"{issue.address} {message}")


def _destroyed_first(module: LintedModule) -> Iterator[Remark]:
    for issue in _issues(module):
        if issue.kind is ReplacementKind.DESTROYED_FIRST:
            why = REPLACED_IN_USE[issue.address.partition(".")[0]]
            yield Remark(
                issue.position,
                f"{issue.address} would be destroyed before what replaces it exists, and {why}: "
                "set create_before_destroy = true in a lifecycle block",
            )


def _issues(module: LintedModule) -> Iterator[ReplacementIssue]:
    """What the module has, but not in resources that an override file changes."""
    if module.kind is ModuleKind.TEST:
        return
    changed = {
        str(resource)
        for file in module.files
        if is_override(file.path)
        for resource in file.interface.resources
    }
    for issue in module.declared.replacement_issues:
        if issue.address not in changed:
            yield issue


RULES = (
    ModuleRule(
        "terraform-change-in-place",
        Severity.WARNING,
        "What is replaced as a whole is what was tested; what changes in place, or unseen, is not.",
        _changes_in_place,
    ),
    ModuleRule(
        "terraform-create-before-destroy",
        Severity.WARNING,
        "Terraform destroys first: what is in use is gone for a while, or cannot be replaced.",
        _destroyed_first,
    ),
)
