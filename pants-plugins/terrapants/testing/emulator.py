"""Emulators of clouds, which run beside a test in its process.

`EMULATORS` is all that knows which they are: a further one is an entry there, with a module that
`terrapants.emulators.launch` starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.target_types import EntryPoint
from pants.backend.python.util_rules import pex
from pants.backend.python.util_rules.pex import PexRequest, VenvPex, VenvPexProcess
from pants.engine.fs import CreateDigest, Digest, FileContent
from pants.engine.process import Process
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.terraform.process import CommandRunner
from terrapants.terraform.scripts import files_of_package
from terrapants.testing.cloud_access import with_emulator
from terrapants.testing.subsystem import Moto

_PACKAGE = "terrapants.emulators"
EMULATORS: Mapping[str, str] = {"aws": f"{_PACKAGE}.aws"}


@dataclass(frozen=True)
class EmulatorRequest:
    """A value of the field `emulator`."""

    name: str


@rule(desc="Prepare the emulator", level=LogLevel.DEBUG)
async def emulator(request: EmulatorRequest, moto: Moto, python: PythonSetup) -> CommandRunner:
    files = (FileContent("terrapants/__init__.py", b""), *files_of_package(_PACKAGE))
    venv = await Get(
        VenvPex,
        PexRequest(
            output_filename="emulator.pex",
            internal_only=True,
            requirements=moto.requirements(python),
            interpreter_constraints=moto.interpreter_constraints,
            main=EntryPoint(f"{_PACKAGE}.launch"),
            sources=await Get(Digest, CreateDigest(files)),
        ),
    )
    process = await Get(Process, VenvPexProcess(venv, argv=(), description="Run an emulator"))
    return CommandRunner(
        with_emulator(process.argv[0], EMULATORS[request.name]),
        process.input_digest,
        process.append_only_caches,
    )


def rules() -> Iterable[Rule | UnionRule]:
    return (*collect_rules(), *pex.rules())
