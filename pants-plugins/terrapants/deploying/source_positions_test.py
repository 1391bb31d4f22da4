from __future__ import annotations

import pytest

from terrapants.deploying.addresses import SourcePosition
from terrapants.deploying.source_positions import SourcePositions, positions_in_files

FILES = {
    "live/main.tf": """
module "net" {
  source = "../modules/net"
}

module "far" {
  source = "terraform-aws-modules/vpc/aws"
}

resource "aws_vpc" "a" {
}

data "aws_ami" "a" {
}
""",
    "live/a_override.tf": """
resource "aws_vpc" "a" {
}

module "net" {
  version = "1"
}
""",
    "live/check.tf.json": '{"check": {"c": {"data": {"http": {"page": {}}}}}}',
    "live/broken.tf": 'resource "aws_vpc" {',
    "modules/net/main.tf": """
module "leaf" {
  source   = "./leaf"
  for_each = toset(["a"])
}
""",
    "modules/net/leaf/main.tf": 'resource "aws_eip" "a" {\n  count = 2\n}\n',
}
FAR = SourcePosition("live/main.tf", 6, False)


@pytest.fixture(scope="module")
def positions() -> SourcePositions:
    return positions_in_files("live", FILES)


@pytest.mark.parametrize(
    ("address", "position"),
    [
        ("aws_vpc.a", SourcePosition("live/main.tf", 10)),
        ('aws_vpc.a["x.y[0]"]', SourcePosition("live/main.tf", 10)),
        ("data.aws_ami.a[0]", SourcePosition("live/main.tf", 13)),
        ('module.net.module.leaf["a"].aws_eip.a[1]', SourcePosition("modules/net/leaf/main.tf", 1)),
        (
            'module.net.module.leaf["module.x[\\"] "].aws_eip.a[1]',
            SourcePosition("modules/net/leaf/main.tf", 1),
        ),
        ('module.net.module.leaf["a"]', SourcePosition("modules/net/main.tf", 2)),
        ("module.net.aws_eip.gone", SourcePosition("live/main.tf", 2, False)),
        ("module.far.aws_vpc.this[0]", FAR),
        ("module.far.module.deeper.aws_vpc.this[0]", FAR),
        ("aws_vpc.gone", None),
        ("module.gone.aws_vpc.a", None),
        ("", None),
    ],
)
def test_positions(
    positions: SourcePositions, address: str, position: SourcePosition | None
) -> None:
    assert positions.of(address) == position


def test_which_modules_are_covered(positions: SourcePositions) -> None:
    assert positions.covers("aws_vpc.gone")
    assert positions.covers("module.gone.aws_vpc.a")
    assert positions.covers('module.net.module.leaf["b"].aws_eip.gone')
    assert not positions.covers("module.far.aws_vpc.this")
    assert not SourcePositions("live", {}).covers("aws_vpc.a")


def test_what_is_declared(positions: SourcePositions) -> None:
    assert [address for address, _ in positions.declared()] == [
        "aws_vpc.a",
        "data.aws_ami.a",
        "data.http.page",
        "module.net.module.leaf.aws_eip.a",
    ]


def test_modules_that_call_each_other() -> None:
    files = {"a/main.tf": 'module "a" {\n  source = "../a"\n}\nresource "aws_vpc" "a" {}\n'}
    positions = positions_in_files("a", files)
    assert [address for address, _ in positions.declared()] == ["aws_vpc.a"]
    assert positions.of("module.a." * 50 + "aws_vpc.a") == SourcePosition("a/main.tf", 4)
