from __future__ import annotations

import ast
import inspect
import shutil
import subprocess
from pathlib import Path

import pytest
from pants.backend.experimental.terraform import register as terraform_backend
from pants.backend.terraform.target_types import TerraformModuleTarget
from pants.core.goals.check import CheckRequest
from pants.core.goals.fmt import AbstractFmtRequest
from pants.core.goals.lint import AbstractLintRequest, LintTargetsRequest
from pants.core.util_rules.system_binaries import GitBinary
from pants.engine.addresses import Address
from pants.engine.target import InferDependenciesRequest
from pants.engine.unions import UnionRule
from pants.vcs import changed
from pants.vcs import git as git_module
from pants.vcs.git import GitWorktree

from terrapants.terraform import pants_changes


@pytest.mark.parametrize(
    ("union_base", "declared_by", "attribute"),
    [
        (CheckRequest, CheckRequest, "field_set_type"),
        (AbstractFmtRequest, LintTargetsRequest, "field_set_type"),
        (AbstractLintRequest, LintTargetsRequest, "field_set_type"),
        (InferDependenciesRequest, InferDependenciesRequest, "infer_from"),
    ],
)
def test_nothing_of_the_builtin_backend_applies_to_a_module_once_switched_off(
    monkeypatch: pytest.MonkeyPatch, union_base: type, declared_by: type, attribute: str
) -> None:
    builtin = [
        each.union_member
        for each in terraform_backend.rules()
        if isinstance(each, UnionRule) and each.union_base is union_base
    ]
    # Pants still has what is switched off, and decides by this attribute.
    assert builtin
    assert attribute in declared_by.__annotations__
    for member in builtin:
        monkeypatch.setattr(member, attribute, getattr(member, attribute))

    pants_changes.switch_off_builtin_module_inference()
    pants_changes.switch_off_builtin_check_and_fmt()

    module = TerraformModuleTarget({}, Address("infra/s3"))
    for member in builtin:
        assert not getattr(member, attribute).is_applicable(module), member


def git(directory: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(["git", *identity, *arguments], cwd=directory, check=True)


def worktree(directory: Path) -> GitWorktree:
    path = shutil.which("git")
    assert path is not None
    return GitWorktree(GitBinary(path, ""), worktree=directory)


def commit(directory: Path, *paths: str) -> None:
    for path in paths:
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_text(f"text that makes {path} one of a kind\n")
    git(directory, "add", "--all")
    git(directory, "commit", "--quiet", "--message=a commit")


@pytest.mark.parametrize("is_committed", [False, True])
def test_both_names_of_a_renamed_file_have_changed(tmp_path: Path, is_committed: bool) -> None:
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "a/child/main.tf", "a/kept.tf")
    git(tmp_path, "branch", "before")
    git(tmp_path, "mv", "a/child", "a/kid")
    if is_committed:
        commit(tmp_path)
    pants_changes.list_every_changed_file()

    both = {"child/main.tf", "kid/main.tf"}
    changed = worktree(tmp_path).changed_files(
        from_commit="before", include_untracked=True, relative_to=tmp_path / "a"
    )
    assert changed == both
    if is_committed:
        spec = "before..HEAD"
        assert worktree(tmp_path).changes_in(spec, relative_to=tmp_path / "a") == both


def test_no_name_of_a_changed_file_is_lost(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "kept.tf")
    git(tmp_path, "branch", "before")
    names = ("my greeting.tftpl", "größe.json", 'a"b.txt')
    commit(tmp_path, *names)
    untracked = {f"new {name}" for name in names}
    for name in untracked:
        (tmp_path / name).write_text("")
    pants_changes.list_every_changed_file()

    assert worktree(tmp_path).changes_in("before..HEAD") == {*names}
    assert worktree(tmp_path).changed_files(from_commit="before") == {*names}
    changed = worktree(tmp_path).changed_files(from_commit="before", include_untracked=True)
    assert changed == {*names, *untracked}


@pytest.mark.parametrize("name", ["changed_files", "changes_in"])
def test_pants_asks_for_changed_files_as_it_always_did(name: str) -> None:
    # The suite has replaced the attribute of the class; the source is that of Pants.
    (source,) = [
        node
        for node in ast.walk(ast.parse(inspect.getsource(git_module)))
        if isinstance(node, ast.FunctionDef) and node.name == name
    ]
    ours = inspect.signature(getattr(pants_changes, f"_{name}"))
    assert [each.arg for each in source.args.args[1:]] == list(ours.parameters)[1:]
    assert [ast.literal_eval(each) for each in source.args.defaults] == [
        each.default
        for each in ours.parameters.values()
        if each.default is not inspect.Parameter.empty
    ]
    assert f"git_worktree.{name}(" in inspect.getsource(changed)
