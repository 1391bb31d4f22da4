"""Names of files and directories that Terraform itself gives a meaning."""

from __future__ import annotations

# The only directory below a module in which Terraform looks for tests by default.
DEFAULT_TEST_DIRECTORY = "tests"
