from __future__ import annotations

from pathlib import Path

import pytest

from histories import History
from history import Changes, Git, GitFailed

pytest_plugins = ("histories",)


def test_a_branch_is_compared_with_where_it_began(history: History) -> None:
    began = history.git("rev-parse", "main")
    history.write({"infra/vpc/main.tf": "# new\n"})
    history.commit()
    history.git("checkout", "--quiet", "main")
    history.write({"README.md": "# Elsewhere\n"})
    history.commit()
    history.git("checkout", "--quiet", "work")
    comparison = Git(history.root).compare()
    assert (comparison.base, comparison.merge_base) == ("main", began)
    assert comparison.notes == ()
    assert Git(history.root).changes(began) == Changes(("infra/vpc/main.tf",), ())


def test_the_default_branch_of_the_remote_comes_first(history: History, tmp_path: Path) -> None:
    history.git("checkout", "--quiet", "main")
    clone = history.clone(tmp_path / "clone")
    assert Git(clone.root).compare().base == "origin/HEAD"


def test_what_is_not_committed_counts(history: History) -> None:
    history.write({".gitignore": "ignored\n"})
    began = history.commit()
    history.write({"infra/vpc/main.tf": "", "new é.py": "", "ignored": ""})
    (history.root / "README.md").unlink()
    history.git("rm", "--quiet", "--cached", "packages/log/BUILD")
    assert Git(history.root).changes(began) == Changes(
        ("infra/vpc/main.tf", "new é.py", "packages/log/BUILD"), ("README.md",)
    )


def test_a_renamed_directory_is_deleted_and_new(history: History) -> None:
    began = history.git("rev-parse", "HEAD")
    history.git("mv", "infra/vpc", "infra/network")
    history.commit()
    assert Git(history.root).changes(began) == Changes(
        (
            "infra/network/BUILD",
            "infra/network/main.tf",
            "infra/network/tests/a.tftest.hcl",
        ),
        ("infra/vpc/BUILD", "infra/vpc/main.tf", "infra/vpc/tests/a.tftest.hcl"),
    )
    assert "infra/vpc" in Git(history.root).directories_with(began, (".tf",))


def test_a_shallow_clone_without_the_common_commit(history: History, tmp_path: Path) -> None:
    history.commit()
    history.git("checkout", "--quiet", "main")
    history.commit("elsewhere")
    clone = history.clone(tmp_path / "clone", "--depth=1", "--no-single-branch", "--branch=work")
    comparison = Git(clone.root).compare("origin/main")
    assert comparison.merge_base is None
    assert comparison.notes == ("This is a shallow clone.",)
    assert comparison.problem == (
        "In this shallow clone, HEAD and origin/main have no commit in common: run "
        "`git fetch --unshallow`, or check out with the whole history."
    )


def test_histories_with_nothing_in_common(history: History) -> None:
    history.git("checkout", "--quiet", "--orphan", "other")
    history.commit()
    comparison = Git(history.root).compare("main")
    assert comparison.merge_base is None
    assert comparison.problem == "HEAD and main have no commit in common."


def test_a_missing_base_branch(history: History) -> None:
    comparison = Git(history.root).compare("origin/release")
    assert comparison.merge_base is None
    assert comparison.problem == (
        "This clone has no commit named origin/release; to compare with it, run "
        "`git fetch origin release`."
    )


def test_no_default_base(history: History) -> None:
    history.git("branch", "--quiet", "-D", "main")
    assert Git(history.root).compare().problem == (
        "This clone has no commit named origin/HEAD or origin/main or main; to compare with it, "
        "run `git fetch origin main`."
    )


@pytest.mark.parametrize("base", ["--all", "-x", "work:README.md", "a b", ""])
def test_a_base_that_is_no_commit_is_no_option_either(history: History, base: str) -> None:
    comparison = Git(history.root).compare(base)
    assert bool(comparison.problem) == bool(base)


def test_a_detached_head(history: History) -> None:
    began = history.git("rev-parse", "HEAD")
    history.git("checkout", "--quiet", "--detach")
    comparison = Git(history.root).compare("main")
    assert comparison.merge_base == began
    assert comparison.notes == (f"HEAD is detached at {began[:10]}.",)


def test_a_merge_commit_as_ci_makes_for_a_pull_request(history: History) -> None:
    history.write({"infra/vpc/main.tf": "# new\n"})
    history.commit()
    history.git("checkout", "--quiet", "main")
    history.write({"README.md": "# Elsewhere\n"})
    tip = history.commit()
    history.git("checkout", "--quiet", "--detach")
    history.git("merge", "--quiet", "--no-ff", "--message=merge", "work")
    comparison = Git(history.root).compare("main")
    assert comparison.merge_base == tip
    assert comparison.notes[-1] == "HEAD is a merge commit."
    assert Git(history.root).changes(tip).all == ("infra/vpc/main.tf",)


def test_outside_of_a_clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(GitFailed, match="has no git commit to compare: run this in a clone"):
        Git(tmp_path).compare()


def test_without_git(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitFailed, match="git is not on PATH"):
        Git(history.root).compare()
