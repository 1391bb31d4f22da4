"""The oldest Terraform that the suite works with. Nothing else says which it is.

It imports nothing: the launcher reads it before Pants is installed.
"""

from __future__ import annotations

# The first release with mock providers, by which tests need no cloud account.
MINIMUM_TERRAFORM = "1.7.0"
