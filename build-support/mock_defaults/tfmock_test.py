from __future__ import annotations

import pytest

import catalog
from tfmock import HEADER, mock_files

STRING = {"type": "string", "computed": True}


def test_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        catalog,
        "RESOURCES",
        {"aws_b": {"arn": "arn:aws:b"}, "aws_a": {"rule": [{"text": '${x} "quoted"', "on": True}]}},
    )
    monkeypatch.setattr(catalog, "DATA_SOURCES", {"aws_c": {"id": "c"}})
    rule = {"type": ["list", ["object", {"text": "string", "on": "bool"}]], "computed": True}
    written = mock_files(
        {
            "resource_schemas": {
                "aws_a": {"block": {"attributes": {"rule": rule}}},
                "aws_b": {"block": {"attributes": {"arn": STRING}}},
                "aws_not_in_the_catalogue": {"block": {"attributes": {"arn": STRING}}},
            },
            "data_source_schemas": {"aws_c": {"block": {"attributes": {"id": STRING}}}},
        }
    )
    assert written == {
        "resources.tfmock.hcl": HEADER
        + """
mock_resource "aws_a" {
  defaults = {
    rule = [{ text = "$${x} \\"quoted\\"", on = true }]
  }
}

mock_resource "aws_b" {
  defaults = {
    arn = "arn:aws:b"
  }
}
""",
        "data-sources.tfmock.hcl": HEADER
        + """
mock_data "aws_c" {
  defaults = {
    id = "c"
  }
}
""",
    }
