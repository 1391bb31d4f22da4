"""Validations over a map say which of its entries are invalid."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = next(path for path in Path(__file__).parents if (path / "infra-packages").is_dir())
VARIABLE = re.compile(r'^variable "(\w+)" \{\n.*?^\}\n', re.DOTALL | re.MULTILINE)
# checkov cannot read a text in a `for` within another one in a message, and would scan nothing of
# the file.
WITHOUT_ENTRIES = ("The id of a metric query begins", "The statistic must be Average")
VALIDATION = re.compile(r"^  validation \{\n.*?^  \}\n", re.DOTALL | re.MULTILINE)


def test_validations_of_maps_name_the_entries() -> None:
    found = 0
    for path in sorted((ROOT / "infra-packages").glob("*/*/variables.tf")):
        for variable in VARIABLE.finditer(path.read_text()):
            if not re.search(r"^  type += map\(", variable[0], re.MULTILINE):
                continue
            for validation in VALIDATION.findall(variable[0]):
                condition, _, message = validation.partition("error_message")
                if any(each in message for each in WITHOUT_ENTRIES):
                    continue
                if re.search(r"\bfor [\w, ]+ in (keys\(|values\()?var\.", condition):
                    found += 1
                    assert f"in var.{variable[1]} : " in message or (
                        f"in keys(var.{variable[1]}) : " in message
                    ), f"{path}: {validation}"
    assert found > 70
