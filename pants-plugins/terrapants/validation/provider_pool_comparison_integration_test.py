"""The provider pool changes nothing about what `check` finds: each module is validated with it and
without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.findings.finding import Finding, in_order, render
from terrapants.hcl.module_interface import ModuleInterface
from terrapants.testutil import provider_pool_cases as modules
from terrapants.testutil.pex_tool import pex_tool_options
from terrapants.testutil.provider_pool import used_pool
from terrapants.testutil.provider_pool_cases import module_files
from terrapants.testutil.terraform_rule_runner import (
    NO_POOL,
    aws_provider_version,
    provider_mirror,
    terraform_options,
)
from terrapants.validation import validating
from terrapants.validation.testutil import check_rule_runner
from terrapants.validation.validate_output import ValidateOutcome, read_outcome
from terrapants.validation.validating import Validated, ValidateDirectory


@dataclass(frozen=True)
class Case:
    """A module.

    :param exit_code: of Terraform.
    :param says: what is found, among other things.
    :param pooled: whether it uses the pool; None where Terraform needs no provider to fail.
    """

    module: str
    exit_code: int
    says: tuple[str, ...] = ()
    pooled: bool | None = True


CASES: Mapping[str, Case] = {
    "valid, with a warning": Case(modules.EVERYTHING, 0, ("warning: Invalid override target",)),
    "mistakes": Case(
        modules.MISTAKES,
        1,
        (
            '"aws_s3_buckket". Did you mean "aws_s3_bucket"?',
            '"aws_s3-bucket". Did you mean "aws_s3_bucket"?',
            '"aws_s3_bäckêt". Did you mean "aws_s3_bucket"?',
            'Did you intend to use the data source "aws_caller_identity"?',
            "main.tf:35:19: error: Conflicting configuration arguments",
            "Unknown provider function",
            "warning: Deprecated Resource",
        ),
    ),
    "escaped names": Case(modules.ESCAPED_NAMES, 0),
    "a provider block": Case(
        modules.CONFIGURATION, 1, ('Did you mean "region"?', "a number is required")
    ),
    "a child module with a provider block": Case(modules.CHILD_WITH_A_PROVIDER, 0),
    "syntax": Case(modules.MODULE_SYNTAX, 1, ("Unterminated template string",), None),
    "unknown arguments of a test": Case(modules.ARGUMENTS, 1, ('Did you mean "command"?',), None),
    "no such version": Case(modules.NO_SUCH_VERSION, 1, ("> 99.0",), False),
    "wrong checksum": Case(modules.WRONG_CHECKSUM, 1, ("checksum",), False),
}


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The options with which the pool can be installed."""
    return pex_tool_options(tmp_path_factory.mktemp("pex"))


@pytest.fixture(scope="module")
def with_pool() -> RuleRunner:
    return check_rule_runner()


@pytest.fixture(scope="module")
def without_pool() -> RuleRunner:
    """With caches of its own: the pool is no part of a cache key."""
    return check_rule_runner()


@pytest.fixture
def outcomes(monkeypatch: pytest.MonkeyPatch) -> list[ValidateOutcome]:
    """How the processes end that are run meanwhile."""
    found: list[ValidateOutcome] = []

    def record(
        outcome: ValidateOutcome, interfaces: Sequence[ModuleInterface]
    ) -> tuple[Finding, ...]:
        found.append(outcome)
        return read_outcome(outcome, interfaces)

    monkeypatch.setattr(validating, "read_outcome", record)
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_findings_are_the_same(
    with_pool: RuleRunner,
    without_pool: RuleRunner,
    pool: tuple[str, ...],
    outcomes: list[ValidateOutcome],
    name: str,
) -> None:
    case = CASES[name]
    pooled = findings(with_pool, name, case, pool)
    plain = findings(without_pool, name, case)

    assert pooled == plain
    of_pooled, of_plain = outcomes
    assert of_pooled.exit_code == of_plain.exit_code == case.exit_code
    said = render(plain)
    for text in case.says:
        assert text in said
    assert not used_pool(of_plain.stdout)
    if case.pooled is not None:
        assert used_pool(of_pooled.stdout) == case.pooled


def findings(
    rule_runner: RuleRunner, name: str, case: Case, pool: tuple[str, ...] = NO_POOL
) -> tuple[Finding, ...]:
    directory = name.replace(" ", "_").replace(",", "")
    files = module_files(case.module.replace("@VERSION@", aws_provider_version()))
    rule_runner.write_files({f"{directory}/{path}": text for path, text in files.items()})
    rule_runner.set_options(terraform_options(mirrors=[provider_mirror()], pool=pool))
    validated = rule_runner.request(Validated, [ValidateDirectory(directory)])
    # Terraform walks the graph of resources concurrently: the order of what it finds is chance.
    return in_order(validated.findings)
