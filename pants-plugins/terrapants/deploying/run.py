"""The process that plans and applies: Terraform, with the deployments' files in one sandbox.

It is an interactive process: Pants keeps neither its output nor its environment, both of which may
hold secrets, and gives it the terminal.
"""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.util_rules import pex
from pants.backend.python.util_rules.pex import PexRequest, VenvPex
from pants.backend.python.util_rules.pex_environment import PexEnvironment
from pants.base.build_root import BuildRoot
from pants.core.util_rules.distdir import DistDir
from pants.core.util_rules.system_binaries import BashBinary
from pants.engine.env_vars import EnvironmentVars, EnvironmentVarsRequest
from pants.engine.fs import AddPrefix, CreateDigest, Digest, FileContent, MergeDigests
from pants.engine.process import InteractiveProcess
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.docutil import bin_name
from pants.util.frozendict import FrozenDict

from terrapants.deploying.checkout import Checkout
from terrapants.deploying.policy_files import PolicyFiles
from terrapants.deploying.positions import DeploymentPositionsRequest
from terrapants.deploying.preparation import DeployedFieldSet, PreparedDeployment
from terrapants.deploying.runner.job import APPLY, KEY, VARIABLES, Job
from terrapants.deploying.runner.order import DeploymentCycle, in_order
from terrapants.deploying.subsystem import PlanEncryption, TerraformDeployments
from terrapants.findings.user_error import UserError
from terrapants.terraform.hcl_reader import HclReader
from terrapants.terraform.providers import (
    PROVIDERS_CACHE,
    PROVIDERS_DIRECTORY,
    ProviderMirrors,
)
from terrapants.terraform.scripts import SandboxScripts, files_of_package
from terrapants.terraform.tool import BINARY_DIRECTORY, TerraformBinary
from terrapants.terraform.venv_caches import venv_caches

_LIBRARY = ".terrapants/deploying/library"
_JOB = ".terrapants/deploying/job.json"
_PACKAGES = ("terrapants.deploying", "terrapants.findings")
_MODULES = ("terraform/json_output.py", "terraform/no_cloud.py")
# Who started a job of CI.
_PEOPLE = ("GITHUB_ACTOR", "GITLAB_USER_LOGIN")
PLANS = "tf-plan/saved"
RECORDS = "tf-apply"


@dataclass(frozen=True)
class DeploymentRun:
    """:param command: of the job, and so on, as `Job` has them.

    :param dependents: see `Job.dependents`.
    """

    command: str
    field_sets: tuple[DeployedFieldSet, ...]
    saves: bool = False
    destroys: bool = False
    confirmed: str = ""
    results: str = ""
    plans: str = ""
    dependents: tuple[DeployedFieldSet, ...] = ()


@dataclass(frozen=True)
class DeploymentProcess:
    """:param problems: by the address of a deployment, why it cannot be run.

    :param environments: that of each deployment, by its address.
    :param positions: asks for what each of them declares.
    :param process: for those without a problem, None without any.
    """

    problems: FrozenDict[str, str]
    environments: FrozenDict[str, str]
    positions: FrozenDict[str, DeploymentPositionsRequest]
    process: InteractiveProcess | None


@rule
async def deployment_process(
    run: DeploymentRun,
    options: TerraformDeployments,
    terraform: TerraformBinary,
    mirrors: ProviderMirrors,
    scripts: SandboxScripts,
    bash: BashBinary,
    reader: HclReader,
    encryption: PlanEncryption,
    python: PythonSetup,
    pex_environment: PexEnvironment,
    distdir: DistDir,
    build_root: BuildRoot,
) -> DeploymentProcess:
    policy_files = await Get(PolicyFiles)
    asked_for = len(run.field_sets)
    found = await MultiGet(
        Get(PreparedDeployment, DeployedFieldSet, field_set)
        for field_set in (*run.field_sets, *run.dependents)
    )
    prepared, dependents = found[:asked_for], found[asked_for:]
    every = {each.deployment.address: each for each in prepared}
    try:
        order = in_order({address: each.deployment.after for address, each in every.items()})
    except DeploymentCycle as error:
        raise UserError(
            f"These deployments are to be applied after each other: {error}. Correct their "
            "`after` fields."
        ) from None
    problems = {address: every[address].problem for address in order if every[address].problem}
    usable = [every[address] for address in order if address not in problems]
    prepared_without = DeploymentProcess(
        FrozenDict(problems),
        FrozenDict({address: each.deployment.environment for address, each in every.items()}),
        FrozenDict(
            {
                each.deployment.address: DeploymentPositionsRequest(
                    each.deployment.directory, each.modules
                )
                for each in usable
            }
        ),
        None,
    )
    if not usable:
        return prepared_without
    key_name = options.plan_key_env_var
    known, checkout = await MultiGet(
        Get(
            EnvironmentVars,
            EnvironmentVarsRequest((key_name, *_PEOPLE)),
        ),
        Get(Checkout),
    )
    scanned = {"[terraform-deployments].checkov": "true"} if options.checkov else {}
    deployments = tuple(
        replace(
            each.deployment,
            root=f"deployments/{number}",
            # So that no plan is applied that was not looked at as it would be now.
            inputs={**each.deployment.inputs, **dict(policy_files.digests), **scanned},
            is_dirty=checkout.is_dirty(each.deployment.inputs),
        )
        for number, each in enumerate(usable)
    )
    readable = [each for each in dependents if not each.problem]
    in_sandbox = (*usable, *readable)
    after = tuple(
        replace(each.deployment, root=f"dependents/{number}")
        for number, each in enumerate(readable)
    )
    job = Job(
        command=run.command,
        deployments=deployments,
        bash=bash.path,
        terraform=terraform.path,
        store=f"{PROVIDERS_DIRECTORY}/store/{mirrors.key}",
        at_once=options.at_once,
        lock_timeout=options.lock_timeout,
        emulator_url=options.emulator_url,
        results=run.results,
        plans=run.plans or str(build_root.pathlib_path / distdir.relpath / PLANS),
        saves=run.saves,
        destroys=run.destroys,
        confirmed=run.confirmed,
        records=str(build_root.pathlib_path / distdir.relpath / RECORDS),
        log=str(build_root.pathlib_path / options.log(distdir)),
        dependents=after,
        unknown_dependents={
            each.deployment.address: each.problem for each in dependents if each.problem
        },
        commit=checkout.commit,
        command_name=bin_name(),
        has_json_init=terraform.has_json_init,
        creates_workspaces=options.create_workspaces,
        wants_values=bool(policy_files.texts),
        wants_document=options.checkov,
        only_saved=bool(policy_files.texts) or options.checkov,
        key_origin=f"The environment variable {key_name}",
        who=next(
            (known[name] for name in _PEOPLE if known.get(name)),
            getpass.getuser(),
        ),
    )
    command = (*reader.python, "-I", "-S")
    caches: dict[str, str] = {PROVIDERS_CACHE: PROVIDERS_DIRECTORY}
    digests = []
    if run.saves or (run.command == APPLY and key_name in known):
        venv = await Get(
            VenvPex,
            PexRequest(
                output_filename="plan-encryption.pex",
                internal_only=True,
                requirements=encryption.requirements(python),
                interpreter_constraints=encryption.interpreter_constraints,
            ),
        )
        command = (venv.python.argv0, "-I")
        caches.update(venv_caches(venv, pex_environment))
        digests.append(venv.digest)
    configuration = FileContent(".terrapants/terraform.rc", mirrors.cli_configuration().encode())
    common, own = await MultiGet(
        Get(Digest, CreateDigest([configuration])),
        Get(Digest, CreateDigest([*_library(), FileContent(_JOB, job.to_json().encode())])),
    )
    in_place = await MultiGet(
        Get(Digest, MergeDigests((each.digest, common, scripts.digest))) for each in in_sandbox
    )
    roots = await MultiGet(
        Get(Digest, AddPrefix(digest, deployment.root))
        for digest, deployment in zip(in_place, (*deployments, *after))
    )
    variables = {each.deployment.address: dict(each.variables) for each in in_sandbox}
    process = InteractiveProcess(
        argv=(*command, f"{_LIBRARY}/terrapants/deploying/runner/main.py", _LIBRARY, _JOB),
        env={
            "PATH": reader.search_path,
            VARIABLES: json.dumps(variables),
            KEY: known.get(key_name, ""),
        },
        input_digest=await Get(Digest, MergeDigests((*roots, *digests, own))),
        append_only_caches=caches,
        immutable_input_digests={BINARY_DIRECTORY: terraform.digest},
    )
    return replace(prepared_without, process=process)


def _library() -> Iterator[FileContent]:
    for package in _PACKAGES:
        for file in files_of_package(package):
            yield FileContent(f"{_LIBRARY}/{file.path}", file.content)
    for file in files_of_package("terrapants.terraform"):
        if file.path.endswith(_MODULES):
            yield FileContent(f"{_LIBRARY}/{file.path}", file.content)
    for package in ("terrapants", "terrapants/terraform"):
        yield FileContent(f"{_LIBRARY}/{package}/__init__.py", b"")


def rules() -> Iterable[Rule | UnionRule]:
    return (*collect_rules(), *pex.rules())
