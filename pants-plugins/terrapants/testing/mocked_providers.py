"""Whether a test file mocks every provider that its runs use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from terrapants.hcl.paths import resolve_local
from terrapants.hcl.provider_needs import ProviderConfiguration, ProviderNeeds
from terrapants.hcl.terraform_tests import Run, TerraformTests
from terrapants.terraform.loaded_modules import LoadedModules


def mocks_every_provider(tests: TerraformTests, loaded: LoadedModules) -> bool:
    """Whether no provider is configured when Terraform runs the file.

    A configuration is looked for wherever a module could use it, so the answer may be no although
    Terraform would configure none.

    :param loaded: the modules that Terraform loads with the module under test and this file.
    """
    if tests.providers or not loaded.complete:
        return False
    own = loaded.modules[loaded.directory].needs
    mocks = {
        _reference(mock.name, mock.alias): own.configuration(_reference(mock.name, mock.alias))
        for mock in tests.mock_providers
    }
    return all(_is_mocked(run, mocks, loaded) for run in tests.runs)


def _is_mocked(run: Run, mocks: Mapping[str, ProviderConfiguration], loaded: LoadedModules) -> bool:
    directory = loaded.directory
    if run.module_source is not None:
        # It is local, as `loaded` is complete.
        directory = resolve_local(directory, run.module_source) or ""
    module = loaded.modules[directory].needs
    called = [loaded.modules[each].needs for each in loaded.below(directory)]
    if any(each.configures for each in called):
        return False
    mocked = frozenset(mocks.values())
    if run.providers:
        mocked = frozenset(
            module.configuration(name) for name, given in run.providers if given in mocks
        )
    return mocked.issuperset((*module.configurations, *_inherited(called)))


def _inherited(called: Iterable[ProviderNeeds]) -> Iterable[ProviderConfiguration]:
    """What modules get without being passed it: the caller's default configurations."""
    for needs in called:
        yield from (each for each in needs.configurations if each.alias is None)


def _reference(name: str, alias: str | None) -> str:
    return f"{name}.{alias}" if alias else name
