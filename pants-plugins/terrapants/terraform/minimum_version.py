"""The oldest Terraform that the suite works with. Nothing else says which it is.

It imports nothing, so that a launcher can read it before Pants is there.
"""

from __future__ import annotations

# The first release with mock providers, by which tests need no cloud account.
MINIMUM_TERRAFORM = "1.7.0"
