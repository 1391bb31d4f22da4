"""How `sphinx_site` targets become sites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.target_types import ConsoleScript, PythonSourceField
from pants.backend.python.util_rules import pex
from pants.backend.python.util_rules.interpreter_constraints import InterpreterConstraints
from pants.backend.python.util_rules.pex import PexRequest, VenvPex, VenvPexProcess
from pants.backend.python.util_rules.pex_requirements import PexRequirements, Resolve
from pants.core.goals.check import CheckRequest, CheckResult, CheckResults
from pants.core.goals.package import (
    BuiltPackage,
    BuiltPackageArtifact,
    OutputPathField,
    PackageFieldSet,
)
from pants.core.target_types import FileSourceField
from pants.core.util_rules.source_files import SourceFiles, SourceFilesRequest
from pants.engine.fs import AddPrefix, Digest, RemovePrefix
from pants.engine.process import FallibleProcessResult, Process, ProcessResult
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import SourcesField, TransitiveTargets, TransitiveTargetsRequest
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel
from pants.util.strutil import strip_v2_chroot_path

from sphinx_site.target_types import (
    SphinxConfigurationField,
    SphinxPagesField,
    SphinxResolveField,
)

_SITE = "__site"


@dataclass(frozen=True)
class SphinxSiteFieldSet(PackageFieldSet):
    required_fields = (SphinxPagesField, SphinxConfigurationField)

    pages: SphinxPagesField
    configuration: SphinxConfigurationField
    resolve: SphinxResolveField
    output_path: OutputPathField


class SphinxCheckRequest(CheckRequest[SphinxSiteFieldSet]):
    field_set_type = SphinxSiteFieldSet
    tool_name = "sphinx"


@dataclass(frozen=True)
class SphinxBuild:
    """The process that makes a site, in `_SITE`."""

    site: SphinxSiteFieldSet


@rule(level=LogLevel.DEBUG)
async def setup_sphinx(request: SphinxBuild, python: PythonSetup) -> Process:
    site = request.site
    sphinx, needed = await MultiGet(
        Get(
            VenvPex,
            PexRequest(
                output_filename="sphinx.pex",
                internal_only=True,
                requirements=PexRequirements(
                    from_superset=Resolve(site.resolve.value, use_entire_lockfile=True),
                    description_of_origin=f"the resolve of {site.address}",
                ),
                interpreter_constraints=InterpreterConstraints(python.interpreter_constraints),
                main=ConsoleScript("sphinx-build"),
            ),
        ),
        Get(TransitiveTargets, TransitiveTargetsRequest([site.address])),
    )
    sources = await Get(
        SourceFiles,
        SourceFilesRequest(
            (target.get(SourcesField) for target in needed.closure),
            for_sources_types=(SphinxPagesField, FileSourceField, PythonSourceField),
            enable_codegen=True,
        ),
    )
    return await Get(
        Process,
        VenvPexProcess(
            sphinx,
            argv=(
                "--builder=html",
                "--fail-on-warning",
                "--keep-going",
                "--quiet",
                "--no-color",
                f"--conf-dir={site.configuration.value}",
                "--doctree-dir=.doctrees",
                ".",
                _SITE,
            ),
            input_digest=sources.snapshot.digest,
            # The same pages make the same site.
            extra_env={"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "315532800"},
            output_directories=(_SITE,),
            description=f"Make the site {site.address}.",
            level=LogLevel.DEBUG,
        ),
    )


@rule(desc="Make a site", level=LogLevel.DEBUG)
async def package_site(site: SphinxSiteFieldSet) -> BuiltPackage:
    process = await Get(Process, SphinxBuild(site))
    result = await Get(ProcessResult, Process, process)
    pages = await Get(Digest, RemovePrefix(result.output_digest, _SITE))
    directory = site.output_path.value_or_default(file_ending=None)
    return BuiltPackage(
        await Get(Digest, AddPrefix(pages, directory)), (BuiltPackageArtifact(directory),)
    )


@rule(desc="Check that sites are whole", level=LogLevel.DEBUG)
async def check_sites(request: SphinxCheckRequest) -> CheckResults:
    processes = await MultiGet(
        Get(Process, SphinxBuild(field_set)) for field_set in request.field_sets
    )
    results = await MultiGet(Get(FallibleProcessResult, Process, process) for process in processes)
    return CheckResults(
        (
            CheckResult(
                result.exit_code,
                strip_v2_chroot_path(result.stdout),
                strip_v2_chroot_path(result.stderr),
                partition_description=site.address.spec,
            )
            for site, result in zip(request.field_sets, results)
        ),
        checker_name=request.tool_name,
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        *pex.rules(),
        UnionRule(PackageFieldSet, SphinxSiteFieldSet),
        UnionRule(CheckRequest, SphinxCheckRequest),
    ]
