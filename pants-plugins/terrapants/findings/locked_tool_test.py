from __future__ import annotations

import pkgutil

import pytest
from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.util_rules.pex_requirements import (
    EntireLockfile,
    PexRequirements,
    Resolve,
)
from pants.testutil.option_util import create_subsystem

from terrapants.findings.locked_tool import LockedTool
from terrapants.findings.user_error import UserError
from terrapants.scaffold.subsystem import Cookiecutter
from terrapants.security.subsystem import Checkov
from terrapants.terraform.provider_pool_options import ProviderPool
from terrapants.testing.subsystem import Moto

RESOLVES = create_subsystem(PythonSetup, resolves={"mine": "mine.lock"}, enable_resolves=True)


def tool(resolve: str | None) -> LockedTool:
    return create_subsystem(Cookiecutter, install_from_resolve=resolve)


def test_without_a_resolve_the_lock_of_the_suite_is_used() -> None:
    requirements = tool(None).requirements(RESOLVES)
    assert isinstance(requirements, EntireLockfile)
    assert requirements.lockfile.url == "resource://terrapants.scaffold/requirements.lock"


def test_a_resolve_of_the_user_comes_first() -> None:
    requirements = tool("mine").requirements(RESOLVES)
    assert isinstance(requirements, PexRequirements)
    assert requirements.from_superset == Resolve("mine", use_entire_lockfile=True)


def test_a_resolve_that_does_not_exist() -> None:
    with pytest.raises(UserError, match=r"is 'min', which .*: mine\. Did you mean mine\? Unset it"):
        tool("min").requirements(RESOLVES)


@pytest.mark.parametrize("cls", [Checkov, Cookiecutter, Moto, ProviderPool])
def test_each_tool_has_a_lock_with_hashes(cls: type[LockedTool]) -> None:
    lock = pkgutil.get_data(cls.package, "requirements.lock")
    assert lock is not None
    pinned = [line for line in lock.decode().splitlines() if "==" in line and line[:1].isalpha()]
    assert any(line.startswith(cls.requirement.partition("[")[0]) for line in pinned)
    assert lock.count(b"--hash=sha256:") >= len(pinned)
