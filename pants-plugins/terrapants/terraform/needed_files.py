"""Which files a Terraform process needs: one answer for tests, `validate` and the scan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.core.target_types import FileSourceField, ResourceSourceField
from pants.core.util_rules.source_files import SourceFiles, SourceFilesRequest
from pants.engine.addresses import Address
from pants.engine.fs import Digest, MergeDigests, PathGlobs
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import SourcesField, TransitiveTargets, TransitiveTargetsRequest
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.terraform.dependency_inference import (
    ModuleDependencies,
    ModuleDependenciesRequest,
)
from terrapants.terraform.file_targets import DirectoryFiles, DirectoryFilesRequest
from terrapants.terraform.modules import module_globs


@dataclass(frozen=True)
class NeededFilesRequest:
    """:param addresses: of modules and tests.
    :param directories: of modules without a target.
    """

    addresses: tuple[Address, ...]
    directories: tuple[str, ...] = ()


@dataclass(frozen=True)
class NeededFiles:
    """The files of the targets and of all that they depend on, at their paths in the repository.

    Those of called modules without a target are among them, and generated files as well.

    :param modules: the directories of all modules among them.
    """

    digest: Digest
    modules: tuple[str, ...]


@rule(desc="Find the files of a Terraform process", level=LogLevel.DEBUG)
async def needed_files(request: NeededFilesRequest) -> NeededFiles:
    roots = set(request.addresses)
    without_target = set(request.directories)
    seen: set[str] = set()
    while True:
        transitive = await Get(TransitiveTargets, TransitiveTargetsRequest(sorted(roots)))
        modules = {
            target.address.spec_path
            for target in transitive.closure
            if target.has_field(TerraformModuleSourcesField)
        } | without_target
        if modules <= seen:
            break
        new = sorted(modules - seen)
        dependencies = await MultiGet(
            Get(ModuleDependencies, ModuleDependenciesRequest(directory)) for directory in new
        )
        seen |= modules
        for directory, each in zip(new, dependencies):
            without_target.update(each.found.without_target)
            if directory in without_target:
                roots.update(each.found.addresses)
        inputs = await MultiGet(
            Get(DirectoryFiles, DirectoryFilesRequest(directory))
            for directory in sorted(without_target)
        )
        roots.update(address for each in inputs for address in each.inputs)
    sources = [target.get(SourcesField) for target in transitive.closure]
    file_types = (FileSourceField, ResourceSourceField)
    # Codegen is asked for as files and resources only: of a Python source there is just itself.
    generated, others, untargeted = await MultiGet(
        Get(
            SourceFiles,
            SourceFilesRequest(sources, for_sources_types=file_types, enable_codegen=True),
        ),
        Get(
            SourceFiles,
            SourceFilesRequest(field for field in sources if not isinstance(field, file_types)),
        ),
        Get(Digest, PathGlobs(module_globs(sorted(without_target)))),
    )
    digest = await Get(
        Digest,
        MergeDigests((generated.snapshot.digest, others.snapshot.digest, untargeted)),
    )
    return NeededFiles(digest, tuple(sorted(modules)))


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
