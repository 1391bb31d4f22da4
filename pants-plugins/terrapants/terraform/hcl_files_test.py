from __future__ import annotations

import logging

import pytest

from terrapants.terraform.hcl_files import (
    LARGEST_READ_BYTES,
    literal_glob,
    read_hcl_file,
    warn_of_unread_file,
)


def test_a_file_that_is_read() -> None:
    file = read_hcl_file("m/a.tf", b"a = 1\n")
    assert file.document is not None
    assert [each.name for each in file.document.body.attributes()] == ["a"]
    assert (file.text, file.size_bytes, file.problem) == ("a = 1\n", 6, None)


def test_a_file_that_does_not_parse() -> None:
    file = read_hcl_file("m/a.tf", b"a = \n")
    assert file.document is None
    assert str(file.problem) == "m/a.tf:1:5: found the end of the line, expected a value"
    assert file.text == "a = \n"


def test_a_file_that_is_not_utf_8_is_read_as_far_as_possible() -> None:
    file = read_hcl_file("m/a.tf", b'a = 1\nb = "\xc3\xa9\xff"\n')
    assert str(file.problem) == (
        "m/a.tf:2:7: found the byte 0xff, which is not UTF-8, expected text in UTF-8"
    )
    assert file.document is not None
    assert file.text == 'a = 1\nb = "\u00e9\ufffd"\n'


def test_of_a_file_that_is_not_utf_8_and_does_not_parse_the_encoding_is_said() -> None:
    file = read_hcl_file("m/a.tf", b"a = \xff\n")
    assert file.document is None
    assert "not UTF-8" in str(file.problem)


def test_a_large_file_is_not_read() -> None:
    largest = b"#" * (LARGEST_READ_BYTES - 1) + b"\n"
    assert read_hcl_file("m/a.tf", largest).document is not None
    file = read_hcl_file("m/a.tf", largest + b"\n")
    assert file.is_too_large
    assert (file.document, file.problem, file.text) == (None, None, "")


def said(content: bytes, caplog: pytest.LogCaptureFixture) -> str:
    caplog.set_level(logging.WARNING)
    warn_of_unread_file(read_hcl_file("m/a.tf", content))
    return "".join(caplog.messages)


@pytest.mark.parametrize("content", [b"a = 1\n", b'a = "\xff"\n'])
def test_nothing_is_said_of_a_file_that_is_read(
    content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    assert said(content, caplog) == ""


def test_what_is_said_of_a_file_that_does_not_parse(caplog: pytest.LogCaptureFixture) -> None:
    assert said(b"a = \n", caplog) == (
        "m/a.tf:1:5: found the end of the line, expected a value. The dependencies of this file "
        "are not inferred; if Terraform accepts it, list them in the `dependencies` field of its "
        "target."
    )


def test_what_is_said_of_a_large_file(caplog: pytest.LogCaptureFixture) -> None:
    assert said(b"#" * 1_500_000, caplog) == (
        "m/a.tf has 1.5 MB, and files of more than 1 MB are not read. The dependencies of this "
        "file are not inferred; list them in the `dependencies` field of its target."
    )


def test_the_glob_of_a_path() -> None:
    assert literal_glob("a b/c.tf") == "a b/c.tf"
    assert literal_glob("a[1]*?.tf") == "a[[]1][*][?].tf"
