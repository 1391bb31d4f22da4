"""Files that GitHub and Renovate read."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from ci.tools import ROOT, run

REQUIREMENTS = sorted(ROOT.glob("3rdparty/python/*.txt"))


def owners() -> dict[str, str]:
    lines = (ROOT / ".github/CODEOWNERS").read_text().splitlines()
    entries = [line.split() for line in lines if line and not line.startswith("#")]
    return {entry[0]: entry[1] for entry in entries}


def renovate() -> Any:
    return json.loads((ROOT / "renovate.json").read_text())


def test_modules_and_plugins_have_owners() -> None:
    assert {"*", "/infra-packages/", "/pants-plugins/", "/.github/"} <= set(owners())
    # The last pattern counts, so the general one comes first.
    assert next(iter(owners())) == "*"


def test_contributing_explains_each_placeholder() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    assert {owner for owner in owners().values() if f"`{owner}`" not in text} == set()


def test_a_fault_report_asks_for_what_reproduces_it() -> None:
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/fault.yml").read_text())
    required = {
        field["id"] for field in form["body"] if field.get("validations", {}).get("required")
    }
    assert required == {"command", "expected", "files", "versions", "again"}


def test_renovate_finds_every_pin() -> None:
    (manager, _pants, _terraform) = renovate()["customManagers"]
    (file_pattern,) = (each.strip("/") for each in manager["managerFilePatterns"])
    (pattern,) = (each.replace("(?<", "(?P<") for each in manager["matchStrings"])
    assert len(REQUIREMENTS) > 10
    for path in REQUIREMENTS:
        assert re.search(file_pattern, path.relative_to(ROOT).as_posix())
        text = path.read_text()
        pins = [line for line in text.splitlines() if "==" in line and not line.startswith("#")]
        found = [match["depName"] for match in re.finditer(pattern, text)]
        assert found == [pin.split("==")[0] for pin in pins]


def test_renovate_finds_the_releases_of_pants_and_of_terraform() -> None:
    configuration = (ROOT / "pants.toml").read_text()
    found = []
    for manager in renovate()["customManagers"][1:]:
        (pattern,) = (each.replace("(?<", "(?P<") for each in manager["matchStrings"])
        found += re.findall(pattern, configuration)
    (sums,) = ROOT.glob("3rdparty/terraform/terraform_*_SHA256SUMS")
    assert len(found) == 2
    assert sums.name == f"terraform_{found[1]}_SHA256SUMS"


def test_a_new_pin_comes_with_its_hashes() -> None:
    rules = [each for each in renovate()["packageRules"] if "postUpgradeTasks" in each]
    commands = [command for rule in rules for command in rule["postUpgradeTasks"]["commands"]]
    assert commands == ["3rdparty/python/relock", "3rdparty/terraform/pin {{{newVersion}}}"]
    for command in commands:
        assert (ROOT / command.split()[0]).is_file()


def test_renovate_pins_images_and_actions_by_digest() -> None:
    assert {"docker:pinDigests", "helpers:pinGitHubActionDigests"} <= set(renovate()["extends"])
    assert {"dockerfile", "github-actions"} <= set(renovate()["enabledManagers"])


def test_hadolint() -> None:
    result = run("hadolint", "build-support/ci_image/Dockerfile")
    assert result.returncode == 0, result.stdout


def test_the_image_is_no_place_for_root() -> None:
    lines = (ROOT / "build-support/ci_image/Dockerfile").read_text().splitlines()
    assert len([line for line in lines if line.startswith("FROM ")]) > 1
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001"]
