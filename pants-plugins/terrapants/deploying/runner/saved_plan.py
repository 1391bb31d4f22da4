"""A plan that was saved to be applied later: encrypted, and bound to what it was made from.

The file is a line of JSON, then the nonce and the ciphertext (AES-256-GCM). The line can be read
without the key, and cannot be changed without it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import importlib
import io
import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from terrapants.findings.user_error import UserError

_FORMAT = 1
_KEY_BYTES = 32
_NONCE_BYTES = 12
SUFFIX = ".tfplan.encrypted"


class SavedPlanProblem(UserError):
    """A saved plan that cannot be used. Its text is one or two sentences."""


@dataclass(frozen=True)
class Header:
    """What a plan was made from.

    :param inputs: the SHA-256 of each file, by its path in the repository; of each variable of the
        environment (`TF_VAR_…`), a code that depends on the key.
    :param providers: the version of each provider.
    :param lineage: of the state, and `serial`, its number.
    :param digest: the SHA-256 of Terraform's plan file.
    :param counts: the line that sums up what it changes.
    """

    deployment: str
    environment: str
    workspace: str
    created: str
    commit: str
    terraform: str
    providers: Mapping[str, str]
    inputs: Mapping[str, str]
    lineage: str
    serial: int
    digest: str
    counts: str = ""
    destroys: bool = False
    format: int = _FORMAT


def file_name(address: str) -> str:
    """The name of the file of a deployment's plan: readable, and different for each address."""
    readable = "".join(each if each.isalnum() or each in "-_" else "." for each in address)
    return f"{readable.strip('.')}-{hashlib.sha256(address.encode()).hexdigest()[:8]}{SUFFIX}"


def key_from(text: str, origin: str) -> bytes:
    """:raises SavedPlanProblem: if it is not a key.

    :param origin: where the key is from, for messages.
    """
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        raise SavedPlanProblem(
            f"{origin} holds no key for saved plans: {_KEY_BYTES} bytes in Base64 are expected. "
            "`openssl rand -base64 32` makes one."
        )
    return key


def code_of(key: bytes, name: str, value: str) -> str:
    """What tells whether a variable has changed, and nothing of its value."""
    return hmac.new(key, f"{name}\0{value}".encode(), "sha256").hexdigest()[:32]


def state_of_plan(plan: bytes) -> tuple[str, int]:
    """The lineage and the serial of the state that a plan file was made for.

    Terraform keeps that state in the plan, a ZIP file, as `tfstate`; where there was no state yet,
    both are empty.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(plan)) as archive:
            state = json.loads(archive.read("tfstate"))
    except (zipfile.BadZipFile, KeyError, ValueError):
        return "", 0
    return str(state.get("lineage", "")), int(state.get("serial", 0))


def _cipher(key: bytes) -> Any:
    """Only saving and reading need the library: it is not there otherwise."""
    return importlib.import_module("cryptography.hazmat.primitives.ciphers.aead").AESGCM(key)


def write(path: Path, header: Header, plan: bytes, key: bytes) -> None:
    """Encrypt a plan. The file can be read by its owner alone."""

    first = json.dumps(asdict(header), sort_keys=True).encode()
    nonce = os.urandom(_NONCE_BYTES)
    content = first + b"\n" + nonce + _cipher(key).encrypt(nonce, plan, first)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    partial.replace(path)


def _header(first: bytes, path: Path) -> Header:
    try:
        content: dict[str, Any] = json.loads(first)
        if content["format"] != _FORMAT:
            raise SavedPlanProblem(
                f"{path} was written by another version of this suite (format "
                f"{content['format']}, not {_FORMAT})."
            )
        return Header(**{each.name: content[each.name] for each in fields(Header)})
    except (ValueError, KeyError, TypeError):
        raise SavedPlanProblem(f"{path} is not a saved plan, or it is damaged.") from None


def read(path: Path, key: bytes) -> tuple[Header, bytes]:
    """The header and Terraform's plan file.

    :raises SavedPlanProblem: if it is damaged, or was encrypted with another key.
    """
    invalid: Any = importlib.import_module("cryptography.exceptions").InvalidTag

    first, _, rest = path.read_bytes().partition(b"\n")
    header = _header(first, path)
    try:
        plan = _cipher(key).decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], first)
    except (invalid, ValueError):
        raise SavedPlanProblem(
            f"{path} is damaged, or it was encrypted with another key."
        ) from None
    return header, plan


def changes_since(saved: Header, now: Header) -> Iterator[str]:
    """What has changed since a plan was saved, in phrases; nothing if it can still be applied."""
    if saved.deployment != now.deployment:
        yield f"it is the plan of {saved.deployment}"
        return
    if saved.workspace != now.workspace:
        yield (
            f"the workspace was {saved.workspace or 'default'} and is {now.workspace or 'default'}"
        )
    if saved.terraform != now.terraform:
        yield f"Terraform was {saved.terraform} and is {now.terraform}"
    for names, what in (
        (sorted(saved.inputs.keys() - now.inputs.keys()), "gone"),
        (sorted(now.inputs.keys() - saved.inputs.keys()), "new"),
        (
            sorted(
                name
                for name in saved.inputs.keys() & now.inputs.keys()
                if saved.inputs[name] != now.inputs[name]
            ),
            "changed",
        ),
    ):
        if names:
            yield f"{what}: {', '.join(names[:5])}" + (
                f" and {len(names) - 5} more" if len(names) > 5 else ""
            )
    for name in sorted(saved.providers.keys() & now.providers.keys()):
        if saved.providers[name] != now.providers[name]:
            yield f"provider {name} was {saved.providers[name]} and is {now.providers[name]}"
    if saved.lineage and now.lineage and saved.lineage != now.lineage:
        yield "the state is another one"
    elif saved.serial != now.serial:
        yield f"the state was number {saved.serial} and is number {now.serial}"
