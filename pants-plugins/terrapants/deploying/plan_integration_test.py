"""A real Terraform's plan and state."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from terrapants.deploying.addresses import SourcePosition
from terrapants.deploying.plan_json import read_plan
from terrapants.deploying.plan_text import render_plans
from terrapants.deploying.planned_changes import Action, DeploymentPlan, PlannedChanges
from terrapants.deploying.planned_values import planned_values
from terrapants.deploying.source_positions import positions_in_files
from terrapants.deploying.state_document import read_state
from terrapants.deploying.state_listing import state_listing
from terrapants.deploying.state_text import render_state
from terrapants.deploying.testutil import NEW_SECRET, OLD_SECRET, terraform

LEAF = """
variable "name" {}

resource "terraform_data" "leaf" {
  input = var.name
}
"""
NET = """
variable "names" {
  type = set(string)
}

module "leaf" {
  for_each = var.names
  source   = "./modules/leaf"
  name     = each.key
}
"""
BEFORE = """
variable "password" {
  sensitive = true
}

module "net" {
  source = "./modules/net"
  names  = ["a.b", "q\\"uote", "ü]x", "$${x}"]
}

resource "terraform_data" "secret" {
  input = { user = "joe", list = [1, { password = var.password }] }
}

resource "terraform_data" "replaced" {
  triggers_replace = ["red"]
}

resource "terraform_data" "going" {
}

resource "terraform_data" "old_name" {
}

output "hidden" {
  value     = var.password
  sensitive = true
}
"""
AFTER = (
    BEFORE.replace('["red"]', '["blue"]')
    .replace('"going"', '"coming"')
    .replace('"old_name"', '"new_name"')
    .replace('"ü]x", ', "")
    + """
moved {
  from = terraform_data.old_name
  to   = terraform_data.new_name
}
"""
)


@dataclass(frozen=True)
class Recorded:
    plan: str
    state: str
    files: dict[str, str]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    directory = tmp_path_factory.mktemp("root")
    files = {
        "main.tf": BEFORE,
        "modules/net/main.tf": NET,
        "modules/net/modules/leaf/main.tf": LEAF,
    }
    for path, text in files.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_text(text, encoding="utf-8")
    terraform(directory, "init")
    terraform(directory, "apply", "-auto-approve", f"-var=password={OLD_SECRET}")
    terraform(directory, "taint", 'module.net.module.leaf["a.b"].terraform_data.leaf')
    (directory / "main.tf").write_text(AFTER, encoding="utf-8")
    terraform(directory, "plan", "-out=saved", f"-var=password={NEW_SECRET}")
    files["main.tf"] = AFTER
    return Recorded(
        terraform(directory, "show", "-json", "saved"),
        terraform(directory, "show", "-json"),
        {f"environments/dev/{path}": text for path, text in files.items()},
    )


def test_the_changes(recorded: Recorded) -> None:
    found = read_plan(recorded.plan)
    assert {(each.action, each.address): each.reason for each in found.changes} == {
        (Action.REPLACE, 'module.net.module.leaf["a.b"].terraform_data.leaf'): (
            "the object is tainted"
        ),
        (Action.DELETE, 'module.net.module.leaf["ü]x"].terraform_data.leaf'): (
            "its module is not in the configuration"
        ),
        (Action.UPDATE, "terraform_data.secret"): "",
        (Action.REPLACE, "terraform_data.replaced"): "it cannot be updated in place",
        (Action.DELETE, "terraform_data.going"): "it is not in the configuration",
        (Action.CREATE, "terraform_data.coming"): "",
        (Action.MOVE, "terraform_data.new_name"): "",
    }
    assert found.applyable
    assert PlannedChanges.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_no_secret_is_shown(recorded: Recorded) -> None:
    assert OLD_SECRET in recorded.plan
    assert NEW_SECRET in recorded.plan
    assert OLD_SECRET in recorded.state
    found = read_plan(recorded.plan)
    positions = positions_in_files("environments/dev", recorded.files)
    shown = (
        render_plans([DeploymentPlan("a:a", planned=found)]),
        json.dumps(found.to_json()),
        json.dumps(planned_values(json.loads(recorded.plan)).to_json()),
        json.dumps(state_listing(read_state(recorded.state), positions).to_json()),
    )
    for text in shown:
        assert OLD_SECRET not in text
        assert NEW_SECRET not in text


def test_where_the_resources_are_declared(recorded: Recorded) -> None:
    positions = positions_in_files("environments/dev", recorded.files)
    found = {each.address: positions.of(each.address) for each in read_plan(recorded.plan).changes}
    leaf = SourcePosition("environments/dev/modules/net/modules/leaf/main.tf", 4)
    assert found['module.net.module.leaf["a.b"].terraform_data.leaf'] == leaf
    assert found['module.net.module.leaf["ü]x"].terraform_data.leaf'] == leaf
    assert found["terraform_data.secret"] == SourcePosition("environments/dev/main.tf", 11)
    assert found["terraform_data.going"] is None


def test_the_state(recorded: Recorded) -> None:
    positions = positions_in_files("environments/dev", recorded.files)
    listing = state_listing(read_state(recorded.state), positions)
    assert listing.summary == ("8 resources, 2 not in the code, 2 not yet in the state, 1 tainted")
    assert [each.address for each in listing.only_in_state] == [
        "terraform_data.going",
        "terraform_data.old_name",
    ]
    assert [(each.address, each.line) for each in listing.only_in_code] == [
        ("terraform_data.coming", 19),
        ("terraform_data.new_name", 22),
    ]
    assert {each.module for each in listing.resources} == {
        "",
        'module.net.module.leaf["$${x}"]',
        'module.net.module.leaf["a.b"]',
        'module.net.module.leaf["q\\"uote"]',
        'module.net.module.leaf["ü]x"]',
    }
    lines = render_state("environments/dev:deploy", "dev", listing).splitlines()
    leaf = 'module.net.module.leaf["a.b"].terraform_data.leaf'
    assert f"      4: {leaf} (tainted: the next plan replaces it)" in lines
    assert "  In the state, but not in the code; the next plan would destroy it:" in lines
    assert max(map(len, lines)) <= 100
