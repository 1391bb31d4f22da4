from __future__ import annotations

from pants.core.goals.tailor import PutativeTargets, TailorGoal
from pants.engine.rules import QueryRule

from terrapants.terraform.rules import rules, target_types
from terrapants.terraform.tailor import PutativeJsonModulesRequest
from terrapants.testutil.terraform_rule_runner import terraform_rule_runner
from terrapants.testutil.writing_goal import run_writing_goal

FILES = {
    "json/main.tf.json": "{}",
    "json/more.tf.json": "{}",
    "both/main.tf": "",
    "both/main.tf.json": "{}",
    "owned/BUILD": "terraform_module()\n",
    "owned/main.tf.json": "{}",
    "added/BUILD": "terraform_module()\n",
    "added/main.tf": "",
    "added/more.tf.json": "{}",
    "some/BUILD": "terraform_module(sources=['main.tf'])\n",
    "some/main.tf": "",
    "some/more.tf.json": "{}",
}


def test_modules_in_json_syntax_get_a_target() -> None:
    rule_runner = terraform_rule_runner(
        [*rules(), QueryRule(PutativeTargets, [PutativeJsonModulesRequest])], target_types()
    )
    rule_runner.write_files(FILES)
    directories = ("json", "both", "owned", "added", "some")
    found = rule_runner.request(PutativeTargets, [PutativeJsonModulesRequest(directories)])
    assert {(each.path, each.triggering_sources) for each in found} == {
        ("json", ("main.tf.json", "more.tf.json")),
        ("some", ("more.tf.json",)),
    }

    said = run_writing_goal(
        rule_runner, TailorGoal, args=["json::", "both::", "owned::", "added::"]
    )
    assert said.exit_code == 0
    assert "Created json/BUILD:\n  - Add terraform_module target json" in said.stdout
    # Each module once, whichever syntaxes it has.
    assert said.stdout.count("terraform_module") == 2
    again = rule_runner.run_goal_rule(TailorGoal, args=["--check", "json::", "both::"])
    assert (again.exit_code, again.stdout) == (0, "")
