"""The catalogue, and its JSON file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class InventoryError(Exception):
    """An inventory that cannot be served; the message names the file and what is wrong in it."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Provider(_Data):
    source: str
    version: str | None = None


class Input(_Data):
    name: str
    description: str = ""
    type: str = "any"
    # As HCL; None where the input is required.
    default: str | None = None
    sensitive: bool = False


class Output(_Data):
    name: str
    description: str = ""
    sensitive: bool = False


class ModuleSummary(_Data):
    """A Terraform module: its name is its path below the root, `aws/kms-key`."""

    name: str = Field(min_length=1)
    required_version: str | None = None
    providers: Mapping[str, Provider] = Field(default_factory=dict)


class Module(ModuleSummary):
    """A module with all that its files say of it."""

    inputs: tuple[Input, ...] = ()
    outputs: tuple[Output, ...] = ()
    # Markdown.
    readme: str = ""
    # The modules that it calls, by name.
    calls: tuple[str, ...] = ()


class ModuleDetails(Module):
    """A module with what other modules say of it."""

    called_by: tuple[str, ...] = ()


class _Inventory(_Data):
    modules: tuple[Module, ...]


class Catalog:
    def __init__(self, modules: Iterable[Module]) -> None:
        """Raises ValueError for two modules of one name."""
        self._by_name: dict[str, Module] = {}
        for module in sorted(modules, key=lambda module: module.name):
            if module.name in self._by_name:
                raise ValueError(f"two modules are named {module.name}")
            self._by_name[module.name] = module
        callers: dict[str, list[str]] = {}
        for module in self._by_name.values():
            for called in module.calls:
                callers.setdefault(called, []).append(module.name)
        # A catalogue never changes: what requests need is made once.
        self._details = {
            name: ModuleDetails(**dict(module), called_by=tuple(callers.get(name, ())))
            for name, module in self._by_name.items()
        }
        self._texts = {name: _searchable(module) for name, module in self._by_name.items()}

    @property
    def modules(self) -> tuple[Module, ...]:
        """All modules, by name."""
        return tuple(self._by_name.values())

    def find(self, name: str) -> Module | None:
        return self._by_name.get(name)

    def details(self, name: str) -> ModuleDetails | None:
        return self._details.get(name)

    def search(self, text: str) -> tuple[Module, ...]:
        """The modules in which each word of `text` occurs: in a name, an input, or the README."""
        words = text.casefold().split()
        return tuple(
            module
            for module in self._by_name.values()
            if all(word in self._texts[module.name] for word in words)
        )

    def dumps(self) -> str:
        return _Inventory(modules=self.modules).model_dump_json(indent=2)

    @classmethod
    def load(cls, path: Path) -> Catalog:
        """Reads what `dumps` wrote; raises InventoryError."""
        try:
            return cls(_Inventory.model_validate_json(path.read_bytes()).modules)
        except OSError as error:
            raise InventoryError(f"{path}: {error.strerror}") from error
        except ValidationError as error:
            found = error.errors(include_url=False)[0]
            where = ".".join(map(str, found["loc"]))
            what = f"{where}: {found['msg']}" if where else found["msg"]
            raise InventoryError(f"{path}: {what}") from error
        except ValueError as error:
            raise InventoryError(f"{path}: {error}") from error


def _searchable(module: Module) -> str:
    inputs = (each.name for each in module.inputs)
    outputs = (each.name for each in module.outputs)
    words = (module.name, *module.providers, *inputs, *outputs, module.readme)
    return "\n".join(words).casefold()
