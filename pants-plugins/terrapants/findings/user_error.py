"""Mistakes that the user can fix."""

from __future__ import annotations


class UserError(Exception):
    """`str()` is one or two sentences for the person who must act; no traceback helps them."""
