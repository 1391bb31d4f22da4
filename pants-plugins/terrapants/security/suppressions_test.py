from __future__ import annotations

from terrapants.hcl.document import parse
from terrapants.security.suppressions import Suppression, suppressions_of

TEXT = """\
resource "a" "b" {
  #checkov:skip=CKV_AWS_18:It is public: on purpose.
  // bridgecrew:skip= CKV_AWS_19,CKV_AWS_20
  /* cortex:skip=CKV_AWS_21
     checkov:skip=:why */
  text = "#checkov:skip=CKV_AWS_22"
}
"""


def test_comments_are_read_as_checkov_reads_them() -> None:
    comments = parse(TEXT, "main.tf").comments
    assert [found for comment in comments for found in suppressions_of(comment)] == [
        Suppression("CKV_AWS_18", "It is public: on purpose.", "main.tf", 2),
        Suppression("CKV_AWS_19", "", "main.tf", 3),
        Suppression("CKV_AWS_20", "", "main.tf", 3),
        Suppression("CKV_AWS_21", "", "main.tf", 4),
        Suppression("", "why", "main.tf", 5),
    ]
