from __future__ import annotations

from terrapants.hcl.file_facts import LARGEST_READ_BYTES, PlainFacts, read_file


def test_a_configuration_file() -> None:
    facts = read_file("m/a.tf", b'variable "a" {}\n')
    assert facts.was_read
    assert facts.size_bytes == 16
    assert facts.problem is None
    assert facts.interface is not None
    assert [each.name for each in facts.interface.variables] == ["a"]


def test_a_test_file() -> None:
    facts = read_file("m/a.tftest.hcl", b'# terrapants:ignore x\nrun "a" {\n}\n')
    assert facts.interface is None
    assert facts.tests is not None
    assert [each.name for each in facts.tests.runs] == ["a"]
    assert [each.rule for each in facts.suppressions] == ["x"]


def test_a_lock_file() -> None:
    content = b'provider "registry.terraform.io/hashicorp/aws" {\n  version = "5.0.0"\n}\n'
    facts = read_file("m/.terraform.lock.hcl", content)
    assert facts.locked_versions == {"registry.terraform.io/hashicorp/aws": "5.0.0"}


def test_a_file_that_does_not_parse() -> None:
    facts = read_file("m/a.tf", b"a = \n")
    assert not facts.was_read
    assert facts.problem is not None
    message = "m/a.tf:1:5: found the end of the line, expected a value"
    assert str(facts.problem.error()) == message


def test_a_file_that_is_not_utf_8_is_read_as_far_as_possible() -> None:
    facts = read_file("m/a.tf", b'a = 1\nb = "\xc3\xa9\xff"\n')
    assert facts.was_read
    assert facts.problem is not None
    assert str(facts.problem.error()) == (
        "m/a.tf:2:7: found the byte 0xff, which is not UTF-8, expected text in UTF-8"
    )


def test_of_a_file_that_is_not_utf_8_and_does_not_parse_the_encoding_is_said() -> None:
    facts = read_file("m/a.tf", b"a = \xff\n")
    assert not facts.was_read
    assert facts.problem is not None
    assert "not UTF-8" in str(facts.problem.error())


def test_a_large_file_is_not_read() -> None:
    largest = b"#" * (LARGEST_READ_BYTES - 1) + b"\n"
    assert read_file("m/a.tf", largest).was_read
    facts = read_file("m/a.tf", largest + b"\n")
    assert not facts.was_read
    assert facts.problem is None
    assert facts.size_bytes == LARGEST_READ_BYTES + 1


def test_facts_are_one_line_of_json_and_can_be_decoded_in_part() -> None:
    content = 'output "a" {\n  description = "line\u2028 separator"\n}\n'.encode()
    facts = read_file("m/a.tf", content)
    text = facts.to_json()
    assert "\n" not in text
    plain = PlainFacts("m/a.tf", text)
    assert plain.facts() == facts
    assert facts.interface is not None
    assert plain.of_interface("outputs") == facts.interface.outputs
    assert plain.get("was_read") is True
