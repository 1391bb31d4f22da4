from __future__ import annotations

from terrapants.deploying.addresses import SourcePosition
from terrapants.deploying.plan_json import planned_changes
from terrapants.deploying.plan_text import render_plans
from terrapants.deploying.planned_changes import DeploymentPlan, with_positions
from terrapants.deploying.testutil import (
    HOSTILE,
    change,
    document,
    planned,
    recorded_aws_plan,
    recorded_plan,
)

RECORDED = r"""
environments/dev:deploy (dev): 2 to add, 5 to change, 2 to replace, 3 to destroy, 1 to import, 1 to
        move, 1 to forget, 2 outputs to change
 <= data.terraform_remote_state.later: read when the plan is applied, because it depends on
        something that changes
  - terraform_data.fewer[2]: destroyed, because its index is out of range for count
  . terraform_data.forgotten: leaves the state, but is not destroyed, because it is not in the
        configuration
  - terraform_data.going: destroyed, because it is not in the configuration
 << terraform_data.imported: imported by the ID some-id
  + terraform_data.keyed["neu \"x"]
      input: "neu \"x"
      known after apply: id, output
  - terraform_data.keyed["wird so\"x"]: destroyed, because its key is not in for_each
  ~ terraform_data.multiline
      input (line 51): "red" → "blue"
      known after apply: output
 >> terraform_data.new_name: moved from terraform_data.old_name
  ~ terraform_data.policy
      input (Statement[0].Resource): "arn:aws:s3:::bucket-red/*" → "arn:aws:s3:::bucket-blue/*"
      known after apply: output
-/+ terraform_data.replaced: replaced (destroy first), because it cannot be updated in place
      triggers_replace[0]: "red" → "blue" (forces replacement)
      known after apply: id, output
+/- terraform_data.replaced_cbd: replaced (create before destroy), because it cannot be updated in
        place
      triggers_replace.color: "red" → "blue" (forces replacement)
      known after apply: id
  ~ terraform_data.secret
      input.list[1].p: (sensitive) → (sensitive)
      input.password: (sensitive) → (sensitive)
      known after apply: output
  + terraform_data.unknown
      input.known: "yes"
      input.l[0]: "a"
      known after apply: id, input.id, input.l[1], output
  ~ terraform_data.updated
      input: "red" → "blue"
      known after apply: output
  ~ terraform_data.whole
      input: (sensitive) → (sensitive)
      known after apply: output
  ~ output hidden: (sensitive) → (sensitive)
  ~ output plain: "red" → "blue"
  ! check.c does not hold: Not red.
"""


def text(*changes: object, **others: object) -> list[str]:
    plan = planned_changes(document(*changes, **others))  # type: ignore[arg-type]
    return render_plans([DeploymentPlan("a:a", planned=plan)]).splitlines()


def test_a_recorded_plan() -> None:
    plan = DeploymentPlan("environments/dev:deploy", "dev", planned_changes(recorded_plan()))
    shown = render_plans([plan])
    assert shown == RECORDED.strip()
    assert max(map(len, shown.splitlines())) <= 100


def test_a_recorded_plan_for_aws() -> None:
    shown = render_plans([DeploymentPlan("a:a", planned=planned_changes(recorded_aws_plan()))])
    assert (
        shown.splitlines()[-11:]
        == """\
  + aws_secretsmanager_secret.a
      force_overwrite_replica_secret: false
      name: "a"
      recovery_window_in_days: 30
      tags.Stage: "dev"
      tags_all.Owner: "me"
      tags_all.Stage: "dev"
      known after apply: arn, id, name_prefix, policy, replica
  + aws_secretsmanager_secret_version.a
      secret_string_wo_version: 1
      known after apply: arn, has_secret_string_wo, id, secret_id, version_id, version_stages
""".splitlines()
    )
    assert "      password: (sensitive)" in shown
    assert "db-password-1" not in shown


def test_a_plan_that_failed_and_one_without_changes() -> None:
    failed = DeploymentPlan("a:a", "prod", error="Error: no credentials\n\n  on main.tf line 1")
    assert render_plans([failed, DeploymentPlan("b:b", planned=planned())]).splitlines() == [
        "a:a (prod): planning failed",
        "  Error: no credentials",
        "",
        "    on main.tf line 1",
        "b:b: no changes",
    ]


def test_drift() -> None:
    drift = [change({"a": 1}, {"a": 2}), change({"a": 1}, None, "delete", address="x.y")]
    plan = planned_changes(document(resource_drift=drift), only_refreshes=True)
    assert render_plans([DeploymentPlan("a:a", planned=plan)]).splitlines()[1:] == [
        "  ~ aws_thing.a: was changed outside of Terraform",
        "      a: 1 → 2",
        "  - x.y: was deleted outside of Terraform",
    ]


def test_where_resources_are_declared() -> None:
    drift = [change({"a": 1}, {"a": 2}), change({"a": 1}, None, "delete", address="x.y")]
    found = planned_changes(
        document(change({"a": 1}, None, "delete"), resource_drift=drift), only_refreshes=True
    )
    located = with_positions(found, {"aws_thing.a": SourcePosition("live/main.tf", 7)}.get)
    assert render_plans([DeploymentPlan("a:a", planned=located)]).splitlines()[1:] == [
        "  - aws_thing.a (live/main.tf:7): destroyed",
        "  ~ aws_thing.a (live/main.tf:7): was changed outside of Terraform",
        "      a: 1 → 2",
        "  - x.y: was deleted outside of Terraform",
    ]


def test_outputs_that_come_and_go() -> None:
    outputs = {
        "a": {"actions": ["create"], "before": None, "after": {"x": [1]}},
        "b": {"actions": ["delete"], "before": 1, "after": None},
        "c": {"actions": ["create"], "before": None, "after": None, "after_unknown": True},
    }
    assert text(output_changes=outputs)[1:] == [
        "  + output a",
        "      x[0]: 1",
        "  - output b: is removed",
        "  + output c: (known after apply)",
    ]


def test_other_kinds() -> None:
    deposed = {**change({"a": 1}, None, "delete"), "deposed": "abcd"}
    deferred = {"reason": "absent_prereq", "resource_change": change(None, {"a": 1}, "create")}
    found = text(
        deposed,
        deferred_changes=[deferred],
        action_invocations=[{"address": "action.aws_x.y"}],
    )
    assert found[1:] == [
        "  - aws_thing.a (deposed object abcd): destroyed",
        "  ? aws_thing.a: deferred, because something it depends on does not exist yet",
        "      a: 1",
        "  ! action.aws_x.y is invoked",
    ]


def test_values_that_are_too_long_for_a_line() -> None:
    lines = text(
        change(
            {"a": "o" * 70, "b": "x", "n" * 95: "x", "gone": "y" * 300},
            {"a": "n" * 70, "b": "z" * 3000, "n" * 95: "y", "gone": None},
            "delete",
            "create",
            replace_paths=[["a"]],
        )
    )
    assert max(map(len, lines)) <= 100
    assert lines[2:5] == [
        "      a: (forces replacement)",
        f'        "{"o" * 70}"',
        f'        → "{"n" * 70}"',
    ]
    assert any(line.endswith("→ null") and "yyy" in line for line in lines)
    assert any("(3002 characters)" in line for line in lines)


def test_many_attributes_and_many_changes() -> None:
    attributes = {f"a{n}": n for n in range(50)}
    unknown = {f"u{n}": True for n in range(50)}
    lines = text(change(None, attributes, "create", after_unknown=unknown))
    assert "      … and 20 more attributes" in lines
    assert lines[-1].endswith(", … and 42 more")
    lines = text(*(change(None, {"a": n}, "create") for n in range(5000)))
    assert len(lines) == 402
    assert lines[-1] == "  … and 4800 more, which a report (--report) lists."


def test_no_value_reaches_the_terminal_as_a_command() -> None:
    check = {
        "status": "fail",
        "address": {"to_display": "check.c"},
        "problems": [{"message": HOSTILE}],
    }
    plan = planned_changes(
        document(
            change({"a": "x", "l": "1\n2"}, {"a": HOSTILE, HOSTILE: 1, "l": f"1\n{HOSTILE}"}),
            {**change({}, {}, "no-op", importing={"id": HOSTILE}), "address": f'x.y["{HOSTILE}"]'},
            checks=[{"instances": [check]}],
        )
    )
    shown = render_plans([DeploymentPlan(f"a:{HOSTILE}", HOSTILE, plan, f"Error\n{HOSTILE}")])
    assert all(line.isprintable() for line in shown.split("\n"))
    assert "\\u001b[31mred" in shown
    assert "\\u202e" in shown
