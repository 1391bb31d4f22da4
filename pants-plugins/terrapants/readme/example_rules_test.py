from __future__ import annotations

import pytest

from terrapants.findings.finding import render
from terrapants.readme.example_rules import (
    Signature,
    called_directories,
    called_module,
    check_examples,
    read_examples,
)
from terrapants.readme.markdown_page import read_page

OWN = "infra/aws/vpc"
SIGNATURES = {
    OWN: Signature(frozenset({"cidr_block", "name"}), ("name",), frozenset({"vpc_id"})),
    "infra/aws/kms-key": Signature(frozenset(), (), frozenset({"key_arn"})),
}


def findings(hcl: str, language: str = "hcl", signatures: object = SIGNATURES) -> list[str]:
    examples = read_examples(read_page(f"# T\n\n```{language}\n{hcl}\n```\n"), "r.md")
    assert isinstance(signatures, dict)
    return [render([each]) for each in check_examples(examples, "r.md", OWN, signatures)]


GOOD = 'module "v" {\n  source = "../vpc"\n  name = "x"\n}\n'
NO_USAGE = (
    "r.md: error: found no HCL example that calls this module, expected a code block "
    '(```hcl) with a `module` block whose source is "." or the module\'s path, registry '
    "address or git address [usage-example]"
)


@pytest.mark.parametrize(
    ("hcl", "found"),
    [
        (GOOD, []),
        (GOOD.replace("../vpc", "./"), []),
        (GOOD.replace('  name = "x"', '  name = "x"\n  count = 1\n  providers = {}'), []),
        (GOOD + 'output "o" {\n  value = module.v.vpc_id\n}', []),
        (GOOD + 'output "o" {\n  value = module.v[0].vpc_id + module.v["a"].vpc_id\n}', []),
        (GOOD + 'output "o" {\n  value = [module.v, module.unknown.x]\n}', []),
        (
            GOOD + 'output "o" {\n  value = "x${module.v["a"].vpc_arn}"\n}',
            [
                (
                    'r.md:9: error: module.v["a"].vpc_arn is used, but module "v" has no '
                    'output "vpc_arn". Did you mean "vpc_id"? [example-outputs]'
                )
            ],
        ),
        (
            'module "v" {\n  source = "../vpc"\n  cidr_blok = "x"\n}',
            [
                (
                    'r.md:6: error: module "v" sets "cidr_blok", which is not an input of it. '
                    'Did you mean "cidr_block"? [example-inputs]'
                ),
                (
                    'r.md:4: error: module "v" does not set "name", which is required '
                    "[example-required-inputs]"
                ),
            ],
        ),
        (GOOD + "moved {\n  from = aws_vpc.a\n  to = module.v.aws_vpc.this\n}", []),
        (GOOD + 'import {\n  to = module.v.aws_vpc.this\n  id = "x"\n}', []),
        (
            'module "v" {\n  name = "x"\n}',
            ['r.md:4: error: module "v" has no source [example-source]', NO_USAGE],
        ),
        (
            GOOD + 'module "w" {\n  source = "../gone"\n}',
            [
                (
                    'r.md:8: error: the source "../gone" of module "w" leads to '
                    "infra/aws/gone, which is not a Terraform module [example-source]"
                )
            ],
        ),
        (
            GOOD + 'module "w" {\n  source = "../../../../x"\n}',
            [
                (
                    'r.md:8: error: the source "../../../../x" of module "w" leads out of '
                    "the repository [example-source]"
                )
            ],
        ),
        (
            GOOD + 'module "k" {\n  source = "../kms-key"\n  alias = 1\n}',
            [
                (
                    'r.md:10: error: module "k" sets "alias", which is not an input of it '
                    "[example-inputs]"
                )
            ],
        ),
        (
            'module "v" {',
            [
                (
                    'r.md:4: error: found the end of the file, expected "}". The "{" on line '
                    "4 is not closed. [example-syntax]"
                ),
                NO_USAGE,
            ],
        ),
        ('module "o" {\n  source = "example/other/aws"\n  x = 1\n}', [NO_USAGE]),
    ],
)
def test_findings(hcl: str, found: list[str]) -> None:
    assert findings(hcl) == found


@pytest.mark.parametrize(
    "block",
    [
        'import {\n  to = module.v.aws_vpc.this\n  id = "x"\n}\n',
        "moved {\n  from = aws_vpc.old\n  to = module.v.aws_vpc.this\n}\n",
        "moved {\n  from = module.v.aws_vpc.old\n  to = module.v.aws_vpc.this[0]\n}\n",
        "removed {\n  from = module.v.aws_vpc.this\n}\n",
        "override_resource {\n  target = module.v.aws_vpc.this\n}\n",
        'run "a" {\n  expect_failures = [module.v.check.x]\n}\n',
    ],
)
def test_an_address_in_a_module_is_no_output_of_it(block: str) -> None:
    assert findings(GOOD + block) == []
    used = block.replace("id =", "id = module.v.nope #")
    assert len(findings(GOOD + used)) == ("nope" in used)


def test_which_code_blocks_are_examples() -> None:
    for language in ("hcl", "terraform", "tf", "HCL", "hcl title=x", ""):
        assert findings(GOOD, language) == []
    for language in ("", "sh", "hcl no-check"):
        assert findings("module {", language) == [NO_USAGE]


def test_called_directories() -> None:
    page = read_page(f'```hcl\n{GOOD}module "k" {{\n  source = "../kms-key"\n}}\n```\n')
    examples = read_examples(page, "r.md")
    assert called_directories(examples, OWN) == {OWN, "infra/aws/kms-key"}


@pytest.mark.parametrize(
    ("source", "directory", "expected"),
    [
        (".", OWN, OWN),
        ("../kms-key", OWN, "infra/aws/kms-key"),
        ("../../../..", OWN, None),
        ("example/vpc/aws", OWN, OWN),
        ("registry.example.com/example/vpc/aws", OWN, OWN),
        ("example/vpc-endpoints/aws", OWN, None),
        ("example/network/aws//infra/aws/vpc", OWN, OWN),
        ("example/network/aws//vpc", OWN, OWN),
        ("example/network/aws//pc", OWN, None),
        ("git::https://example.com/team/repo.git//infra/aws/vpc?ref=v1", OWN, OWN),
        ("git::https://example.com/team/repo.git//infra/aws/kms?ref=v1", OWN, None),
        ("git::ssh://git@example.com/team/terraform-aws-vpc.git?ref=v1", OWN, OWN),
        ("git@example.com:team/vpc.git", OWN, OWN),
        ("example.com/team/terraform-aws-vpc", OWN, OWN),
        ("example.com/team/other", OWN, None),
        ("example/anything/aws", "", ""),
        ("git::https://example.com/anything", "", ""),
    ],
)
def test_which_module_is_called(source: str, directory: str, expected: str | None) -> None:
    assert called_module(source, directory) == expected
