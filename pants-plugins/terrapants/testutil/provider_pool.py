"""What tests need that compare processes with and without the provider pool."""

from __future__ import annotations

import re

from terrapants.terraform.json_output import json_lines

# What Terraform makes up for a computed text of a mocked resource, and for `terraform_data.id`.
_MADE_UP = re.compile(r'"(?:[a-z0-9]{8}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(\\*")')
# Where Terraform itself crashes (1.15: a mock with another name than the provider).
_GOROUTINE = re.compile(r"goroutine \d+")


def used_pool(output: str) -> bool:
    """Whether the process with this output used a provider of the pool, to its end."""
    said = [each for each in json_lines(output) if each.get("type") == "terrapants_pool"]
    return bool(said) and not any("problem" in each for each in said)


def without_made_up_texts(text: str) -> str:
    return _GOROUTINE.sub("goroutine", _MADE_UP.sub(r'"made up\1', text))
