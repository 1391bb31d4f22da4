"""What a change of a file makes anew: targets, and the work behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from pants.backend.project_info import dependents
from pants.backend.project_info.dependents import Dependents, DependentsRequest
from pants.engine.addresses import Address
from pants.engine.internals.graph import Owners, OwnersRequest
from pants.engine.rules import QueryRule
from pants.engine.target import AllTargets, DependenciesRequest, Targets
from pants.testutil.rule_runner import RuleRunner

from terrapants.hcl.module_interface import ModuleInterface
from terrapants.readme import module_readme, page_check, page_rules
from terrapants.readme.markdown_page import MarkdownPage
from terrapants.readme.terraform_docs import rows
from terrapants.readme.testutil import (
    CREATE_INDEX,
    INDEX,
    README,
    check,
    lint,
    module,
    readme_rule_runner,
    set_options,
    write,
)

RUN = 'run "a" {\n}\n'


@pytest.fixture
def runner() -> RuleRunner:
    return readme_rule_runner(
        *dependents.rules(),
        QueryRule(Dependents, [DependentsRequest]),
        QueryRule(Owners, [OwnersRequest]),
        QueryRule(Targets, [DependenciesRequest]),
    )


def owners(runner: RuleRunner, path: str) -> set[str]:
    return {address.spec for address in runner.request(Owners, [OwnersRequest((path,))])}


def dependents_of(runner: RuleRunner, target_name: str) -> set[str]:
    request = DependentsRequest(
        [Address("a", target_name=target_name)], transitive=True, include_roots=False
    )
    return {address.spec for address in runner.request(Dependents, [request])}


def test_nothing_but_the_index_depends_on_a_readme(runner: RuleRunner) -> None:
    caller = 'module "a" {\n  source = "../a"\n}\n'
    write(
        runner,
        {
            **module("a", README_md=README),
            **module("b", main_tf=caller),
            "a/tests/a.tftest.hcl": RUN,
        },
    )
    assert owners(runner, "a/README.md") == {"a:terraform-readme"}
    assert owners(runner, "docs/modules.md") == set()
    write(runner, {"docs/modules.md": ""})
    assert owners(runner, "docs/modules.md") == {"docs:terraform-module-index"}
    assert dependents_of(runner, "terraform-readme") == {"docs:terraform-module-index"}
    assert dependents_of(runner, "a") == {
        "a:terraform-readme",
        "b:b",
        "b:terraform-readme",
        "docs:terraform-module-index",
    }


def test_the_settings_say_which_file_is_the_readme(runner: RuleRunner) -> None:
    write(runner, {**module(), "a/.terraform-docs.yml": "output:\n  file: docs/tables.md\n"})
    assert "a:terraform-readme" in owners(runner, "a/docs/tables.md")


def test_the_index_may_be_the_first_file_of_its_directory(runner: RuleRunner) -> None:
    set_options(runner, INDEX, CREATE_INDEX)
    write(runner, module())
    assert owners(runner, "docs/modules.md") == {"//:terraform-module-index"}
    assert dependents_of(runner, "terraform-readme") == {"//:terraform-module-index"}


def test_only_modules_with_a_readme_have_a_target(runner: RuleRunner) -> None:
    """Directories without a target, and fixtures without a README, have nothing to list."""
    write(
        runner,
        {
            **module("a"),
            **module("a/examples/plain"),
            **module("a/examples/described", README_md=README),
            "a/modules/b/main.tf": "",
        },
    )
    targets = runner.request(AllTargets, [])
    assert {each.address.spec for each in targets if each.alias == "terraform_module_readme"} == {
        "a:terraform-readme",
        "a/examples/described:terraform-readme",
    }


def test_no_index_without_a_path(runner: RuleRunner) -> None:
    set_options(runner)
    write(runner, module())
    assert owners(runner, "docs/modules.md") == set()


@pytest.fixture
def calls() -> Iterator[dict[str, list[str]]]:
    """The modules whose tables were made, and the READMEs that were read, since it was cleared."""
    found: dict[str, list[str]] = {"tables": [], "pages": []}
    read_rows, check_page = rows.read_module_rows, page_rules.check_structure

    def counted_rows(interface: ModuleInterface, **kwargs: Any) -> Any:
        found["tables"].append(interface.variables[0].position.path.partition("/")[0])
        return read_rows(interface, **kwargs)

    def counted_page(page: MarkdownPage, written: MarkdownPage, path: str, *args: Any) -> Any:
        found["pages"].append(path)
        return check_page(page, written, path, *args)

    with (
        mock.patch.object(module_readme, "read_module_rows", counted_rows),
        mock.patch.object(page_check, "check_structure", counted_page),
    ):
        yield found


def looked_at(
    runner: RuleRunner, calls: dict[str, list[str]], exit_code: int
) -> dict[str, set[str]]:
    """What is read after a change, until nothing more is: events of files may come late."""
    seen: dict[str, set[str]] = {name: set() for name in calls}
    for _ in range(20):
        for found in calls.values():
            found.clear()
        assert (check(runner)[0], lint(runner)[0]) == (0, exit_code)
        if not any(calls.values()):
            return seen
        for name, found in calls.items():
            seen[name] |= {*found}
    pytest.fail("Nothing has changed, and still files are read again.")


def test_a_change_is_looked_at_alone(runner: RuleRunner, calls: dict[str, list[str]]) -> None:
    for name in ("a", "b", "c"):
        write(runner, module(name, README_md=README.replace("../a", f"../{name}")))
    assert looked_at(runner, calls, 0)["tables"] == {"a", "b", "c"}

    write(runner, {"b/README.md": README.replace("../a", "../b").replace("holds", "keeps")})
    assert looked_at(runner, calls, 0) == {"tables": {"b"}, "pages": {"b/README.md"}}

    write(runner, {"c/main.tf": 'variable "more" {\n  default = 1\n}\n'})
    assert looked_at(runner, calls, 1) == {"tables": {"c"}, "pages": {"c/README.md"}}
