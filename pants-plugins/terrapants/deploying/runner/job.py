"""What the runner is asked to do: written by Pants' side, read in the sandbox."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

# The environment variable that holds, as JSON, the variables of each deployment by its address:
# they may be secrets, which must not be in a file.
VARIABLES = "TERRAPANTS_DEPLOYMENT_VARIABLES"
KEY = "TERRAPANTS_DEPLOYMENT_KEY"

PLAN = "plan"
DRIFT = "drift"
APPLY = "apply"
STATE = "state"
_LISTS = ("deployments", "dependents")


@dataclass(frozen=True)
class Deployment:
    """:param root: the directory in the sandbox that holds its files, at their paths in the
        repository.

    :param directory: the root module, relative to the build root.
    :param var_files: relative to the build root, in the order of the command line.
    :param backend_file: as `var_files`; "" without one.
    :param workspace: "" for Terraform's default.
    :param after: the addresses of the deployments that are applied before it.
    :param real_cloud: whether it may use the credentials that its variables have.
    :param inputs: the SHA-256 of each of its files.
    :param is_dirty: whether the checkout has changes that are not in its commit.
    """

    address: str
    environment: str
    root: str
    directory: str
    var_files: tuple[str, ...] = ()
    backend_file: str = ""
    workspace: str = ""
    after: tuple[str, ...] = ()
    real_cloud: bool = False
    inputs: Mapping[str, str] = field(default_factory=dict)
    is_dirty: bool = False


@dataclass(frozen=True)
class Job:
    """:param command: one of `PLAN`, `DRIFT`, `APPLY` and `STATE`.

    :param deployments: each after those that it is to be applied after.
    :param bash: the path of Bash.
    :param terraform: the path of Terraform, in the sandbox.
    :param store: of providers, in the sandbox.
    :param at_once: how many deployments are planned at a time.
    :param lock_timeout: as Terraform takes it, such as `60s`.
    :param emulator_url: of an emulator of AWS; "" for none.
    :param results: the absolute path of the file for the results; "" for none.
    :param plans: the absolute path of the directory of saved plans; "" where none are used.
    :param saves: whether plans are saved there.
    :param destroys: whether everything is to be destroyed.
    :param confirmed: what stands for the answer of a person at the terminal; "" to ask.
    :param records: the absolute path of the directory of states that could not be written.
    :param log: the absolute path of the log of what was applied.
    :param commit: of the repository, for the records.
    :param dependents: those that come after the deployments, are not among them, and must have
        nothing in their states before those are destroyed.
    :param unknown_dependents: those of which nobody can tell, and why, by their addresses.
    :param who: the person or the job of CI, for the records.
    :param command_name: what users call Pants.
    :param creates_workspaces: whether a workspace may be one that does not exist yet.
    :param wants_values: whether policies ask for the values of all resources.
    :param wants_document: whether plans are scanned.
    :param only_saved: whether plans that were not saved are not applied.
    :param key_origin: where the key of saved plans is from, for messages.
    """

    command: str
    deployments: tuple[Deployment, ...]
    bash: str
    terraform: str
    store: str
    at_once: int = 1
    lock_timeout: str = "0s"
    emulator_url: str = ""
    results: str = ""
    plans: str = ""
    saves: bool = False
    destroys: bool = False
    confirmed: str = ""
    records: str = ""
    log: str = ""
    dependents: tuple[Deployment, ...] = ()
    unknown_dependents: Mapping[str, str] = field(default_factory=dict)
    commit: str = ""
    command_name: str = "pants"
    has_json_init: bool = True
    creates_workspaces: bool = False
    key_origin: str = ""
    wants_values: bool = False
    wants_document: bool = False
    only_saved: bool = False
    who: str = ""

    def to_json(self) -> str:
        plain = asdict(replace(self, deployments=(), dependents=(), unknown_dependents={}))
        for name in _LISTS:
            plain[name] = [{**vars(each), "inputs": dict(each.inputs)} for each in vars(self)[name]]
        return json.dumps({**plain, "unknown_dependents": dict(self.unknown_dependents)})

    @classmethod
    def from_json(cls, text: str) -> Job:
        content: dict[str, Any] = json.loads(text)
        for name in _LISTS:
            content[name] = tuple(map(_deployment, content[name]))
        return cls(**content)


def _deployment(content: Mapping[str, Any]) -> Deployment:
    return Deployment(
        **{**content, "var_files": tuple(content["var_files"]), "after": tuple(content["after"])}
    )
