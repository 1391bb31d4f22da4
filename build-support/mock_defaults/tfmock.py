"""Mock defaults as the text of `.tfmock.hcl` files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import catalog
from values import defaults

HEADER = """\
# Written by build-support/mock_defaults from the schema of the AWS provider. Do not edit it:
# change the catalogue there and run it again. See docs/writing/mocks.md.
"""


def mock_files(schema: Mapping[str, Any]) -> dict[str, str]:
    """The contents of the files by their names, before `terraform fmt`.

    :param schema: of the provider, from `terraform providers schema -json`.
    """
    return {
        "resources.tfmock.hcl": _file(
            "mock_resource", catalog.RESOURCES, schema["resource_schemas"]
        ),
        "data-sources.tfmock.hcl": _file(
            "mock_data", catalog.DATA_SOURCES, schema["data_source_schemas"]
        ),
    }


def _file(block: str, known: Mapping[str, catalog.Values], schemas: Mapping[str, Any]) -> str:
    blocks = [HEADER]
    for type_name in sorted(known):
        values = defaults(type_name, schemas[type_name], known[type_name])
        lines = "".join(f"    {name} = {_literal(value)}\n" for name, value in values.items())
        blocks.append(f'{block} "{type_name}" {{\n  defaults = {{\n{lines}  }}\n}}\n')
    return "\n".join(blocks)


def _literal(value: Any) -> str:
    if isinstance(value, dict):
        inside = ", ".join(f"{name} = {_literal(each)}" for name, each in value.items())
        return f"{{ {inside} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    # A JSON string is an HCL string, except for the beginning of an interpolation.
    return json.dumps(value).replace("${", "$${")
