from __future__ import annotations

from terrapants.security.suppressions import Suppression, suppressions_in

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
