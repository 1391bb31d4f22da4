"""The record in a generated module: its template, its variables and the generated files.

An update merges three versions: what was generated, what the template generates by then, and what
is in the module. The first is kept here, compressed, so that an update does not depend on the
history in git: it works in a shallow clone, after a squashed merge, and for a template that was
never committed.
"""

from __future__ import annotations

import base64
import binascii
import json
import posixpath
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pants.engine.fs import FileContent

from terrapants.findings.user_error import UserError

RECORD_FILE = ".terrapants-scaffold.json"
_ABOUT = (
    "Written by the goal `generate-module`, which needs it for `--update`: the template, its "
    "variables, and the files as they were generated (base64 of zlib)."
)


@dataclass(frozen=True)
class Record:
    """`template` is relative to the build root; the paths of `files` are relative to the module."""

    template: str
    variables: Mapping[str, Any]
    files: tuple[FileContent, ...]

    def to_file(self) -> FileContent:
        files = {}
        for file in sorted(self.files, key=lambda file: file.path):
            content = base64.b64encode(zlib.compress(file.content, 9)).decode()
            executable = {"executable": True} if file.is_executable else {}
            files[file.path] = {**executable, "content": content}
        text = json.dumps(
            {
                "about": _ABOUT,
                "template": self.template,
                "variables": dict(self.variables),
                "files": files,
            },
            indent=2,
            ensure_ascii=False,
        )
        return FileContent(RECORD_FILE, f"{text}\n".encode())


def read_record(content: bytes, path: str) -> Record:
    """:raises UserError: naming `path`, if the content is not a record."""
    try:
        data = json.loads(content)
        files = tuple(
            FileContent(
                _inside(name),
                zlib.decompress(base64.b64decode(file["content"], validate=True)),
                is_executable=bool(file.get("executable", False)),
            )
            for name, file in data["files"].items()
        )
        return Record(_inside(data["template"]), dict(data["variables"]), files)
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error, binascii.Error) as error:
        raise UserError(
            f"{path} is not as `generate-module` wrote it ({type(error).__name__}: {error}): "
            "restore it from git."
        ) from None


def _inside(path: str) -> str:
    if posixpath.isabs(path) or ".." in path.split("/") or not path:
        raise ValueError(f"{path!r} is outside the directory")
    return path
