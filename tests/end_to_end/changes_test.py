"""`--changed-since` selects the tests that a change can affect, and no others."""

from __future__ import annotations

import json
import posixpath
import re
import subprocess
from typing import Any

import pytest

from end_to_end.checkout import Checkout

RUN = 'run "plans" {\n  command = plan\n}\n'
FILES = {
    "changes/base/main.tf": 'output "text" {\n  value = file("${path.module}/text/base.txt")\n}\n',
    "changes/base/text/base.txt": "base\n",
    "changes/base/tests/base.tftest.hcl": RUN,
    "changes/caller/main.tf": 'module "base" {\n  source = "../base"\n}\n',
    "changes/caller/.terraform.lock.hcl": "# none\n",
    "changes/caller/mock_tests/caller.tftest.hcl": (
        'mock_provider "null" {\n  source = "./mocks"\n}\n' + RUN
    ),
    "changes/caller/mocks/null.tfmock.hcl": "",
    "changes/other/main.tf": 'output "one" {\n  value = 1\n}\n',
    "changes/other/terraform.tfvars": "",
    "changes/other/README.md": "# Other\n",
    "changes/other/tests/other.tftest.hcl": RUN,
    "changes/loaded/main.tf": 'output "one" {\n  value = 1\n}\n',
    "changes/loading/main.tf": 'output "one" {\n  value = 1\n}\n',
    "changes/loading/tests/loading.tftest.hcl": (
        'run "loads" {\n  module {\n    source = "../loaded"\n  }\n}\n'
    ),
}
BASE = "changes/base/tests/base.tftest.hcl"
CALLER = "changes/caller/mock_tests/caller.tftest.hcl"
OTHER = "changes/other/tests/other.tftest.hcl"


@pytest.fixture(scope="module", autouse=True)
def modules(checkout: Checkout) -> None:
    for path, text in FILES.items():
        checkout.write(path, text)
    assert checkout.pants("tailor", "changes::").exit_code == 0
    checkout.commit()


@pytest.mark.parametrize(
    ("changed", "selected"),
    [
        ("changes/base/main.tf", [BASE, CALLER]),
        ("changes/base/text/base.txt", [BASE, CALLER]),
        ("changes/base/tests/base.tftest.hcl", [BASE]),
        ("changes/caller/main.tf", [CALLER]),
        ("changes/caller/.terraform.lock.hcl", [CALLER]),
        ("changes/caller/mocks/null.tfmock.hcl", [CALLER]),
        ("changes/other/terraform.tfvars", [OTHER]),
        ("changes/other/README.md", []),
    ],
)
def test_a_change_selects_exactly_the_affected_tests(
    checkout: Checkout, changed: str, selected: list[str]
) -> None:
    file = checkout.root / changed
    original = file.read_text()
    file.write_text(original + "\n# changed\n")
    try:
        assert selected_tests(checkout) == selected
    finally:
        file.write_text(original)


def test_a_change_of_a_module_selects_what_is_made_of_it(checkout: Checkout) -> None:
    """In this repository: not the modules of which only an example uses it."""
    outputs = checkout.root / "infra-packages/aws/kms-key/outputs.tf"
    original = outputs.read_text()
    outputs.write_text(original + "\n# changed\n")
    try:
        modules = {posixpath.dirname(posixpath.dirname(file)) for file in selected_tests(checkout)}
    finally:
        outputs.write_text(original)
    assert modules == {
        "infra-packages/aws/kms-key",
        "infra-packages/aws/service-baseline",
        "infra-packages/aws/terraform-state",
        "environments/bootstrap",
        *(
            f"environments/{environment}/{layer}"
            for environment in ("dev", "platform", "production", "staging")
            for layer in ("data", "network", "services")
        ),
    }


@pytest.mark.parametrize(
    ("deleted", "selected"),
    [
        ("changes/base/text/base.txt", [BASE, CALLER]),
        ("changes/caller/.terraform.lock.hcl", [CALLER]),
        ("changes/other/terraform.tfvars", [OTHER]),
    ],
)
def test_a_deleted_input_selects_the_tests_that_read_it(
    checkout: Checkout, deleted: str, selected: list[str]
) -> None:
    file = checkout.root / deleted
    original = file.read_text()
    file.unlink()
    try:
        assert selected_tests(checkout) == selected
    finally:
        file.write_text(original)


def test_a_removed_module_fails_the_module_whose_test_loads_it(checkout: Checkout) -> None:
    checkout.git("rm", "-r", "--quiet", "changes/loaded")
    try:
        for goal, only in (("check", "terraform-validate"), ("lint", "terraform-rules")):
            finished = checkout.pants(
                "--changed-since=HEAD", "--changed-dependents=transitive", goal, f"--only={only}"
            )
            assert finished.exit_code == 1, finished.stdout + finished.stderr
            found = finished.stdout + finished.stderr
            assert re.search(r"changes/loading/tests/loading.tftest.hcl:\d+(:\d+)?: error: ", found)
    finally:
        checkout.git("reset", "--hard", "--quiet")


def selected_tests(checkout: Checkout) -> list[str]:
    """The files of the `terraform_test` targets that depend on what changed since the commit."""
    finished = checkout.pants(
        "--changed-since=HEAD",
        "--changed-dependents=transitive",
        "--filter-target-type=terraform_test",
        "list",
    )
    assert finished.exit_code == 0, finished.stderr
    return [line.partition(":")[0] for line in finished.stdout.splitlines()]


def test_change_detection_names_the_module_and_those_that_call_it(checkout: Checkout) -> None:
    file = checkout.root / "changes/base/main.tf"
    original = file.read_text()
    file.write_text(original + "\n# changed\n")
    try:
        found = affected(checkout)
    finally:
        file.write_text(original)
    assert not found["everything"]
    assert found["modules"] == ["changes/base", "changes/caller"]
    goals = [job["goal"] for job in found["matrix"]["include"]]
    assert goals == ["lint", "check", "tf-test"]


def test_change_detection_after_a_module_is_renamed(checkout: Checkout) -> None:
    checkout.git("mv", "changes/loaded", "changes/renamed")
    try:
        found = affected(checkout)
    finally:
        checkout.git("reset", "--hard", "--quiet")
    assert not found["everything"]
    assert found["modules"] == ["changes/loading", "changes/renamed"]


def test_change_detection_where_a_file_has_no_target(checkout: Checkout) -> None:
    checkout.write("new-directory/data", "")
    try:
        found = affected(checkout)
    finally:
        (checkout.root / "new-directory/data").unlink()
    assert found["reasons"] == ["no target says what depends on new-directory/data."]
    assert "changes/other" in found["modules"]


def affected(checkout: Checkout) -> Any:
    finished = subprocess.run(
        ["scripts/affected", "--since=HEAD", "--format=json"],
        cwd=checkout.root,
        env=checkout.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)
