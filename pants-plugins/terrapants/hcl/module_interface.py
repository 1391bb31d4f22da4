"""What a module says of itself: which modules and providers it uses, and what it declares.

All of it is plain data, without syntax trees: it is read in one process and used in another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Optional

from terrapants.hcl.body import Attribute, Block, Body
from terrapants.hcl.comments import comment_above
from terrapants.hcl.declarations import (
    CommentAbove,
    Local,
    Output,
    Variable,
    read_locals,
    read_output,
    read_variable,
)
from terrapants.hcl.document import Document, parse
from terrapants.hcl.expressions import (
    Call,
    Expression,
    ObjectValue,
    Template,
    TupleValue,
    literal_string,
    reference_text,
    walk,
)
from terrapants.hcl.file_references import FileReference, file_references
from terrapants.hcl.position import Position
from terrapants.hcl.references import count_references
from terrapants.hcl.replacement import ReplacementIssue, replacement_issues
from terrapants.hcl.style import StyleIssue, style_issues

_SUFFIXES = (".tf", ".tf.json")
_MODES = ("resource", "data", "ephemeral")


@dataclass(frozen=True)
class ModuleCall:
    """A `module` block. `source` and `version` are None where absent or not a literal string.

    `source_position` is that of the `source` argument, and `comment` the text right above the
    block. `has_version` tells whether there is any `version` argument. `source_text` and
    `version_text` are what a reader sees, also where it is no literal; "" where it is absent.
    """

    name: str
    source: Optional[str]
    version: Optional[str]
    position: Position
    source_position: Optional[Position] = None
    has_version: bool = False
    comment: str = ""
    source_text: str = ""
    version_text: str = ""


@dataclass(frozen=True)
class RequiredVersion:
    """A `required_version` of a `terraform` block."""

    constraint: str
    position: Position


@dataclass(frozen=True)
class RequiredProvider:
    """An entry of `required_providers`, as it is written: `source` may be None.

    `aliases` are the configurations that callers have to pass (`configuration_aliases`), as in
    `aws.replica`.
    """

    name: str
    source: Optional[str]
    version: Optional[str]
    position: Position
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProviderBlock:
    """A `provider` block; until Terraform 0.13 it had the version constraint."""

    name: str
    alias: Optional[str]
    position: Position
    version: Optional[str] = None


@dataclass(frozen=True)
class Resource:
    """A `resource`, `data` or `ephemeral` block; `str()` is its address, as in `data.aws_ami.a`.

    `provider` is the configuration that its `provider` argument names, as in `aws.replica`.
    """

    mode: str
    type: str
    name: str
    position: Position
    provider: Optional[str] = None
    comment: str = ""

    def __str__(self) -> str:
        address = f"{self.type}.{self.name}"
        return address if self.mode == "resource" else f"{self.mode}.{address}"


@dataclass(frozen=True)
class DataSource:
    """A `data` block, at the top of a file or in a `check` block.

    `asserts` tells whether it has a precondition or postcondition.
    """

    type: str
    name: str
    position: Position
    asserts: bool = False


@dataclass(frozen=True)
class Named:
    """A name and where it stands: of a `check` block, or of the first use of a provider."""

    name: str
    position: Position


@dataclass(frozen=True)
class ModuleInterface:
    """A module's files as they are written: override files add to the others, nothing is merged.

    Everything is in the order of the files' paths, then of the source. `terraform_blocks` are
    positions; `has_state` tells whether one of them says where the state is. `provider_uses` have
    local names, the first use in each file. `references` counts addresses, as in `var.a`.
    """

    module_calls: tuple[ModuleCall, ...] = ()
    required_versions: tuple[RequiredVersion, ...] = ()
    required_providers: tuple[RequiredProvider, ...] = ()
    providers: tuple[ProviderBlock, ...] = ()
    resources: tuple[Resource, ...] = ()
    variables: tuple[Variable, ...] = ()
    outputs: tuple[Output, ...] = ()
    locals: tuple[Local, ...] = ()
    file_references: tuple[FileReference, ...] = ()
    terraform_blocks: tuple[Position, ...] = ()
    has_state: bool = False
    data_sources: tuple[DataSource, ...] = ()
    checks: tuple[Named, ...] = ()
    provider_uses: tuple[Named, ...] = ()
    references: Mapping[str, int] = field(default_factory=dict)
    style_issues: tuple[StyleIssue, ...] = ()
    replacement_issues: tuple[ReplacementIssue, ...] = ()


def read_module(files: Mapping[str, str]) -> ModuleInterface:
    """Reads the files of one directory.

    :param files: texts by path; those whose names do not end in `.tf` or `.tf.json` are ignored.
    :raises HclSyntaxError: a file is not valid; its `path` is the one given.
    """
    return merged(
        file_interface(parse(files[path], path))
        for path in sorted(files)
        if path.endswith(_SUFFIXES)
    )


def merged(interfaces: Iterable[ModuleInterface]) -> ModuleInterface:
    """What several files say together."""
    every = list(interfaces)
    values: dict[str, object] = {}
    for each in fields(ModuleInterface):
        found = [getattr(interface, each.name) for interface in every]
        if each.name == "has_state":
            values[each.name] = any(found)
        elif each.name == "references":
            values[each.name] = dict(sum(map(Counter, found), Counter()))
        else:
            values[each.name] = tuple(item for items in found for item in items)
    return ModuleInterface(**values)  # type: ignore[arg-type]


def file_interface(document: Document) -> ModuleInterface:
    """What one file says."""
    body = document.body
    above = comment_above(document.comments)
    terraform = body.blocks("terraform")
    in_json = document.path.endswith(".json")
    return ModuleInterface(
        module_calls=tuple(_module_call(block, above) for block in body.blocks("module", 1)),
        required_versions=tuple(
            RequiredVersion(constraint, attribute.position)
            for block in terraform
            for attribute in block.body.attributes()
            if attribute.name == "required_version"
            for constraint in [literal_string(attribute.value)]
            if constraint is not None
        ),
        required_providers=tuple(
            _required_provider(attribute.name, attribute.value, attribute.position)
            for block in terraform
            for required in block.body.blocks("required_providers")
            for attribute in required.body.attributes()
        ),
        providers=provider_blocks(document),
        resources=tuple(
            _resource(mode, block, above) for mode in _MODES for block in body.blocks(mode, 2)
        ),
        variables=tuple(read_variable(block, above) for block in body.blocks("variable", 1)),
        outputs=tuple(read_output(block, above) for block in body.blocks("output", 1)),
        locals=tuple(local for block in body.blocks("locals") for local in read_locals(block)),
        file_references=file_references(body.expressions()),
        terraform_blocks=tuple(block.position for block in terraform),
        has_state=any(
            block.body.blocks("backend", 1) or block.body.blocks("cloud") for block in terraform
        ),
        data_sources=tuple(
            DataSource(block.labels[0], block.labels[1], block.position, _asserts(block))
            for each in _with_checks(body)
            for block in each.blocks("data", 2)
        ),
        checks=tuple(Named(block.labels[0], block.position) for block in body.blocks("check", 1)),
        provider_uses=_provider_uses(body),
        references=count_references(body.expressions(), in_json),
        style_issues=style_issues(document),
        replacement_issues=replacement_issues(document),
    )


def provider_blocks(document: Document) -> tuple[ProviderBlock, ...]:
    """The `provider` blocks of a configuration or test file."""
    return tuple(
        ProviderBlock(
            block.labels[0],
            literal_string(block.body.attribute("alias")),
            block.position,
            literal_string(block.body.attribute("version")),
        )
        for block in document.body.blocks("provider", 1)
    )


def _module_call(block: Block, above: CommentAbove) -> ModuleCall:
    source, version = block.body.argument("source"), block.body.argument("version")
    return ModuleCall(
        block.labels[0],
        literal_string(source.value) if source else None,
        literal_string(version.value) if version else None,
        block.position,
        source.position if source else None,
        version is not None,
        above(block.position),
        _text(source),
        _text(version),
    )


def _text(argument: Attribute | None) -> str:
    """A literal string; of anything else the source, without quotation marks around all of it."""
    if argument is None:
        return ""
    literal = literal_string(argument.value)
    if literal is not None:
        return literal
    text = argument.text
    is_string = isinstance(argument.value, Template) or text.startswith('"${')
    if is_string and text.startswith('"') and text.endswith('"'):
        return text[1:-1].replace('\\"', '"')
    return text


def _resource(mode: str, block: Block, above: CommentAbove) -> Resource:
    return Resource(
        mode,
        block.labels[0],
        block.labels[1],
        block.position,
        reference_text(block.body.attribute("provider")),
        above(block.position),
    )


def _required_provider(name: str, value: Expression, position: Position) -> RequiredProvider:
    if isinstance(value, ObjectValue):
        source = literal_string(value.get("source"))
        version = literal_string(value.get("version"))
        listed = value.get("configuration_aliases")
        aliases = map(reference_text, listed.items if isinstance(listed, TupleValue) else ())
        return RequiredProvider(name, source, version, position, tuple(filter(None, aliases)))
    # Before Terraform 0.13 the value was the version alone, which is still allowed.
    return RequiredProvider(name, None, literal_string(value), position)


def _with_checks(body: Body) -> tuple[Body, ...]:
    return (body, *(check.body for check in body.blocks("check", 1)))


def _asserts(data: Block) -> bool:
    """Whether a data source is read for what it checks."""
    return any(
        lifecycle.body.blocks(condition)
        for lifecycle in data.body.blocks("lifecycle")
        for condition in ("precondition", "postcondition")
    )


def _provider_uses(body: Body) -> tuple[Named, ...]:
    """The local names of the providers that a file uses, and where it does first."""
    used: dict[str, Position] = {}
    for block in (
        block for each in _with_checks(body) for mode in _MODES for block in each.blocks(mode, 2)
    ):
        provider = reference_text(block.body.attribute("provider"))
        name = provider.partition(".")[0] if provider else block.labels[0].partition("_")[0]
        used.setdefault(name, block.position)
    for block in body.blocks("provider", 1):
        used.setdefault(block.labels[0], block.position)
    for block in body.blocks("module", 1):
        for name in _passed(block.body.attribute("providers")):
            used.setdefault(name, block.position)
    for expression in body.expressions():
        for inner in walk(expression):
            if isinstance(inner, Call) and inner.name.startswith("provider::"):
                used.setdefault(inner.name.split("::")[1], inner.position)
    return tuple(Named(name, position) for name, position in used.items())


def _passed(providers: Expression | None) -> Iterator[str]:
    """The local names of the providers that a module call passes on."""
    if isinstance(providers, ObjectValue):
        for _, value in providers.entries:
            text = reference_text(value)
            if text:
                yield text.partition(".")[0]
