"""Tokens that BuildGrid accepts: JSON Web Tokens (RFC 7519) signed with HMAC-SHA-256."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping

DAY = 24 * 60 * 60


def token(secret: str, subject: str, days: int) -> str:
    """A token for the subject, valid from now for so many days."""
    claims = {"sub": subject, "exp": int(time.time()) + days * DAY}
    header = {"alg": "HS256", "typ": "JWT"}
    signed = b".".join((_encoded(header), _encoded(claims)))
    signature = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    return b".".join((signed, _base64(signature))).decode()


def _encoded(value: Mapping[str, object]) -> bytes:
    return _base64(json.dumps(value).encode())


def _base64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
