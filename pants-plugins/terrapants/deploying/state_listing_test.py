from __future__ import annotations

import json

import pytest

from terrapants.deploying.source_positions import positions_in_files
from terrapants.deploying.state_document import UnreadableState, read_state
from terrapants.deploying.state_listing import StateListing, state_listing
from terrapants.deploying.state_text import render_state
from terrapants.deploying.testutil import HOSTILE

CODE = positions_in_files(
    "live",
    {
        "live/main.tf": """
resource "aws_vpc" "a" {
}

resource "aws_vpc" "new" {
}

data "aws_ami" "unread" {
}

ephemeral "aws_x" "a" {
}

module "far" {
  source = "a/b/c"
}
""",
        "live/queue.tf": 'resource "aws_sqs_queue" "q" {\n  for_each = {}\n}\n',
    },
)


def entry(address: str, **others: object) -> dict[str, object]:
    type_, name = address.partition("[")[0].split(".")[-2:]
    mode = "data" if address.startswith("data.") else "managed"
    return {
        "address": address,
        "mode": mode,
        "type": type_,
        "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "values": {"id": f"id-of-{name}"},
        **others,
    }


STATE = {
    "format_version": "1.0",
    "terraform_version": "1.11.4",
    "values": {
        "outputs": {"b": {"value": 1}, "a": {"value": "the-secret", "sensitive": True}},
        "root_module": {
            "resources": [
                entry("aws_vpc.a"),
                entry('aws_sqs_queue.q["a.b"]', tainted=True),
                entry('aws_sqs_queue.q["c"]', deposed_key="abcd1234"),
                entry("aws_vpc.gone"),
                entry("data.aws_ami.gone", values={"id": "ami-the-secret"}),
            ],
            "child_modules": [
                {
                    "address": "module.far",
                    "resources": [
                        {
                            **entry("aws_vpc.this"),
                            "address": 'module.far["aws_vpc.this"].aws_vpc.this["aws_vpc.this"]',
                        }
                    ],
                }
            ],
        },
    },
}


def test_the_listing() -> None:
    listing = state_listing(STATE, CODE)
    assert listing.summary == (
        "5 resources, 1 data source, 1 not in the code, 1 not yet in the state, 1 tainted, "
        "1 deposed"
    )
    assert [each.address for each in listing.only_in_state] == ["aws_vpc.gone"]
    assert [each.address for each in listing.only_in_code] == ["aws_vpc.new"]
    assert [each.address for each in listing.tainted] == ['aws_sqs_queue.q["a.b"]']
    assert [each.address for each in listing.deposed] == ['aws_sqs_queue.q["c"]']
    assert listing.outputs == ("a", "b")
    far = listing.resources[-1]
    assert (far.module, far.is_in_code) == ('module.far["aws_vpc.this"]', True)
    assert (far.path, far.line) == ("live/main.tf", 14)


def test_secrets_are_hidden() -> None:
    plain = json.dumps(state_listing(STATE, CODE, hidden=("id-of-a",)).to_json())
    assert "the-secret" not in plain
    assert "id-of-a" not in plain
    assert "ami-(sensitive)" in plain


def test_to_json_and_back() -> None:
    listing = state_listing(STATE, CODE)
    plain = json.loads(json.dumps(listing.to_json()))
    assert plain["schema_version"] == 1
    assert StateListing.from_json(plain) == listing


def test_the_text() -> None:
    assert render_state("live:deploy", "prod", state_listing(STATE, CODE)) == (
        """\
live:deploy (prod): 5 resources, 1 data source, 1 not in the code, 1 not yet in the state, 1
        tainted, 1 deposed
  root module
    (not in the code)
      data.aws_ami.gone  ami-(sensitive)
    live/main.tf
      2: aws_vpc.a  id-of-a
    live/queue.tf
      1: aws_sqs_queue.q["a.b"] (tainted: the next plan replaces it)
      1: aws_sqs_queue.q["c"] (deposed object abcd1234: the next plan destroys it)
  module.far["aws_vpc.this"]
    live/main.tf
      14: module.far["aws_vpc.this"].aws_vpc.this["aws_vpc.this"]  id-of-this
  In the state, but not in the code; the next plan would destroy it:
      aws_vpc.gone  id-of-gone
  In the code, but not in the state:
      aws_vpc.new (live/main.tf:5)"""
    )


def test_an_empty_state() -> None:
    listing = state_listing({"format_version": "1.0"}, positions_in_files("live", {}))
    assert render_state("live:deploy", "", listing) == "live:deploy: 0 resources"


def test_no_value_reaches_the_terminal_as_a_command() -> None:
    raw = entry("aws_vpc.a", values={"id": HOSTILE})
    key = {**entry("aws_vpc.a"), "address": f'aws_vpc.a["{HOSTILE}"]'}
    state = {"format_version": "1.0", "values": {"root_module": {"resources": [raw, key]}}}
    shown = render_state("a:a", HOSTILE, state_listing(state, CODE))
    assert all(line.isprintable() for line in shown.split("\n"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"format_version": "1.0", "val', "not a whole JSON document. Was it interrupted?"),
        ("[]", "it has no format_version"),
        ('{"format_version": "1.2", "planned_values": {}}', "described a plan"),
        ('{"format_version": "2.0"}', "The state is in version 2.0 of Terraform's JSON format"),
    ],
)
def test_what_is_no_state(text: str, message: str) -> None:
    with pytest.raises(UnreadableState) as caught:
        read_state(text)
    assert message in str(caught.value)
