"""The field by which a module opts out of the scan."""

from __future__ import annotations

from pants.engine.target import BoolField


class SkipCheckovField(BoolField):
    alias = "skip_checkov"
    default = False
    help = "If true, `lint` does not scan this module with checkov."
