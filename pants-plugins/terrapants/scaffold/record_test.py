from __future__ import annotations

import json

import pytest
from pants.engine.fs import FileContent

from terrapants.findings.user_error import UserError
from terrapants.scaffold.record import RECORD_FILE, Record, read_record

RECORD = Record(
    "templates/thing",
    {"name": "x", "public": True, "title": "Ü"},
    (
        FileContent("a/b.txt", b"text\n"),
        FileContent("binary", bytes(range(256))),
        FileContent("empty", b""),
        FileContent("run.sh", b"#!/bin/sh\n", is_executable=True),
    ),
)


def test_a_written_record_can_be_read_again() -> None:
    file = RECORD.to_file()
    assert file.path == RECORD_FILE
    assert read_record(file.content, "x") == RECORD


def test_a_record_does_not_depend_on_the_order_of_files() -> None:
    reordered = Record(RECORD.template, RECORD.variables, tuple(reversed(RECORD.files)))
    assert reordered.to_file() == RECORD.to_file()


def test_a_record_is_readable_for_people() -> None:
    text = RECORD.to_file().content.decode()
    assert text.endswith("}\n")
    assert '"title": "Ü"' in text
    assert '"template": "templates/thing"' in text
    assert "--update" in json.loads(text)["about"]


def without(key: str) -> str:
    content = json.loads(RECORD.to_file().content)
    del content[key]
    return json.dumps(content)


def with_file(name: str, content: object) -> str:
    record = json.loads(RECORD.to_file().content)
    record["files"] = {name: {"content": content}}
    return json.dumps(record)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "1",
        without("template"),
        without("variables"),
        without("files"),
        with_file("a", 1),
        with_file("a", "no base64!"),
        with_file("a", "bm8gemxpYg=="),
        with_file("../a", "eJwDAAAAAAE="),
        with_file("/a", "eJwDAAAAAAE="),
        with_file("", "eJwDAAAAAAE="),
        '{"template": "/etc", "variables": {}, "files": {}}',
        '{"template": "templates/x", "variables": 1, "files": {}}',
    ],
)
def test_an_invalid_record_is_reported(content: str) -> None:
    with pytest.raises(UserError, match=r"^m/record is not as `generate-module` wrote it \("):
        read_record(content.encode(), "m/record")
