"""Where in the repository the resources of a plan or a state are declared."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Optional

from terrapants.deploying.addresses import SourcePosition, names_in
from terrapants.hcl.document import HclSyntaxError
from terrapants.hcl.module_interface import ModuleInterface, read_module
from terrapants.hcl.paths import is_override, resolve_local
from terrapants.hcl.position import Position


@dataclass(frozen=True)
class _Module:
    """What one directory declares."""

    declared: Mapping[str, Position]
    calls: Mapping[str, tuple[Position, Optional[str]]]


class SourcePositions:
    """The positions of what a root module, and the local modules that it calls, declare.

    :param root: the directory of the root module, relative to the build root.
    :param modules: what is declared, by directory. Those that are missing are taken for modules
        that are not in the repository.
    """

    def __init__(self, root: str, modules: Mapping[str, ModuleInterface]) -> None:
        self._root = root
        self._modules = {directory: _module(each) for directory, each in modules.items()}

    def of(self, address: str) -> SourcePosition | None:
        """Where the resource, or the module, with this address is declared; keys of instances make
        no difference. None where nothing in the repository has to do with it."""
        return next(reversed(self.way_to(address)), None)

    def way_to(self, address: str) -> tuple[SourcePosition, ...]:
        """The module calls that lead to what has the address, then where it is declared, as far as
        they are in the repository."""
        directory: Optional[str] = self._root
        way: list[SourcePosition] = []
        names = names_in(address)
        while names and directory is not None:
            module = self._modules.get(directory)
            if module is None:
                break
            if names[0] != "module" or len(names) < 2:
                declared = module.declared.get(".".join(names))
                if declared:
                    way.append(_source_position(declared))
                break
            call = module.calls.get(names[1])
            if call is None:
                break
            position, source = call
            names = names[2:]
            way.append(_source_position(position, is_declaration=not names))
            directory = resolve_local(directory, source) if source is not None else None
        return tuple(way)

    def covers(self, address: str) -> bool:
        """Whether the module of a resource is read here, so that a resource which is not declared
        in it is in no code at all."""
        directory: Optional[str] = self._root
        names = names_in(address)
        while len(names) > 1 and names[0] == "module" and directory is not None:
            module = self._modules.get(directory)
            call = module.calls.get(names[1]) if module is not None else None
            if call is None:
                # The module is not called any more.
                return module is not None
            directory = resolve_local(directory, call[1]) if call[1] is not None else None
            names = names[2:]
        return directory is not None and directory in self._modules

    def declared(self) -> Iterator[tuple[str, SourcePosition]]:
        """The address, without keys, and the position of each `resource` and `data` block."""
        yield from self._declared(self._root, "", ())

    def _declared(
        self, directory: str, prefix: str, above: tuple[str, ...]
    ) -> Iterator[tuple[str, SourcePosition]]:
        module = self._modules.get(directory)
        # Terraform refuses modules that call themselves.
        if module is None or directory in above:
            return
        for address, position in module.declared.items():
            yield f"{prefix}{address}", _source_position(position)
        for name, (_, source) in module.calls.items():
            called = resolve_local(directory, source) if source is not None else None
            if called is not None:
                yield from self._declared(called, f"{prefix}module.{name}.", (*above, directory))


def positions_in_files(root: str, files: Mapping[str, str]) -> SourcePositions:
    """The positions of what files declare. A file that cannot be read declares nothing.

    :param root: the directory of the root module, relative to the build root.
    :param files: texts by path, relative to the build root.
    """
    directories: dict[str, dict[str, str]] = {}
    for path, text in files.items():
        directories.setdefault(posixpath.dirname(path), {})[path] = text
    return SourcePositions(
        root, {directory: _readable(texts) for directory, texts in directories.items()}
    )


def _readable(files: Mapping[str, str]) -> ModuleInterface:
    try:
        return read_module(files)
    except HclSyntaxError as error:
        rest = {path: text for path, text in files.items() if path != error.position.path}
        return _readable(rest)


def _module(interface: ModuleInterface) -> _Module:
    declared: dict[str, Position] = {}
    # What an override file changes was declared elsewhere.
    for resource in sorted(interface.resources, key=lambda each: is_override(each.position.path)):
        declared.setdefault(str(resource), resource.position)
    for source in interface.data_sources:
        declared.setdefault(f"data.{source.type}.{source.name}", source.position)
    calls: dict[str, tuple[Position, Optional[str]]] = {}
    for call in sorted(interface.module_calls, key=lambda each: is_override(each.position.path)):
        position, written = calls.get(call.name, (call.position, None))
        calls[call.name] = (position, call.source if call.source_text else written)
    return _Module(declared, calls)


def _source_position(position: Position, is_declaration: bool = True) -> SourcePosition:
    return SourcePosition(position.path, position.line, is_declaration)
