"""What the server of the pool found out, on the disk for the servers that come after it."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Optional

# A record that nobody used for so long is deleted.
_UNUSED_SECONDS = 30 * 24 * 60 * 60.0


class Records:
    """Files that are read whole, or not at all.

    :param directory: below that of the pool, which nobody else can reach.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def read(self, key: Iterable[str]) -> Optional[bytes]:
        path = self._path(key)
        try:
            record = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        digest, content = record[:32], record[32:]
        return content if hashlib.sha256(content).digest() == digest else None

    def write(self, key: Iterable[str], content: bytes) -> None:
        """Without a record, as on a full disk, the next server finds out again."""
        with suppress(OSError):
            self._directory.mkdir(parents=True, exist_ok=True)
            descriptor, new = tempfile.mkstemp(dir=self._directory)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(hashlib.sha256(content).digest())
                    file.write(content)
                os.replace(new, self._path(key))
            except OSError:
                os.unlink(new)

    def delete_unused(self) -> None:
        with suppress(OSError):
            for path in self._directory.iterdir():
                if path.stat().st_mtime < time.time() - _UNUSED_SECONDS:
                    path.unlink()

    def _path(self, key: Iterable[str]) -> Path:
        return self._directory / hashlib.sha256("\0".join(key).encode()).hexdigest()
