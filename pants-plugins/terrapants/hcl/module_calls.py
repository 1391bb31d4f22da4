"""The modules that a module calls, with what its override files change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Optional

from terrapants.hcl.module_interface import ModuleCall
from terrapants.hcl.paths import is_override


@dataclass(frozen=True)
class CalledModule:
    """What a module call loads.

    :param source: None where there is none, or it is not literal.
    :param version: None where there is none.
    :param has_literal_version: False where there is one, but it is not literal.
    """

    name: str
    source: Optional[str]
    version: Optional[str]
    has_literal_version: bool = True


def called_modules(calls: Iterable[ModuleCall]) -> dict[str, CalledModule]:
    """By name. Of an argument that several blocks have, that in the last override file counts."""

    def order(call: ModuleCall) -> tuple[bool, str]:
        return is_override(call.position.path), call.position.path

    called: dict[str, CalledModule] = {}
    for call in sorted(calls, key=order):
        before = called.get(call.name, CalledModule(call.name, None, None))
        called[call.name] = CalledModule(
            call.name,
            call.source if call.source_text else before.source,
            call.version if call.has_version else before.version,
            call.version is not None if call.has_version else before.has_literal_version,
        )
    return called
