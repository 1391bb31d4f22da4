"""The catalogue, and its JSON file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


class InventoryError(Exception):
    """An inventory that cannot be served; the message names the file and what is wrong in it."""


@dataclass(frozen=True)
class Provider:
    source: str
    version: str | None = None


@dataclass(frozen=True)
class Module:
    """A Terraform module: its name is its path below the root, `aws/kms-key`."""

    name: str
    required_version: str | None = None
    providers: Mapping[str, Provider] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Any) -> Module:
        """Raises KeyError, TypeError or ValueError where `data` is not a module."""
        name, required_version = data["name"], data.get("required_version")
        if not isinstance(name, str) or not name:
            raise ValueError(f"`name` is {name!r}: expected a string that is not empty")
        if not isinstance(required_version, str | None):
            raise ValueError(f"`required_version` of {name} is not a string")
        providers = {
            local_name: Provider(**provider)
            for local_name, provider in data.get("providers", {}).items()
        }
        return cls(name, required_version, providers)


class Catalog:
    def __init__(self, modules: Iterable[Module]) -> None:
        """Raises ValueError for two modules of one name."""
        self._by_name: dict[str, Module] = {}
        for module in sorted(modules, key=lambda module: module.name):
            if module.name in self._by_name:
                raise ValueError(f"two modules are named {module.name}")
            self._by_name[module.name] = module

    @property
    def modules(self) -> tuple[Module, ...]:
        """All modules, by name."""
        return tuple(self._by_name.values())

    def find(self, name: str) -> Module | None:
        return self._by_name.get(name)

    def dumps(self) -> str:
        return json.dumps({"modules": [module.to_json() for module in self.modules]}, indent=2)

    @classmethod
    def load(cls, path: Path) -> Catalog:
        """Reads what `dumps` wrote; raises InventoryError."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            return cls(Module.from_json(module) for module in data["modules"])
        except OSError as error:
            raise InventoryError(f"{path}: {error.strerror}") from error
        except KeyError as error:
            raise InventoryError(f"{path}: {error} is missing") from error
        except (AttributeError, TypeError, ValueError) as error:
            raise InventoryError(f"{path}: {error}") from error
