"""The caches of a process that runs the Python of a `VenvPex` without Pants' `VenvPexProcess`."""

from __future__ import annotations

from pants.backend.python.util_rules.pex import VenvPex
from pants.backend.python.util_rules.pex_environment import PexEnvironment
from pants.util.frozendict import FrozenDict


def venv_caches(venv: VenvPex, environment: PexEnvironment) -> FrozenDict[str, str]:
    """The append-only caches, by name: without them the process would install the venv anew.

    A `VenvPex` itself names only those of its interpreter.
    """
    of_pex = environment.in_sandbox(working_directory=None).append_only_caches
    return FrozenDict({**of_pex, **(venv.append_only_caches or {})})
