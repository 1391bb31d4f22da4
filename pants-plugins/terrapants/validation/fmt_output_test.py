from __future__ import annotations

from pants.util.docutil import bin_name

from terrapants.findings.finding import render
from terrapants.validation.fmt_output import LARGEST_DIFF_LINES, difference, read_fmt_errors

# As `terraform fmt -no-color` 1.11.4 writes it.
ERRORS = """\

Error: Invalid character encoding

  on a b/bad, line 1: x.tf line 2, in resource "x" "y":
   2: x = "caf\ufffd"

All input files must be UTF-8 encoded. Ensure that UTF-8 encoding is selected
in your editor.


Error: Missing expression

  on c.tfvars line 12:
  12:  b={
  13:

Expected the start of an expression, but found the end of the file.

"""


def test_errors_have_path_line_source_and_reason() -> None:
    assert render(read_fmt_errors(ERRORS)).splitlines() == [
        "a b/bad, line 1: x.tf:2: error: Invalid character encoding [terraform-fmt]",
        '    x = "caf\ufffd"',
        (
            "  All input files must be UTF-8 encoded. Ensure that UTF-8 encoding is selected in "
            "your editor."
        ),
        "c.tfvars:12: error: Missing expression [terraform-fmt]",
        "    b={",
        "  Expected the start of an expression, but found the end of the file.",
    ]


def test_an_error_without_a_place() -> None:
    text = "\nError: No file or directory at x.tf\n\n\n"
    assert render(read_fmt_errors(text)) == "error: No file or directory at x.tf [terraform-fmt]"
    assert read_fmt_errors("") == ()


def test_a_difference_is_shown_as_a_diff_that_can_be_applied() -> None:
    finding, diff = difference("a b/main.tf", "x=1\nyy = 2\n", "x  = 1\nyy = 2\n")
    assert render([finding]) == (
        f"a b/main.tf:1: error: not formatted; run `{bin_name()} fmt 'a b/main.tf'` [terraform-fmt]"
    )
    assert diff.splitlines() == [
        "--- a/a b/main.tf",
        "+++ b/a b/main.tf",
        "@@ -1,2 +1,2 @@",
        "-x=1",
        "+x  = 1",
        " yy = 2",
    ]


def test_a_missing_newline_at_the_end_is_said() -> None:
    finding, diff = difference("main.tf", "a = 1\nb = 2", "a = 1\nb = 2\n")
    assert finding.line == 2
    assert "-b = 2\n\\ No newline at end of file\n+b = 2\n" in diff


def test_lines_taken_away_at_the_end_have_a_line_number() -> None:
    finding, _ = difference("main.tf", "a = 1\n\n", "a = 1\n")
    assert finding.line == 2


def test_of_a_huge_file_only_the_number_of_lines_is_said() -> None:
    lines = LARGEST_DIFF_LINES + 1
    _, diff = difference("main.tf", "a=1\n" * lines, "a = 1\n" * lines)
    assert diff == "(20001 lines differ; too many lines to show a diff)\n"
