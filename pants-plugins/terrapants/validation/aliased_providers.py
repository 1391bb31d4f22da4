"""The provider configurations that a module gets from its callers, as files in its sandbox.

`terraform validate` takes the directory that it runs in for a root module, which has no caller: it
refuses each reference to a configuration that `configuration_aliases` asks for. Here a generated
file stands for the caller. It exists in the sandbox only.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.fs import CreateDigest, Digest, FileContent
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.hcl.module_interface import ModuleInterface
from terrapants.hcl.paths import resolve_local
from terrapants.terraform.modules import (
    TerraformModule,
    TerraformModuleRequest,
    TerraformTestFile,
    TerraformTestFileRequest,
)

_FILE = "terrapants_aliased_providers.tf.json"


@dataclass(frozen=True)
class AliasedProvidersRequest:
    """:param directory: the module that is validated, relative to the build root.
    :param modules: the directories of the module and of all local ones that are loaded with it.
    :param tests: the paths of the test files that are loaded with it.
    """

    directory: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]


@dataclass(frozen=True)
class AliasedProviders:
    """:param digest: a file for the module, and one for each module that a test loads, if they have
        `configuration_aliases`. A module that another one calls has none: Terraform refuses a
        module that has a configuration of its own and is passed one as well.
    :param conflict: whether the validated module has such a file all the same.
    """

    digest: Digest
    conflict: bool


@rule(desc="Find the providers that callers pass to a module", level=LogLevel.DEBUG)
async def aliased_providers(request: AliasedProvidersRequest) -> AliasedProviders:
    tests = await MultiGet(
        Get(TerraformTestFile, TerraformTestFileRequest(path)) for path in request.tests
    )
    loaded = {
        resolve_local(request.directory, run.module_source)
        for test in tests
        for run in (test.tests.runs if test.tests is not None else ())
        if run.module_source is not None
    }
    every = await MultiGet(
        Get(TerraformModule, TerraformModuleRequest(directory)) for directory in request.modules
    )
    called = {
        resolve_local(each.directory, call.source)
        for each in every
        for file in each.files
        for call in file.of_interface("module_calls")
        if call.source is not None
    }
    contents = {
        each.directory: configurations(each.interface())
        for each in every
        if each.directory in {request.directory, *loaded}
    }
    files = [
        FileContent(os.path.join(directory, _FILE), content)
        for directory, content in contents.items()
        if content and (directory == request.directory or directory not in called)
    ]
    return AliasedProviders(
        await Get(Digest, CreateDigest(files)),
        request.directory in called and bool(contents[request.directory]),
    )


def configurations(interface: ModuleInterface) -> bytes:
    """The content of a file that configures the providers that a module's callers have to pass; it
    is empty where there are none."""
    own = {f"{provider.name}.{provider.alias}" for provider in interface.providers}
    aliases: dict[str, list[dict[str, str]]] = {}
    for address in _asked_for(interface):
        name, _, alias = address.partition(".")
        if alias and address not in own:
            aliases.setdefault(name, []).append({"alias": alias})
    return json.dumps({"provider": aliases}).encode() if aliases else b""


def _asked_for(interface: ModuleInterface) -> Iterable[str]:
    asked = (alias for each in interface.required_providers for alias in each.aliases)
    return dict.fromkeys(asked)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
