"""How checkov is run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Optional

from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.target_types import ConsoleScript
from pants.backend.python.util_rules import pex
from pants.backend.python.util_rules.pex import PexRequest, VenvPex, VenvPexProcess
from pants.engine.fs import EMPTY_DIGEST, AddPrefix, CreateDigest, Digest, Directory, MergeDigests
from pants.engine.process import FallibleProcessResult, Process
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.user_error import UserError
from terrapants.security.known_checks import KnownChecks, read_listing
from terrapants.security.subsystem import Checkov
from terrapants.terraform.remote_cache import HEAD_START_MILLIS

# The directory of what is scanned, apart from checkov's own files.
REPOSITORY = "repository"
# Where checkov writes its results, relative to that directory.
RESULTS = ".checkov-results"
# In each sandbox, so that checkov reads no settings in the user's home, and leaves nothing behind.
_HOME = ".terrapants/home"
_TEMPORARY = ".terrapants/tmp"
_ENVIRONMENT = {
    # Otherwise checkov asks the package registry for a newer version of itself.
    "CKV_SKIP_PACKAGE_UPDATE_CHECK": "true",
    # Only the integration with the vendor's platform needs git.
    "GIT_PYTHON_REFRESH": "quiet",
    # Pants runs several scans at a time.
    "CHECKOV_PARALLELIZATION_TYPE": "none",
    # A file that takes longer is left out. The default is ten seconds: too few for generated files.
    "HCL_PARSE_TIMEOUT_SEC": "1800",
    "LOG_LEVEL": "ERROR",
}


@dataclass(frozen=True)
class CheckovProcess:
    """:param repository: every file that checkov may read, at its path in the repository; the
        process runs at the repository's root, or without one, at the sandbox's.

    :param other_inputs: at their paths in the sandbox.
    """

    arguments: tuple[str, ...]
    description: str
    repository: Optional[Digest] = None
    other_inputs: Digest = EMPTY_DIGEST
    output_directories: tuple[str, ...] = ()


@rule
async def checkov_process(
    request: CheckovProcess, checkov: Checkov, python: PythonSetup
) -> Process:
    venv = await Get(
        VenvPex,
        PexRequest(
            output_filename="checkov.pex",
            internal_only=True,
            requirements=checkov.requirements(python),
            interpreter_constraints=checkov.interpreter_constraints,
            main=ConsoleScript("checkov"),
        ),
    )
    directories = await Get(Digest, CreateDigest([Directory(_HOME), Directory(_TEMPORARY)]))
    inputs = [directories, request.other_inputs]
    up = ""
    if request.repository is not None:
        up = "../"
        inputs.append(await Get(Digest, AddPrefix(request.repository, REPOSITORY)))
    input_digest = await Get(Digest, MergeDigests(inputs))
    process = await Get(
        Process,
        VenvPexProcess(
            venv,
            argv=request.arguments,
            input_digest=input_digest,
            working_directory=REPOSITORY if up else None,
            output_directories=request.output_directories,
            extra_env={**_ENVIRONMENT, "HOME": f"{up}{_HOME}", "TMPDIR": f"{up}{_TEMPORARY}"},
            description=request.description,
            level=LogLevel.DEBUG,
        ),
    )
    return replace(process, remote_cache_speculation_delay_millis=HEAD_START_MILLIS)


@dataclass(frozen=True)
class PreparedCheckov:
    """:param digest: the compiled grammar of HCL, which speeds up each later run.

    :param problem: why it cannot be used: one or two sentences, or nothing.
    """

    known: KnownChecks = field(default_factory=KnownChecks)
    digest: Digest = EMPTY_DIGEST
    problem: str = ""


@rule(desc="Prepare checkov", level=LogLevel.DEBUG)
async def prepare_checkov(checkov: Checkov, python: PythonSetup) -> PreparedCheckov:
    try:
        _ = checkov.interpreter_constraints, checkov.requirements(python)
    except UserError as error:
        return PreparedCheckov(problem=str(error))
    process = await Get(
        Process,
        CheckovProcess(
            ("--list", "--skip-download"),
            "List the checks of checkov",
            output_directories=(_TEMPORARY,),
        ),
    )
    result = await Get(FallibleProcessResult, Process, process)
    known = read_listing(result.stdout.decode("utf-8", "replace"))
    if result.exit_code or not known.kinds:
        return PreparedCheckov(
            problem=f"`checkov --list` ended with exit code {result.exit_code} and no list of "
            f"checks{last_words(result.stderr)}."
        )
    return PreparedCheckov(known, result.output_digest)


def refusal(stderr: bytes) -> str:
    """What checkov says of arguments that it does not accept; "" where it accepts them."""
    _, found, said = stderr.decode("utf-8", "replace").rpartition("checkov: error: ")
    return " ".join(said.split()).rstrip(".") if found else ""


def without_report(result: FallibleProcessResult, what: str) -> str:
    """Why a scan has no report.

    :param what: was scanned.
    """
    refused = refusal(result.stderr)
    if refused:
        return f"checkov does not accept its arguments, which come from `[checkov]`: {refused}."
    return (
        f"checkov ended with exit code {result.exit_code} and no report on {what}"
        f"{last_words(result.stderr)}."
    )


def last_words(stderr: bytes) -> str:
    """The last line of a process's error output, as `: …`, to end a sentence with."""
    lines = stderr.decode("utf-8", "replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return f": {last.rstrip('.')}" if last else ""


def rules() -> Iterable[Rule | UnionRule]:
    return (*collect_rules(), *pex.rules())
