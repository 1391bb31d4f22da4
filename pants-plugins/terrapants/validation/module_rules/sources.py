"""Where modules come from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs

from terrapants.findings.finding import Severity
from terrapants.hcl.module_interface import ModuleCall
from terrapants.hcl.paths import is_local_source, is_registry_source, resolve_local
from terrapants.hcl.position import Position
from terrapants.validation.module_rules.linted_module import LintedModule
from terrapants.validation.module_rules.module_rule import ModuleRule, Remark

# Usual names of branches. Any other name may be a tag or a branch.
_BRANCHES = frozenset(
    {"default", "dev", "develop", "development", "head", "main", "master", "trunk"}
)
_GIT_PREFIXES = ("git::", "git@", "git://", "github.com/", "bitbucket.org/", "ssh://")
_MERCURIAL_PREFIX = "hg::"
_VERSION = re.compile(r"\d+\.\d+|(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])")
# Of S3, of Google Cloud Storage, and of what Terraform checks a download against.
_FIXED = ("versionId=", "generation=", "checksum=")


def _local_modules(module: LintedModule) -> Iterator[Remark]:
    for call in module.interface.module_calls:
        if call.source is not None:
            yield from _checked(
                module, module.directory, call.source, f'module "{call.name}"', _place(call)
            )
    for test in module.own_tests():
        for run in test.runs:
            if run.module_source is not None:
                yield from _checked(
                    module, module.directory, run.module_source, f'run "{run.name}"', run.position
                )


def _checked(
    module: LintedModule, directory: str, source: str, what: str, position: Position
) -> Iterator[Remark]:
    if source.startswith("/"):
        yield Remark(
            position,
            f"the source of {what}, {source}, is an absolute path: other machines do not have it",
        )
    if not is_local_source(source):
        return
    local = resolve_local(directory, source)
    if local is None:
        yield Remark(position, f"the source of {what}, {source}, is outside the repository")
    elif local not in module.module_directories:
        yield Remark(
            position,
            f"the source of {what}, {source}, has no Terraform configuration: there is no *.tf "
            f"file in {local or 'the root directory'}",
        )


def _files(module: LintedModule) -> Iterator[Remark]:
    for each in module.missing_files:
        yield Remark(each.reference.position, each.message)


def _pinned_sources(module: LintedModule) -> Iterator[Remark]:
    for call in module.interface.module_calls:
        problem = _unpinned(call)
        if problem:
            yield Remark(_place(call), f'the source of module "{call.name}" {problem}')


def _unpinned(call: ModuleCall) -> str:
    """Why what the call gets may change, or "" if it is pinned."""
    source = call.source
    if source is None or source.startswith("/") or is_local_source(source):
        return ""
    if is_registry_source(source):
        return "" if call.has_version else "is in a registry, but the call has no version"
    address, _, query = source.partition("?")
    without_scheme = address.rpartition("://")[2]
    if source.startswith(_GIT_PREFIXES) or without_scheme.partition("//")[0].endswith(".git"):
        return _unpinned_revision(query, "ref", "?ref= with a tag or commit")
    if source.startswith(_MERCURIAL_PREFIX):
        return _unpinned_revision(query, "rev", "?rev= with a tag or changeset")
    path = without_scheme.partition("/")[2]
    if _VERSION.search(path) or _VERSION.search(query) or any(key in source for key in _FIXED):
        return ""
    return "has no version in its address, so it may change"


def _unpinned_revision(query: str, parameter: str, expected: str) -> str:
    revision = (parse_qs(query).get(parameter) or [""])[0]
    if not revision:
        return f"is not pinned: it needs {expected}"
    if revision.lower() in _BRANCHES or revision.startswith("refs/heads/"):
        return f"is pinned to the branch {revision}, which moves: it needs {expected}"
    return ""


def _place(call: ModuleCall) -> Position:
    """The call's `source` argument."""
    return call.source_position or call.position


RULES = (
    ModuleRule(
        "terraform-local-module",
        Severity.ERROR,
        "A call to a module that does not exist fails in `terraform init`.",
        _local_modules,
    ),
    ModuleRule(
        "terraform-missing-file",
        Severity.ERROR,
        "A module or test that reads a file that does not exist fails when it is planned.",
        _files,
    ),
    ModuleRule(
        "terraform-pinned-source",
        Severity.ERROR,
        "A module that is not pinned can change without any change in the repository.",
        _pinned_sources,
    ),
)
