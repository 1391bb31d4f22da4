from __future__ import annotations

import json
import time
from typing import Any

import pytest

from terrapants.deploying.plan_json import UnreadablePlan, plan_document, planned_changes, read_plan
from terrapants.deploying.planned_changes import (
    Action,
    FailedCheck,
    PlannedChanges,
    ResourceChange,
    summary,
)
from terrapants.deploying.testutil import (
    NEW_SECRET,
    OLD_SECRET,
    change,
    document,
    only_change,
    planned,
    recorded_plan,
)


def recorded() -> dict[str, ResourceChange]:
    return {each.address: each for each in planned_changes(recorded_plan()).changes}


def test_every_kind_of_change_of_a_recorded_plan() -> None:
    found = recorded()
    actions = {address: each.action for address, each in found.items()}
    assert actions == {
        "data.terraform_remote_state.later": Action.READ,
        "terraform_data.fewer[2]": Action.DELETE,
        "terraform_data.forgotten": Action.FORGET,
        "terraform_data.going": Action.DELETE,
        "terraform_data.imported": Action.IMPORT,
        'terraform_data.keyed["neu \\"x"]': Action.CREATE,
        'terraform_data.keyed["wird so\\"x"]': Action.DELETE,
        "terraform_data.multiline": Action.UPDATE,
        "terraform_data.new_name": Action.MOVE,
        "terraform_data.policy": Action.UPDATE,
        "terraform_data.replaced": Action.REPLACE,
        "terraform_data.replaced_cbd": Action.REPLACE,
        "terraform_data.secret": Action.UPDATE,
        "terraform_data.unknown": Action.CREATE,
        "terraform_data.updated": Action.UPDATE,
        "terraform_data.whole": Action.UPDATE,
    }
    assert found["terraform_data.imported"].import_id == "some-id"
    assert found["terraform_data.new_name"].previous_address == "terraform_data.old_name"
    assert found["terraform_data.replaced"].replacement == "destroy first"
    assert found["terraform_data.replaced_cbd"].replacement == "create before destroy"
    assert found["terraform_data.replaced"].reason == "it cannot be updated in place"
    assert found["terraform_data.fewer[2]"].reason == "its index is out of range for count"
    assert found["terraform_data.updated"].provider == "terraform.io/builtin/terraform"


def test_counts_of_a_recorded_plan() -> None:
    assert summary(planned_changes(recorded_plan())) == (
        "2 to add, 5 to change, 2 to replace, 3 to destroy, 1 to import, 1 to move, 1 to forget, "
        "2 outputs to change"
    )


def test_no_secret_is_in_the_result() -> None:
    # Terraform itself shows the old one: providers copy it to attributes that are not sensitive.
    text = json.dumps(recorded_plan())
    assert OLD_SECRET in text
    assert NEW_SECRET in text
    plain = json.dumps(planned_changes(recorded_plan()).to_json())
    assert OLD_SECRET not in plain
    assert NEW_SECRET not in plain
    assert plain.count("(sensitive)") > 6


def test_what_crosses_from_the_sandbox_is_the_same_there() -> None:
    found = planned_changes(recorded_plan())
    assert PlannedChanges.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_checks_that_do_not_hold() -> None:
    assert planned_changes(recorded_plan()).failed_checks == (
        FailedCheck("check.c", "fail", ("Not red.",)),
    )


def test_the_module_of_a_change() -> None:
    raw = change(1, 2, address='module.net["a.b"].aws_thing.a')
    raw["module_address"] = 'module.net["a.b"]'
    assert only_change(raw).module == 'module.net["a.b"]'


def test_a_resource_with_nothing_to_do_is_no_change() -> None:
    found = planned(change({"a": 1}, {"a": 1}, "no-op"))
    assert found.changes == ()
    assert not found.applyable
    assert summary(found) == "no changes"


def test_an_import_with_changes_counts_as_both() -> None:
    found = planned(change({"a": 1}, {"a": 2}, importing={"id": "i-1"}))
    assert found.changes[0].action is Action.UPDATE
    assert found.counts.imported == found.counts.change == 1


def test_an_import_by_identity() -> None:
    raw = change({}, {}, "no-op", importing={"identity": {"arn": "a", "region": None}})
    assert only_change(raw).import_id == '{"arn": "a", "region": null}'


def test_an_import_by_what_is_not_known_yet() -> None:
    raw = change({}, {}, "no-op", importing={"unknown": True})
    assert only_change(raw).import_id == "(known after apply)"


def test_a_move_with_a_replacement() -> None:
    raw = {**change({}, {}, "delete", "create"), "previous_address": "aws_thing.b"}
    found = planned(raw)
    assert found.changes[0].action is Action.REPLACE
    assert (found.counts.replace, found.counts.moved) == (1, 1)


def test_a_replacement_that_forgets_the_old_object() -> None:
    found = planned(change({"a": 1}, {"a": 2}, "create", "forget"))
    assert found.changes[0].replacement == "forget the old object"
    assert (found.counts.replace, found.counts.forgotten, found.counts.destroy) == (1, 1, 0)


def test_a_deposed_object() -> None:
    raw = {**change({"a": 1}, None, "delete"), "deposed": "abcd1234"}
    assert only_change(raw).deposed == "abcd1234"


def test_an_action_of_a_newer_terraform() -> None:
    found = only_change(change({"a": 1}, {"a": 2}, "create", "quarantine"))
    assert found.action is Action.UPDATE
    assert found.reason == "Terraform calls it create, quarantine"


def test_a_reason_of_a_newer_terraform() -> None:
    raw = {**change({"a": 1}, None, "delete"), "action_reason": "delete_because_of_the_moon"}
    assert only_change(raw).reason == "delete because of the moon"


def test_deferred_changes() -> None:
    raw = {"reason": "instance_count_unknown", "resource_change": change(None, {"a": 1}, "create")}
    found = planned_changes(document(deferred_changes=[raw], complete=False))
    assert [each.action for each in found.changes] == [Action.DEFER]
    assert found.changes[0].reason == "the number of instances is known after apply"
    assert summary(found) == (
        "0 to add, 0 to change, 0 to replace, 0 to destroy, 1 deferred; not complete, so another "
        "plan has to follow"
    )


def test_drift() -> None:
    drift = [change({"a": 1}, {"a": 2}), change({"a": 1}, None, "delete")]
    found = planned_changes(document(resource_drift=drift, applyable=True), only_refreshes=True)
    assert [each.action for each in found.drift] == [Action.UPDATE, Action.DELETE]
    assert summary(found).endswith("0 to destroy, 2 drifted")
    assert found.applyable


@pytest.mark.parametrize(
    ("before", "after"), [({"tags": None}, {"tags": {}}), ({"rules": []}, {"rules": None})]
)
def test_what_is_empty_or_not_set_is_no_drift(before: Any, after: Any) -> None:
    drift = document(resource_drift=[change(before, after)], applyable=True)
    found = planned_changes(drift, only_refreshes=True)
    assert found.drift == ()
    assert not found.applyable


def test_a_plan_of_changes_has_the_drift_that_may_have_affected_it() -> None:
    drift = [
        change({"a": 1}, {"a": 2}, address="aws_thing.changing"),
        change({"a": 1, "b": {"c": 1}}, {"a": 2, "b": {"c": 2}}, address="aws_thing.read"),
        change({"a": 1}, {"a": 2}, address="aws_thing.read_otherwise"),
        change({"a": 1}, None, "delete", address="aws_thing.gone_and_read"),
        change({"a": 1}, None, "delete", address="aws_thing.gone"),
        change({"a": 1}, {"a": 2}, address="aws_thing.other"),
    ]
    read = [
        {"resource": "aws_thing.read", "attribute": ["b", "c"]},
        {"resource": "aws_thing.read_otherwise", "attribute": ["b"]},
        {"resource": "aws_thing.gone_and_read", "attribute": ["b"]},
    ]
    others = change({"a": 2}, {"a": 2}, "no-op", address="aws_thing.other")
    changes = (change({"a": 2}, {"a": 1}, address="aws_thing.changing"), others)
    found = planned_changes(
        document(*changes, resource_drift=drift, relevant_attributes=read)
    ).drift
    assert [(each.address, [one.path for one in each.attributes]) for each in found] == [
        ("aws_thing.changing", ["a"]),
        ("aws_thing.read", ["b.c"]),
        ("aws_thing.gone_and_read", []),
    ]
    without = document(others, resource_drift=drift, relevant_attributes=read)
    assert planned_changes(without).drift == ()


def test_what_only_moves_is_no_drift() -> None:
    moved = {**change({}, {}, "no-op"), "previous_address": "aws_thing.b"}
    assert planned_changes(document(resource_drift=[moved])).drift == ()


def test_sensitive_outputs() -> None:
    outputs = {
        "a": {"actions": ["create"], "after": "geheim-geheim", "after_sensitive": True},
        "b": {"actions": ["no-op"], "before": 1, "after": 1},
        "c": {"actions": ["update"], "before": 1, "after": {"x": 1}},
    }
    found = planned_changes(document(output_changes=outputs))
    assert [each.name for each in found.outputs] == ["a", "c"]
    assert found.outputs[0].attributes[0].after == "(sensitive)"
    assert found.applyable


def test_secrets_from_outside() -> None:
    raw = change({"url": "postgres://u:p4ss-w0rd@h/"}, {"url": "x"}, address='a.b["p4ss-w0rd"]')
    found = only_change(raw, hidden=("p4ss-w0rd",))
    assert found.attributes[0].before == '"postgres://u:(sensitive)@h/"'
    assert found.address == 'a.b["(sensitive)"]'


def test_an_action_block_that_is_invoked() -> None:
    found = planned_changes(document(action_invocations=[{"address": "action.aws_x.y"}]))
    assert found.invoked_actions == ("action.aws_x.y",)


def test_an_errored_plan() -> None:
    found = planned_changes(document(change(None, {"a": 1}, "create"), errored=True))
    assert found.errored
    assert not found.complete
    assert not found.applyable
    assert summary(found) == (
        "planning failed after 1 to add, 0 to change, 0 to replace, 0 to destroy"
    )


def test_an_empty_plan() -> None:
    found = planned_changes({"format_version": "1.2", "planned_values": {"root_module": {}}})
    assert summary(found) == "no changes"


def test_a_plan_that_only_changes_the_state() -> None:
    assert summary(planned_changes(document(applyable=True))) == "changes to the state only"


@pytest.mark.parametrize(
    "text",
    [
        '{"format_version": "1.2", "resource_changes": [{"addr',
        "",
        b"\xff\xfe",
        pytest.param("[" * 100_000, id="nested"),
    ],
)
def test_what_is_no_whole_json(text: str) -> None:
    with pytest.raises(UnreadablePlan, match=r"not a whole JSON document.*Was it interrupted\?"):
        read_plan(text)


@pytest.mark.parametrize("text", ["[]", "null", "{}", '{"format_version": 1}'])
def test_what_is_no_plan(text: str) -> None:
    with pytest.raises(UnreadablePlan, match="it has no format_version"):
        plan_document(text)


def test_a_state_is_no_plan() -> None:
    with pytest.raises(UnreadablePlan, match=r"not a plan: .* described a state"):
        plan_document('{"format_version": "1.0", "values": {}}')


def test_a_newer_format() -> None:
    text = '{"format_version": "2.0", "terraform_version": "2.1.0", "resource_changes": []}'
    with pytest.raises(UnreadablePlan) as caught:
        plan_document(text)
    assert str(caught.value) == (
        "The plan is in version 2.0 of Terraform's JSON format, written by Terraform 2.1.0, but "
        "only versions 1.x are known here. Use an older Terraform, or a newer version of this "
        "plugin."
    )


def seconds(number: int) -> float:
    changes = [
        change(
            {"a": f"old {n}", "password": f"secret number {n}", "list": list(range(20))},
            {"a": f"new {n}", "password": f"new secret number {n}", "list": list(range(21))},
            address=f'module.m["{n}"].aws_thing.a',
            before_sensitive={"password": True},
            after_sensitive={"password": True},
        )
        for n in range(number)
    ]
    start = time.process_time()
    assert planned(*changes).counts.change == number
    return time.process_time() - start


def test_the_time_grows_with_the_plan_only() -> None:
    assert seconds(2000) < 20 * seconds(250)
