"""From a git history to what is affected, with a Pants that answers what the test says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from affected import main
from histories import History

pytest_plugins = ("histories",)

VPC = ("infra/vpc:vpc", "terraform_module", "infra/vpc/main.tf")
VPC_TEST = (
    "infra/vpc/tests/a.tftest.hcl:../tests",
    "terraform_test",
    "infra/vpc/tests/a.tftest.hcl",
)
LOG = (
    "packages/log/src/log/__init__.py",
    "python_source",
    "packages/log/src/log/__init__.py",
)
LOG_TEST = ("packages/log/tests/test_a.py", "python_test", "packages/log/tests/test_a.py")
EVERYTHING = (VPC, VPC_TEST, LOG, LOG_TEST)


@pytest.fixture
def asked(history: History, capsys: pytest.CaptureFixture[str]) -> Any:
    """Commits what a test changed, and asks for a format."""

    def ask(*arguments: str, commit: bool = True) -> str:
        if commit:
            history.commit()
        capsys.readouterr()
        assert main(arguments, history.root) == 0
        return capsys.readouterr().out

    return ask


def answer(text: str) -> Any:
    return json.loads(text)


def test_what_depends_on_the_change_is_affected(history: History, asked: Any) -> None:
    began = history.git("rev-parse", "HEAD")
    history.write({"infra/vpc/main.tf": "# new\n"})
    history.pants_says(changed=[VPC, VPC_TEST])
    changed = f"--changed-since={began} --changed-dependents=transitive"
    assert asked() == (
        f"1 changed file since {began[:10]} (main).\n"
        "Terraform modules (1):\n"
        "  infra/vpc\n"
        "To run:\n"
        f"  ./pants {changed} lint\n"
        f"  ./pants {changed} check\n"
        f"  ./pants {changed} tf-test\n"
    )
    assert history.calls() == [f"{changed} peek"]


def test_a_package_is_named_by_the_directory_of_its_project(history: History, asked: Any) -> None:
    history.write({"packages/log/src/log/__init__.py": "# new\n"})
    history.pants_says(changed=[LOG, LOG_TEST])
    found = answer(asked("--format=json"))
    assert (found["modules"], found["packages"]) == ([], ["packages/log"])
    assert [job["goal"] for job in found["matrix"]["include"]] == ["lint", "check", "test"]
    assert found["targets"] == [LOG[0], LOG_TEST[0]]


def test_a_test_file_affects_its_module(history: History, asked: Any) -> None:
    history.write({"infra/vpc/tests/a.tftest.hcl": "# new\n"})
    history.pants_says(changed=[VPC_TEST])
    assert answer(asked("--format=json"))["modules"] == ["infra/vpc"]


def test_only_documentation_without_a_target(history: History, asked: Any) -> None:
    history.write({"README.md": "# New\n", "docs/usage.txt": ""})
    history.pants_says(changed=[])
    text = asked()
    assert text.endswith(
        "There is nothing to run: only documentation that has no target changed (README.md, "
        "docs/usage.txt).\n"
    )
    assert answer(asked("--format=matrix")) == {"include": []}


def test_a_page_of_the_site_is_checked(history: History, asked: Any) -> None:
    history.write({"docs/usage.md": "# New\n"})
    history.pants_says(changed=[("docs:site", "sphinx_site", "docs/usage.md")])
    found = answer(asked("--format=matrix"))
    assert [job["goal"] for job in found["include"]] == ["check"]


def test_nothing_changed(history: History, asked: Any) -> None:
    assert asked().endswith("There is nothing to run: nothing changed since main.\n")
    assert history.calls() == []


@pytest.mark.parametrize(
    "path",
    [
        "pants.toml",
        "pants.ci.toml",
        "3rdparty/python/python-default.lock",
        "pants-plugins/suite/rules.py",
        ".ci/goal",
        ".github/workflows/ci.yml",
    ],
)
def test_a_change_that_concerns_everything(history: History, asked: Any, path: str) -> None:
    history.write({path: "# new\n"})
    history.pants_says(everything=EVERYTHING)
    text = asked()
    assert f"Everything is affected: every result depends on {path}.\n" in text
    assert "  ./pants lint ::\n" in text
    assert "  ./pants --filter-target-type=-terraform_test test ::\n" in text
    assert history.calls() == ["peek ::"]


def test_a_deleted_lock_concerns_everything(history: History, asked: Any) -> None:
    history.write({"3rdparty/python/x.lock": ""})
    history.commit()
    history.git("branch", "--force", "main")
    (history.root / "3rdparty/python/x.lock").unlink()
    history.pants_says(everything=EVERYTHING)
    assert answer(asked("--format=json"))["everything"]


def test_tests_of_the_suite_concern_themselves_alone(history: History, asked: Any) -> None:
    path = "pants-plugins/suite/rules_test.py"
    history.write({path: ""})
    history.pants_says(changed=[(path, "python_test", path)])
    assert not answer(asked("--format=json"))["everything"]


def test_a_file_that_no_target_owns_concerns_everything(history: History, asked: Any) -> None:
    history.write({"scripts/new": "", "infra/vpc/main.tf": "# new\n"})
    history.pants_says(changed=[VPC], everything=EVERYTHING)
    text = asked()
    assert "Everything is affected: no target says what depends on scripts/new.\n" in text


def test_a_build_file_counts_as_its_targets(history: History, asked: Any) -> None:
    history.write({"infra/vpc/BUILD": "terraform_module(name='vpc')\n"})
    history.pants_says(changed=[VPC])
    assert not answer(asked("--format=json"))["everything"]


def test_a_build_file_without_a_target_concerns_everything(history: History, asked: Any) -> None:
    history.write({"infra/BUILD": "__defaults__({})\n"})
    history.pants_says(changed=[], everything=EVERYTHING)
    assert answer(asked("--format=json"))["everything"]


def test_a_deleted_module_affects_what_pants_says(history: History, asked: Any) -> None:
    history.git("rm", "--quiet", "-r", "infra/vpc")
    history.pants_says(changed=[("infra:terraform-inputs", "terraform_files")])
    found = answer(asked("--format=json"))
    assert not found["everything"]
    assert found["deleted"] == [
        "infra/vpc/BUILD",
        "infra/vpc/main.tf",
        "infra/vpc/tests/a.tftest.hcl",
    ]
    assert [job["goal"] for job in found["matrix"]["include"]] == ["lint"]


def test_a_renamed_module_is_asked_for_by_both_names(history: History, asked: Any) -> None:
    history.git("mv", "infra/vpc", "infra/network")
    renamed = ("infra/network:network", "terraform_module", "infra/network/main.tf")
    test = "infra/network/tests/a.tftest.hcl"
    history.pants_says(changed=[renamed, (f"{test}:../tests", "terraform_test", test)])
    text = asked()
    assert text.startswith("3 changed files and 3 deleted files since ")
    assert "Terraform modules (1):\n  infra/network\n" in text


def test_a_deleted_package_concerns_everything(history: History, asked: Any) -> None:
    # Nothing says any more who imported it.
    history.git("rm", "--quiet", "-r", "packages/log")
    history.pants_says(changed=[], everything=EVERYTHING)
    text = asked()
    assert "no target says what depends on packages/log/BUILD, " in text


def test_a_deleted_file_of_a_package_is_known_to_its_build_file(
    history: History, asked: Any
) -> None:
    (history.root / "packages/log/src/log/__init__.py").unlink()
    history.pants_says(changed=[LOG_TEST])
    assert not answer(asked("--format=json"))["everything"]


@pytest.mark.parametrize("base", ["origin/main", "no-such-branch"])
def test_a_base_that_is_missing_selects_everything(history: History, asked: Any, base: str) -> None:
    history.pants_says(everything=EVERYTHING)
    text = asked("--since", base)
    assert text.startswith("Nothing was compared.\nEverything is affected: This clone has no ")
    assert "Terraform modules (1):" in text


def test_a_shallow_clone_selects_everything(history: History, tmp_path: Path, capsys: Any) -> None:
    history.commit()
    history.git("checkout", "--quiet", "main")
    history.commit("elsewhere")
    clone = history.clone(tmp_path / "clone", "--depth=1", "--no-single-branch", "--branch=work")
    clone.install_pants()
    clone.pants_says(everything=EVERYTHING)
    assert main(("--since=origin/main", "--format=json"), clone.root) == 0
    found = answer(capsys.readouterr().out)
    assert found["everything"]
    assert found["merge_base"] is None
    assert {job["goal"] for job in found["matrix"]["include"]} == {
        "lint",
        "check",
        "test",
        "tf-test",
    }


def test_everything_on_request(history: History, asked: Any) -> None:
    history.pants_says(everything=EVERYTHING)
    assert asked("--all").startswith(
        "Nothing was compared.\nEverything is affected: --all was given.\n"
    )


def test_tests_are_divided_into_shards(history: History, asked: Any) -> None:
    tests = [(f"infra/vpc/tests/{n}.tftest.hcl:../tests", "terraform_test") for n in range(5)]
    history.pants_says(everything=[*tests, LOG_TEST])
    arguments = ("--all", "--format=matrix", "--files-per-job=2")
    found = answer(asked(*arguments))
    assert [job["name"] for job in found["include"]] == [
        "lint",
        "check",
        "test",
        "tf-test-1-of-3",
        "tf-test-2-of-3",
        "tf-test-3-of-3",
    ]
    assert found["include"][-1] == {
        "name": "tf-test-3-of-3",
        "goal": "tf-test",
        "arguments": "tf-test --shard=2/3 ::",
    }
    assert len(answer(asked(*arguments, "--jobs-per-goal=1"))["include"]) == 4


def test_where_pants_fails_nothing_is_written(history: History, capsys: Any) -> None:
    history.write({"infra/vpc/main.tf": "# new\n"})
    assert main(("--format=matrix",), history.root) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "peek` failed with exit code 1, so what is affected is not known" in captured.err


def test_a_pipeline_for_gitlab(history: History, asked: Any) -> None:
    history.pants_says(everything=[VPC, VPC_TEST])
    found = answer(asked("--all", "--format=gitlab"))
    assert found["tf-test"] == {"extends": ".pants", "script": [".ci/goal tf-test ::"]}
    assert found["include"] == [{"local": ".gitlab-ci.yml"}]
    assert list(answer(asked("--format=gitlab"))) == ["nothing-affected"]


@pytest.mark.parametrize("number", ["0", "-1", "x"])
def test_a_number_that_is_none(number: str, capsys: Any) -> None:
    with pytest.raises(SystemExit):
        main(("--files-per-job", number), Path())
    assert "expected a number from 1 on" in capsys.readouterr().err
