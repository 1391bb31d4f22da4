"""The rules about the HCL examples in a README."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from terrapants.findings.finding import Finding
from terrapants.findings.suggestion import did_you_mean
from terrapants.hcl.body import Block, Body
from terrapants.hcl.document import HclSyntaxError, parse
from terrapants.hcl.expressions import Expression, Traversal, literal_string, walk
from terrapants.hcl.paths import is_local_source, resolve_local
from terrapants.hcl.syntax_error import finding_of_syntax_error
from terrapants.readme.findings import (
    EXAMPLE_INPUTS,
    EXAMPLE_OUTPUTS,
    EXAMPLE_REQUIRED_INPUTS,
    EXAMPLE_SOURCE,
    EXAMPLE_SYNTAX,
    USAGE_EXAMPLE,
    new_finding,
)
from terrapants.readme.markdown_page import CodeBlock, MarkdownPage

LANGUAGES = ("hcl", "terraform", "tf")
# After the language in a fence: an example that is not checked, such as a part of a block.
NO_CHECK = "no-check"
# "Module Blocks" in Terraform's documentation: arguments that are not inputs.
_META_ARGUMENTS = frozenset({"source", "version", "count", "for_each", "providers", "depends_on"})

# By the type of a block: how many labels it has, and its arguments that are addresses.
_ADDRESSES: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "import": (0, ("to",)),
    "moved": (0, ("from", "to")),
    "removed": (0, ("from",)),
    **{f"override_{kind}": (0, ("target",)) for kind in ("data", "module", "resource")},
}


@dataclass(frozen=True)
class Signature:
    """The inputs that a module's callers may set and must set, and the outputs they may use."""

    inputs: frozenset[str]
    required: tuple[str, ...]
    outputs: frozenset[str]


@dataclass(frozen=True)
class Example:
    """An HCL example; `body` is None where it is not valid, and `error` says why."""

    line: int
    body: Body | None
    error: HclSyntaxError | None = None

    def calls(self) -> tuple[Block, ...]:
        return self.body.blocks("module", 1) if self.body else ()


def read_examples(page: MarkdownPage, path: str) -> tuple[Example, ...]:
    """The HCL examples of a page; positions in them are places in the README.

    A code block without a language is one where it calls a module.
    """
    examples = (
        (block, _read(block, path))
        for block in page.code_blocks
        if NO_CHECK not in block.options
        and (block.language in LANGUAGES or (not block.language and "module" in block.text))
    )
    return tuple(example for block, example in examples if block.language or example.calls())


def _read(block: CodeBlock, path: str) -> Example:
    try:
        return Example(block.line, parse("\n" * (block.line - 1) + block.text, path).body)
    except HclSyntaxError as error:
        return Example(block.line, None, error)


def called_directories(examples: Iterable[Example], directory: str) -> frozenset[str]:
    """The directories of the local modules that examples call, and the module's own."""
    found = {directory}
    for example in examples:
        for call in example.calls():
            resolved = resolve_local(directory, literal_string(call.body.attribute("source")) or "")
            if resolved is not None:
                found.add(resolved)
    return frozenset(found)


def check_examples(
    examples: Iterable[Example],
    path: str,
    directory: str,
    signatures: Mapping[str, Signature],
) -> Iterator[Finding]:
    """What is wrong with the examples of a README.

    :param directory: the module's.
    :param signatures: those of the module and of the local modules that examples call, by
        directory, as far as the directories are modules.
    """
    called: dict[str, Signature | None] = {}
    shows_module = False
    for example in examples:
        if example.error is not None:
            # The column is that in the code block, which may be indented.
            yield replace(finding_of_syntax_error(example.error, EXAMPLE_SYNTAX), column=0)
        for call in example.calls():
            name, line = call.labels[0], call.position.line
            source = literal_string(call.body.attribute("source"))
            target = None if source is None else called_module(source, directory)
            signature = None if target is None else signatures.get(target)
            called[name] = signature
            shows_module = shows_module or (signature is not None and target == directory)
            if source is None:
                yield new_finding(EXAMPLE_SOURCE, path, line, f'module "{name}" has no source')
            elif is_local_source(source) and signature is None:
                yield _unresolved(path, line, name, source, target)
            elif signature is not None:
                yield from _check_call(call, path, signature)
        if example.body is not None:
            yield from _check_outputs(example.body, path, called)
    if not shows_module:
        yield new_finding(
            USAGE_EXAMPLE,
            path,
            0,
            "found no HCL example that calls this module, expected a code block (```hcl) with a "
            '`module` block whose source is "." or the module\'s path, registry address or git '
            "address",
        )


def called_module(source: str, directory: str) -> str | None:
    """The directory of the module that a source names, if it is in this repository.

    A local source is resolved from the README's own directory. A registry or git address counts as
    the module itself in three cases: its part after `//` is the end of the module's path; it has
    no such part, and its last name is the module's directory or the conventional
    `terraform-<provider>-<directory>`; or it has none and the module is the repository's root.
    """
    if is_local_source(source):
        return resolve_local(directory, source)
    address = source.partition("?")[0].removeprefix("git::")
    address = address.partition("://")[2] or address
    address, _, inner = address.partition("//")
    inner = inner.strip("/")
    if inner:
        return directory if f"/{directory}".endswith(f"/{inner}") else None
    if not directory:
        return directory
    parts = address.removesuffix(".git").replace(":", "/").strip("/").split("/")
    own = directory.rpartition("/")[2]
    names = {parts[-1]}
    if len(parts) in (3, 4) and "." not in parts[-1]:
        # A registry address: <namespace>/<name>/<provider>, with or without a host.
        names.add(parts[-2])
    matches = any(name == own or _without_prefix(name) == own for name in names)
    return directory if matches else None


def _without_prefix(name: str) -> str:
    """The name of the module in a repository named `terraform-<provider>-<name>`."""
    parts = name.split("-", 2)
    return parts[2] if len(parts) == 3 and parts[0] == "terraform" else name


def _unresolved(path: str, line: int, name: str, source: str, target: str | None) -> Finding:
    where = "out of the repository" if target is None else f"to {target or 'the root directory'}"
    ending = "" if target is None else ", which is not a Terraform module"
    return new_finding(
        EXAMPLE_SOURCE,
        path,
        line,
        f'the source "{source}" of module "{name}" leads {where}{ending}',
    )


def _check_call(call: Block, path: str, signature: Signature) -> Iterator[Finding]:
    name = call.labels[0]
    arguments = {
        attribute.name: attribute.position.line
        for attribute in call.body.attributes()
        if attribute.name not in _META_ARGUMENTS
    }
    for argument, line in arguments.items():
        if argument not in signature.inputs:
            yield new_finding(
                EXAMPLE_INPUTS,
                path,
                line,
                f'module "{name}" sets "{argument}", which is not an input of it'
                + _suggestion(argument, signature.inputs),
            )
    missing = [each for each in signature.required if each not in arguments]
    if missing:
        quoted = ", ".join(f'"{each}"' for each in missing)
        yield new_finding(
            EXAMPLE_REQUIRED_INPUTS,
            path,
            call.position.line,
            f'module "{name}" does not set {quoted}, which {"is" if len(missing) == 1 else "are"} '
            "required",
        )


def _check_outputs(
    body: Body, path: str, called: Mapping[str, Signature | None]
) -> Iterator[Finding]:
    for expression in _values(body):
        for inner in walk(expression):
            if not isinstance(inner, Traversal) or inner.steps[0] != "module":
                continue
            name, *steps = inner.steps[1:] or ("",)
            output = next((step for step in steps if not step.startswith("[")), None)
            signature = called.get(name)
            if output is not None and signature and output not in signature.outputs:
                yield new_finding(
                    EXAMPLE_OUTPUTS,
                    path,
                    inner.position.line,
                    f'{inner} is used, but module "{name}" has no output "{output}"'
                    + _suggestion(output, signature.outputs),
                )


def _values(body: Body) -> Iterator[Expression]:
    """The expressions of an example, without those that are addresses and not values."""
    every = tuple(body.expressions())
    addresses = {
        id(expression)
        for block_type, (labels, arguments) in _ADDRESSES.items()
        for each in (body, *(run.body for run in body.blocks("run", 1)))
        for block in each.blocks(block_type, labels)
        for argument in arguments
        for expression in [block.body.attribute(argument)]
    }
    addresses.update(id(run.body.attribute("expect_failures")) for run in body.blocks("run", 1))
    yield from (each for each in every if id(each) not in addresses)


def _suggestion(name: str, known: Iterable[str]) -> str:
    hint = did_you_mean(name, known, '"')
    return f".{hint}" if hint else ""
