from __future__ import annotations

import pytest

from terrapants.hcl.position import Position
from terrapants.security.suppressions import (
    Suppression,
    suppressed_in_block,
    suppressions_in,
)

TEXT = """\
resource "a" "b" {
  #checkov:skip=CKV_AWS_18:It is public: on purpose.
  // bridgecrew:skip= CKV_AWS_19,CKV_AWS_20
  /* cortex:skip=CKV_AWS_21
     checkov:skip=:why */
}
"""


def test_suppressions_are_read_as_checkov_reads_them() -> None:
    assert list(suppressions_in(TEXT, "main.tf")) == [
        Suppression("CKV_AWS_18", "It is public: on purpose.", "main.tf", 2),
        Suppression("CKV_AWS_19", "", "main.tf", 3),
        Suppression("CKV_AWS_20", "", "main.tf", 3),
        Suppression("CKV_AWS_21", "", "main.tf", 4),
        Suppression("", "why", "main.tf", 5),
    ]


def test_windows_line_endings_are_not_part_of_a_reason() -> None:
    (found,) = suppressions_in("# checkov:skip=CKV_AWS_18:why\r\n", "main.tf")
    assert found.reason == "why"


@pytest.mark.parametrize(
    "text",
    [
        'resource "a" "b" {\n  lifecycle {\n  }\n  #checkov:skip=CKV_1:why\n}\n',
        'resource "a" "b" {} # checkov:skip=CKV_1:why\n',
    ],
)
def test_a_suppression_within_a_block(text: str) -> None:
    assert suppressed_in_block(text, Position("main.tf", 1, 1)) == {"CKV_1"}


@pytest.mark.parametrize(
    "text",
    [
        'resource "a" "b" {\n}\n\nlocals {\n  #checkov:skip=CKV_1:why\n}\n',
        'resource "a" "b" {}\nresource "a" "c" {\n  #checkov:skip=CKV_1:why\n}\n',
        '  resource "a" "b" {\n    x = 1\n  }\n  module "c" {\n    #checkov:skip=CKV_1:why\n  }\n',
    ],
)
def test_a_suppression_in_another_block_is_none_of_this_one(text: str) -> None:
    assert suppressed_in_block(text, Position("main.tf", 1, 1)) == frozenset()


def test_json_has_no_suppressions() -> None:
    text = '{"resource": {"a": {"b": {"//": "checkov:skip=CKV_1:why"}}}}'
    assert suppressed_in_block(text, Position("main.tf.json", 1, 1)) == frozenset()
