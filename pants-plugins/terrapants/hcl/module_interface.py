"""What a module says of itself: which modules and providers it uses, and what it declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from terrapants.hcl.body import Attribute, Block
from terrapants.hcl.declarations import (
    Local,
    Output,
    Variable,
    read_locals,
    read_output,
    read_variable,
)
from terrapants.hcl.document import Document, parse
from terrapants.hcl.expressions import Expression, ObjectValue, literal_string, reference_text
from terrapants.hcl.file_references import FileReference, file_references
from terrapants.hcl.position import Position

_SUFFIXES = (".tf", ".tf.json")


@dataclass(frozen=True)
class ModuleCall:
    """A `module` block. `source` and `version` are None where absent or not a literal string.

    `arguments` are all of them, `source` and `version` as well.
    """

    name: str
    source: str | None
    version: str | None
    position: Position
    arguments: tuple[Attribute, ...] = ()


@dataclass(frozen=True)
class RequiredVersion:
    """A `required_version` of a `terraform` block."""

    constraint: str
    position: Position


@dataclass(frozen=True)
class RequiredProvider:
    """An entry of `required_providers`, as it is written: `source` may be None."""

    name: str
    source: str | None
    version: str | None
    position: Position


@dataclass(frozen=True)
class ProviderBlock:
    """A `provider` block."""

    name: str
    alias: str | None
    position: Position


@dataclass(frozen=True)
class Resource:
    """A `resource`, `data` or `ephemeral` block; `str()` is its address, as in `data.aws_ami.a`.

    `provider` is the configuration that its `provider` argument names, as in `aws.replica`.
    """

    mode: str
    type: str
    name: str
    position: Position
    provider: str | None = None

    def __str__(self) -> str:
        address = f"{self.type}.{self.name}"
        return address if self.mode == "resource" else f"{self.mode}.{address}"


@dataclass(frozen=True)
class ModuleInterface:
    """A module's files as they are written: override files add to the others, nothing is merged.

    Everything is in the order of the files' paths, then of the source.
    """

    module_calls: tuple[ModuleCall, ...]
    required_versions: tuple[RequiredVersion, ...]
    required_providers: tuple[RequiredProvider, ...]
    providers: tuple[ProviderBlock, ...]
    resources: tuple[Resource, ...]
    variables: tuple[Variable, ...]
    outputs: tuple[Output, ...]
    locals: tuple[Local, ...]
    file_references: tuple[FileReference, ...]


def read_module(files: Mapping[str, str]) -> ModuleInterface:
    """Reads the files of one directory: `read_documents` and `module_interface` in one."""
    return module_interface(read_documents(files))


def read_documents(files: Mapping[str, str]) -> tuple[Document, ...]:
    """Parses the files of one directory, in the order of their paths.

    :param files: texts by path; those whose names do not end in `.tf` or `.tf.json` are ignored.
    :raises HclSyntaxError: a file is not valid; its `path` is the one given.
    """
    return tuple(parse(files[path], path) for path in sorted(files) if path.endswith(_SUFFIXES))


def module_interface(documents: Sequence[Document]) -> ModuleInterface:
    """What the files of one directory say together."""
    return ModuleInterface(
        module_calls=tuple(
            ModuleCall(
                block.labels[0],
                literal_string(block.body.attribute("source")),
                literal_string(block.body.attribute("version")),
                block.position,
                block.body.attributes(),
            )
            for block in _blocks(documents, "module", 1)
        ),
        required_versions=tuple(
            RequiredVersion(constraint, attribute.position)
            for block in _blocks(documents, "terraform")
            for attribute in block.body.attributes()
            if attribute.name == "required_version"
            for constraint in [literal_string(attribute.value)]
            if constraint is not None
        ),
        required_providers=tuple(
            _required_provider(attribute.name, attribute.value, attribute.position)
            for terraform in _blocks(documents, "terraform")
            for block in terraform.body.blocks("required_providers")
            for attribute in block.body.attributes()
        ),
        providers=tuple(
            provider for document in documents for provider in provider_blocks(document)
        ),
        resources=tuple(
            Resource(
                mode,
                block.labels[0],
                block.labels[1],
                block.position,
                reference_text(block.body.attribute("provider")),
            )
            for document in documents
            for mode in ("resource", "data", "ephemeral")
            for block in document.body.blocks(mode, 2)
        ),
        variables=tuple(read_variable(block) for block in _blocks(documents, "variable", 1)),
        outputs=tuple(read_output(block) for block in _blocks(documents, "output", 1)),
        locals=tuple(
            local for block in _blocks(documents, "locals") for local in read_locals(block)
        ),
        file_references=tuple(
            reference
            for document in documents
            for reference in file_references(document.body.expressions())
        ),
    )


def provider_blocks(document: Document) -> tuple[ProviderBlock, ...]:
    """The `provider` blocks of a configuration or test file."""
    return tuple(
        ProviderBlock(
            block.labels[0], literal_string(block.body.attribute("alias")), block.position
        )
        for block in document.body.blocks("provider", 1)
    )


def _blocks(documents: Sequence[Document], block_type: str, labels: int = 0) -> Iterator[Block]:
    for document in documents:
        yield from document.body.blocks(block_type, labels)


def _required_provider(name: str, value: Expression, position: Position) -> RequiredProvider:
    if isinstance(value, ObjectValue):
        source = literal_string(value.get("source"))
        return RequiredProvider(name, source, literal_string(value.get("version")), position)
    # Before Terraform 0.13 the value was the version alone, which is still allowed.
    return RequiredProvider(name, None, literal_string(value), position)
