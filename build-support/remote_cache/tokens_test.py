from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time

from tokens import token


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_a_token_names_its_subject_and_ends() -> None:
    header, claims, signature = token("secret", "read-only", days=2).split(".")
    assert json.loads(decoded(header)) == {"alg": "HS256", "typ": "JWT"}
    said = json.loads(decoded(claims))
    assert said["sub"] == "read-only"
    assert abs(said["exp"] - time.time() - 2 * 24 * 60 * 60) < 60
    expected = hmac.new(b"secret", f"{header}.{claims}".encode(), hashlib.sha256).digest()
    assert decoded(signature) == expected


def test_another_secret_signs_otherwise() -> None:
    one, other = (token(secret, "read-only", 1).rpartition(".")[2] for secret in ("a", "b"))
    assert one != other
