"""Emulators of clouds, which run beside a test in its process.

`EMULATORS` is all that knows which they are: a further one is an entry there, with a script that
`emulators/launch.py` starts. These scripts lie in the sandbox beside the PEX, not in it, so that a
change of them does not install moto again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.util_rules import pex
from pants.backend.python.util_rules.pex import PexRequest, VenvPex
from pants.backend.python.util_rules.pex_environment import PexEnvironment
from pants.engine.fs import CreateDigest, Digest, FileContent, MergeDigests
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.terraform.process import CommandRunner
from terrapants.terraform.scripts import files_of_package
from terrapants.terraform.venv_caches import venv_caches
from terrapants.testing.cloud_access import with_emulator
from terrapants.testing.subsystem import Moto

_PACKAGE = "terrapants.emulators"
_SCRIPTS = ".terrapants/emulators"
_LAUNCH = "launch.py"
EMULATORS: Mapping[str, str] = {"aws": "aws.py"}


@dataclass(frozen=True)
class EmulatorRequest:
    """A value of the field `emulator`."""

    name: str


@rule(desc="Prepare the emulator", level=LogLevel.DEBUG)
async def emulator(
    request: EmulatorRequest, moto: Moto, python: PythonSetup, pex_environment: PexEnvironment
) -> CommandRunner:
    venv = await Get(
        VenvPex,
        PexRequest(
            output_filename="emulator.pex",
            internal_only=True,
            requirements=moto.requirements(python),
            interpreter_constraints=moto.interpreter_constraints,
        ),
    )
    script = EMULATORS[request.name]
    scripts = await Get(Digest, CreateDigest(_scripts(_LAUNCH, script)))
    return CommandRunner(
        with_emulator(venv.python.argv0, f"{_SCRIPTS}/{_LAUNCH}", f"{_SCRIPTS}/{script}"),
        await Get(Digest, MergeDigests((venv.digest, scripts))),
        venv_caches(venv, pex_environment),
    )


def _scripts(*names: str) -> Iterator[FileContent]:
    for file in files_of_package(_PACKAGE):
        name = os.path.basename(file.path)
        if name in names:
            yield FileContent(f"{_SCRIPTS}/{name}", file.content)


def rules() -> Iterable[Rule | UnionRule]:
    return (*collect_rules(), *pex.rules())
