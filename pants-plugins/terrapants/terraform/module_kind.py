"""What a module is for: not every rule makes sense for every module."""

from __future__ import annotations

from enum import Enum

_EXAMPLES = frozenset({"example", "examples"})
_TESTS = frozenset({"test", "tests"})


class ModuleKind(Enum):
    """What a module is for: not every rule makes sense for every kind.

    `REUSABLE` is called by other modules, `ROOT` is applied by itself, `EXAMPLE` shows how another
    is called, `TEST` is loaded by test files.
    """

    REUSABLE = "reusable"
    ROOT = "root"
    EXAMPLE = "example"
    TEST = "test"


def module_kind(directory: str, has_state: bool, has_variable_files: bool) -> ModuleKind:
    """What a module is for, if its target does not say.

    Below a directory `tests` it is for tests, and below `examples` an example. It is a root module
    if it says where its state is or has variable files, which Terraform reads in root modules only.

    :param has_state: a `backend` or `cloud` block.
    :param has_variable_files: `terraform.tfvars` or `*.auto.tfvars`.
    """
    parts = set(directory.split("/"))
    if parts & _TESTS:
        return ModuleKind.TEST
    if parts & _EXAMPLES:
        return ModuleKind.EXAMPLE
    return ModuleKind.ROOT if has_state or has_variable_files else ModuleKind.REUSABLE
