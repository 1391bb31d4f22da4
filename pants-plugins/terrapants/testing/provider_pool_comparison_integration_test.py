"""The provider pool changes nothing about a verdict: each test file is run with it and without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.terraform.init_failure import KnownProviders
from terrapants.terraform.json_output import Diagnostic
from terrapants.testing import execution
from terrapants.testing.console import details
from terrapants.testing.judgement import JudgedFile, ProcessOutcome, judge
from terrapants.testing.testutil import new_rule_runner, verdict_on
from terrapants.testing.verdict import FileVerdict
from terrapants.testutil import provider_pool_cases as modules
from terrapants.testutil.pex_tool import pex_tool_options
from terrapants.testutil.provider_pool import used_pool, without_made_up_texts
from terrapants.testutil.provider_pool_cases import module_files
from terrapants.testutil.terraform_rule_runner import (
    NO_POOL,
    aws_provider_version,
    provider_mirror,
    terraform_options,
)


@dataclass(frozen=True)
class Case:
    """A test file.

    :param statuses: of its runs, in order; None where they depend on the version of Terraform.
    :param says: what is said about them, among other things.
    :param pooled: whether it uses the pool; None where Terraform needs no provider to fail.
    """

    module: str
    statuses: str | None
    says: tuple[str, ...] = ()
    file: str = "tests/a.tftest.hcl"
    pooled: bool | None = True
    arguments: tuple[str, ...] = ()


CASES: Mapping[str, Case] = {
    "all that passes": Case(
        modules.EVERYTHING,
        "pass pass pass pass pass pass",
        ("aws_s3_bucket_versioning",),
        "tests/all.tftest.hcl",
        arguments=("-verbose",),
    ),
    "failed assertions": Case(
        modules.EVERYTHING,
        "fail pass error skip",
        (
            "tests/fails.tftest.hcl:7:21: error: Test assertion failed",
            'aws_s3_bucket.this["one"].bucket is "alpha-one"',
            "Missing expected failure",
        ),
        "tests/fails.tftest.hcl",
    ),
    "references to nothing": Case(
        modules.EVERYTHING,
        "error",
        ("Reference to undeclared resource", 'Did you mean "arn"?', "Unknown condition value"),
        "tests/unknown.tftest.hcl",
    ),
    "mistakes in mocks and overrides": Case(
        modules.EVERYTHING,
        "error",
        ("Failed to compute attribute", "warning: Invalid override target"),
        "tests/bad_overrides.tftest.hcl",
    ),
    "mistakes": Case(
        modules.MISTAKES,
        "error",
        (
            'resource type "aws_s3_buckket". Did you mean "aws_s3_bucket"?',
            'resource type "aws_s3_bukcet_versioning". Did you mean "aws_s3_bucket_versioning"?',
            'resource type "aws_s3_bukkkket".\n',
            'resource type "aws_". Did you mean "aws_lb"?',
            'resource type "aws_s3-bucket". Did you mean "aws_s3_bucket"?',
            'resource type "aws_S3_bucket". Did you mean "aws_s3_bucket"?',
            'resource type "aws_s3_bäckêt". Did you mean "aws_s3_bucket"?',
            'Did you intend to use the data source "aws_caller_identity"?',
            'intend to use the managed resource type "aws_s3_bucket_versioning"?',
            'ephemeral resource "aws_ssm_paramter"',
            'ephemeral resource "aws_s3_bucket"',
            "Insufficient versioning_configuration blocks",
            'Did you mean "effect"?',
            'Did you mean "dns_suffix"?',
            "Unknown provider function",
            "expected cidr_block to contain a valid Value",
            '"bucket": conflicts with bucket_prefix',
            "warning: Deprecated Resource",
        ),
    ),
    "escaped names with a mistake": Case(
        modules.ESCAPED_MISTAKES,
        "error",
        ('"aws_sns_topik". Did you mean "aws_sns_topic"?', 'Did you mean "arn"?'),
        "tests/json.tftest.json",
    ),
    "escaped names": Case(modules.ESCAPED_NAMES, "pass"),
    "refused by the provider": Case(
        modules.RUNTIME, "error skip", ("assume_role_policy",), "tests/refused.tftest.hcl"
    ),
    "invalid in a later run": Case(
        modules.RUNTIME, "pass error skip", ("10.0.0.0/99",), "tests/invalid.tftest.hcl"
    ),
    "ephemeral resource": Case(modules.RUNTIME, None, file="tests/ephemeral.tftest.hcl"),
    "resource moved to another type": Case(
        modules.RUNTIME,
        "pass error",
        ("Move Resource State Not Supported",),
        "tests/moved.tftest.hcl",
    ),
    "import": Case(modules.IMPORTED, None),
    "parallel runs": Case(modules.PARALLEL, None, file="tests/parallel.tftest.hcl", pooled=None),
    "aliases": Case(modules.ALIASES, "pass pass pass"),
    "alias that no provider has": Case(
        modules.ALIASES,
        "error",
        ("Provider configuration not present",),
        "tests/no_alias.tftest.hcl",
        pooled=False,
    ),
    "provider that no file requires": Case(modules.IMPLIED_PROVIDER, "pass"),
    "provider with another name": Case(modules.LOCAL_NAME, "pass"),
    # Whether it is mocked is Terraform's decision: it names a provider by its source.
    "mock with another name than the provider": Case(
        modules.LOCAL_NAME, None, file="tests/other_name.tftest.hcl", pooled=None
    ),
    "mistakes in a provider block that is mocked": Case(modules.CONFIGURATION, None),
    "syntax of the test": Case(
        modules.SYNTAX,
        "",
        ("tests/syntax.tftest.hcl:4:12: error: Invalid expression",),
        "tests/syntax.tftest.hcl",
        pooled=None,
    ),
    "unknown arguments of the test": Case(
        modules.ARGUMENTS,
        "",
        ('Did you mean "command"?', "Unsupported block type"),
        "tests/arguments.tftest.hcl",
        pooled=None,
    ),
    "syntax of the module": Case(
        modules.MODULE_SYNTAX, "", ("main.tf:2:", "Unterminated template string"), pooled=None
    ),
    "no such version": Case(modules.NO_SUCH_VERSION, "", ("> 99.0",), pooled=False),
    "wrong checksum": Case(modules.WRONG_CHECKSUM, "", ("checksum",), pooled=False),
    "provider that is not mocked": Case(modules.REAL_PROVIDER, "pass", pooled=False),
    "one of two aliases not mocked": Case(modules.ALIAS_THAT_IS_NOT_MOCKED, "pass", pooled=False),
    "alias in the module of a run not mocked": Case(
        modules.MODULE_OF_A_RUN_WITH_AN_ALIAS, "pass", pooled=False
    ),
    "child module with a provider block": Case(modules.CHILD_WITH_A_PROVIDER, "pass", pooled=False),
}


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The options with which the pool can be installed."""
    return pex_tool_options(tmp_path_factory.mktemp("pex"))


@pytest.fixture(scope="module")
def with_pool() -> RuleRunner:
    return new_rule_runner()


@pytest.fixture(scope="module")
def without_pool() -> RuleRunner:
    """With caches of its own: the pool is no part of a cache key."""
    return new_rule_runner()


@pytest.fixture
def outcomes(monkeypatch: pytest.MonkeyPatch) -> list[ProcessOutcome]:
    """How the processes end that are run meanwhile."""
    found: list[ProcessOutcome] = []

    def record(judged: JudgedFile, outcome: ProcessOutcome, known: KnownProviders) -> FileVerdict:
        found.append(outcome)
        return judge(judged, outcome, known)

    monkeypatch.setattr(execution, "judge", record)
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_verdict_is_the_same(
    with_pool: RuleRunner,
    without_pool: RuleRunner,
    pool: tuple[str, ...],
    outcomes: list[ProcessOutcome],
    name: str,
) -> None:
    case = CASES[name]
    pooled = run(with_pool, name, case, pool)
    plain = run(without_pool, name, case)

    assert compared(pooled) == compared(plain)
    of_pooled, of_plain = outcomes
    assert of_pooled.exit_code == of_plain.exit_code == plain.exit_code
    if case.statuses is not None:
        assert " ".join(run.status.value for run in plain.runs) == case.statuses
    said = f"{details(plain, everything=True)}\n"
    for text in case.says:
        assert text in said
    assert not used_pool(of_plain.stdout)
    if case.pooled is not None:
        assert used_pool(of_pooled.stdout) == case.pooled


def run(
    rule_runner: RuleRunner, name: str, case: Case, pool: tuple[str, ...] = NO_POOL
) -> FileVerdict:
    directory = name.replace(" ", "_")
    module = case.module.replace("@VERSION@", aws_provider_version())
    files = module_files(module, 'terraform_tests(name="tests")\n')
    rule_runner.write_files({f"{directory}/{path}": text for path, text in files.items()})
    return verdict_on(
        rule_runner,
        directory,
        *case.arguments,
        file=case.file,
        options=terraform_options(mirrors=[provider_mirror()], pool=pool),
    )


def compared(verdict: FileVerdict) -> str:
    """Everything about a verdict but how long it took, as text.

    Terraform walks the graph of resources concurrently: the order of its messages is chance.
    """
    runs = tuple(
        replace(run, seconds=0.0, diagnostics=in_order(run.diagnostics)) for run in verdict.runs
    )
    same = replace(verdict, runs=runs, diagnostics=in_order(verdict.diagnostics), process=None)
    # Lines, so that a difference is easy to see.
    return without_made_up_texts(re.sub(r"\w+\(", r"\n\g<0>", repr(same)))


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=lambda each: (each.path, each.line, repr(each))))
