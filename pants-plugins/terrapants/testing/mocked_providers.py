"""Which provider configurations a test file mocks, if it mocks all that its runs use; and whether
AWS is among what it does not mock."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Optional

from terrapants.hcl.paths import resolve_local
from terrapants.hcl.provider_needs import ProviderConfiguration, covers
from terrapants.hcl.remote_sources import remote_source
from terrapants.hcl.terraform_tests import Run, TerraformTests
from terrapants.terraform.loaded_modules import LoadedModules

Configurations = frozenset[ProviderConfiguration]


def mocked_in_all_runs(tests: TerraformTests, loaded: LoadedModules) -> Optional[Configurations]:
    """What each run mocks; None if Terraform may configure a provider when it runs the file.

    A configuration is looked for wherever a module could use it, so the answer may be None although
    Terraform would configure none.

    :param tests: with one run at least.
    :param loaded: the modules that Terraform loads with the module under test and this file.
    """
    if tests.providers or not loaded.complete:
        return None
    own = loaded.modules[loaded.directory].needs
    mocks = {
        _reference(mock.name, mock.alias): own.configuration(_reference(mock.name, mock.alias))
        for mock in tests.mock_providers
    }
    of_runs = []
    for run in tests.runs:
        mocked = _mocked(run, mocks, loaded)
        if mocked is None:
            return None
        of_runs.append(mocked)
    return reduce(frozenset.intersection, of_runs)


def may_use_aws(loaded: LoadedModules) -> bool:
    """Whether a provider that takes credentials of AWS may be among those of these modules."""
    return not loaded.complete or any(
        # What a remote module needs is not known here.
        any(remote_source(call) is not None for call in module.called)
        or any(
            address.rpartition("/")[2].startswith("aws") for address, _ in module.needs.constraints
        )
        for module in loaded.modules.values()
    )


def _mocked(
    run: Run, mocks: Mapping[str, ProviderConfiguration], loaded: LoadedModules
) -> Optional[Configurations]:
    directory = loaded.directory
    if run.module_source is not None:
        # It is local, as `loaded` is complete.
        directory = resolve_local(directory, run.module_source) or ""
    module = loaded.modules[directory].needs
    mocked = frozenset(mocks.values())
    if run.providers:
        mocked = frozenset(
            module.configuration(name) for name, given in run.providers if given in mocks
        )
    called = (loaded.modules[each].needs for each in loaded.below(directory))
    return mocked if mocked.issuperset(module.configurations) and covers(mocked, called) else None


def _reference(name: str, alias: str | None) -> str:
    return f"{name}.{alias}" if alias else name
