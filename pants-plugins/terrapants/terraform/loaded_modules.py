"""The modules that Terraform loads with one, and the providers that they need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.hcl.module_calls import CalledModule, called_modules
from terrapants.hcl.paths import resolve_local
from terrapants.hcl.provider_needs import ProviderNeeds, provider_needs
from terrapants.hcl.remote_sources import remote_source
from terrapants.terraform.modules import (
    TerraformModule,
    TerraformModuleRequest,
    TerraformTestFile,
    TerraformTestFileRequest,
)


@dataclass(frozen=True)
class LoadedModuleRequest:
    """A module's directory, relative to the build root."""

    directory: str


@dataclass(frozen=True)
class LoadedModule:
    """:param calls: the directories of the local modules that it calls, relative to the build root.
    :param complete: whether all of it is known: each file was read, and each call is of a module of
        the repository, or of a remote one.
    :param called: all that it calls.
    :param was_read: whether each of its files was.
    """

    needs: ProviderNeeds
    calls: tuple[str, ...]
    complete: bool
    called: tuple[CalledModule, ...] = ()
    was_read: bool = True


@dataclass(frozen=True)
class LoadedModulesRequest:
    """:param directory: the module that Terraform runs in, relative to the build root.
    :param tests: the paths of the test files that it loads.
    """

    directory: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class LoadedModules:
    """:param modules: by their directories, relative to the build root.
    :param complete: whether these are all that are loaded from the repository, and known.
    """

    directory: str
    modules: FrozenDict[str, LoadedModule]
    tests: tuple[TerraformTestFile, ...]
    complete: bool

    def below(self, directory: str) -> frozenset[str]:
        """The modules that one calls, directly or through others."""
        found: set[str] = set()
        waiting = [directory]
        while waiting:
            calls = self.modules[waiting.pop()].calls
            waiting.extend(each for each in calls if each not in found)
            found.update(calls)
        return frozenset(found)


@rule(level=LogLevel.DEBUG)
async def loaded_module(request: LoadedModuleRequest) -> LoadedModule:
    module = await Get(TerraformModule, TerraformModuleRequest(request.directory))
    interface = module.interface()
    called = tuple(called_modules(interface.module_calls).values())
    calls = [resolve_local(request.directory, each.source or "") for each in called]
    known = [each for each in calls if each is not None]
    was_read = not module.unread
    return LoadedModule(
        provider_needs(interface),
        tuple(dict.fromkeys(known)),
        bool(module.files)
        and was_read
        and all(is_known(request.directory, each) for each in called),
        called,
        was_read,
    )


@rule(desc="Find the modules that Terraform loads", level=LogLevel.DEBUG)
async def loaded_modules(request: LoadedModulesRequest) -> LoadedModules:
    tests = await MultiGet(
        Get(TerraformTestFile, TerraformTestFileRequest(path)) for path in request.tests
    )
    of_runs = [
        resolve_local(request.directory, run.module_source)
        for test in tests
        for run in (test.tests.runs if test.tests else ())
        if run.module_source is not None
    ]
    complete = None not in of_runs and all(test.tests is not None for test in tests)
    modules: dict[str, LoadedModule] = {}
    waiting = {request.directory, *(each for each in of_runs if each is not None)}
    while waiting:
        directories = sorted(waiting)
        found = await MultiGet(
            Get(LoadedModule, LoadedModuleRequest(directory)) for directory in directories
        )
        modules.update(zip(directories, found))
        waiting = {call for each in found for call in each.calls} - modules.keys()
    return LoadedModules(
        request.directory,
        FrozenDict(modules),
        tests,
        complete and all(each.complete for each in modules.values()),
    )


def is_known(directory: str, call: CalledModule) -> bool:
    """Whether a call is of a module in the repository, or remote and literal."""
    return (
        remote_source(call) is not None or resolve_local(directory, call.source or "") is not None
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
