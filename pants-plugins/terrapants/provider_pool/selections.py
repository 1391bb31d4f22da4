"""Which provider binaries satisfy which request: one `terraform init` finds out for all processes
that ask for the same."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from terrapants.provider_pool.records import Records

_BUILT_IN = "terraform.io/builtin/"
_FAILURE_SECONDS = 10.0


@dataclass(frozen=True)
class Binary:
    """:param version: changes when somebody replaces the file or writes to it."""

    path: str
    version: tuple[int, ...]

    def is_current(self) -> bool:
        try:
            return self == binary(self.path)
        except OSError:
            return False


def binary(path: str) -> Binary:
    """:raises OSError: if there is none."""
    stat = os.stat(path)
    # Whoever can write to the file can choose its time of modification, but not of change.
    version = (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
    return Binary(path, version)


def required_providers(request: Mapping[str, Sequence[str]]) -> str:
    """A configuration, in JSON syntax, that asks for these providers and no more.

    :param request: the version constraints of each provider, by its source address.
    """
    return json.dumps(
        {
            "terraform": {
                "required_providers": {
                    f"p{index}": {
                        "source": address,
                        **({"version": ", ".join(constraints)} if constraints else {}),
                    }
                    for index, (address, constraints) in enumerate(sorted(request.items()))
                }
            }
        }
    )


def needed(request: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Without those that are part of Terraform."""
    return {
        address: constraints
        for address, constraints in request.items()
        if not address.startswith(_BUILT_IN)
    }


class Selections:
    """:param records: of earlier servers. What Terraform has verified once, by the checksums of the
    lock file, needs no second look while the file stays as it is."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._known: dict[str, dict[str, Binary]] = {}
        self._failed: dict[str, float] = {}
        self._asked: set[str] = set()
        self._changed = threading.Condition()

    def find(self, key: str) -> dict[str, Binary] | None:
        """The binary of each provider.

        None tells the caller to find out, and to call `found` or `failed` or `gave_up` in the end;
        others who ask the same wait for it. No binaries at all: an `init` failed just now.
        """
        with self._changed:
            while True:
                known = self._known.get(key) or self._recorded(key)
                if known and all(each.is_current() for each in known.values()):
                    self._known[key] = known
                    return known
                self._known.pop(key, None)
                if self._failed.get(key, 0.0) > time.monotonic():
                    return {}
                if key not in self._asked:
                    self._asked.add(key)
                    return None
                self._changed.wait()

    def _recorded(self, key: str) -> dict[str, Binary] | None:
        record = self._records.read((key,))
        if record is None:
            return None
        return {
            address: Binary(path, tuple(version))
            for address, (path, version) in json.loads(record).items()
        }

    def found(self, key: str, binaries: dict[str, Binary], lasting: bool = False) -> None:
        """:param lasting: whether the same request always has this answer, also later."""
        if lasting:
            record = {address: (each.path, each.version) for address, each in binaries.items()}
            self._records.write((key,), json.dumps(record).encode())
        with self._changed:
            self._known[key] = binaries
            self.gave_up(key)

    def failed(self, key: str) -> None:
        with self._changed:
            self._failed[key] = time.monotonic() + _FAILURE_SECONDS
            self.gave_up(key)

    def gave_up(self, key: str) -> None:
        """Without a result: the next one who asks is to find out."""
        with self._changed:
            self._asked.discard(key)
            self._changed.notify_all()
