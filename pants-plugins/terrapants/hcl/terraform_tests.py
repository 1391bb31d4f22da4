"""What a Terraform test file says: its runs, and what they need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Optional

from terrapants.hcl.body import Block
from terrapants.hcl.document import Document, parse
from terrapants.hcl.expressions import (
    Expression,
    ObjectValue,
    TupleValue,
    literal_string,
    reference_text,
)
from terrapants.hcl.file_references import FileReference, file_references, possible_files
from terrapants.hcl.module_interface import ProviderBlock, provider_blocks
from terrapants.hcl.position import Position
from terrapants.hcl.references import count_references


@dataclass(frozen=True)
class Run:
    """A `run` block.

    `command` is "apply" where the block has none, as in Terraform. `module_source` is the source of
    the block's own `module`, None where it runs the module under test; Terraform resolves a local
    one from the directory of the module under test. `expect_failures` has addresses as text, and so
    has `providers`: the configuration that each one of the module's stands for.
    """

    name: str
    command: str
    module_source: Optional[str]
    module_version: Optional[str]
    expect_failures: tuple[str, ...]
    position: Position
    providers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class MockProvider:
    """A `mock_provider` block. `source` is the directory of its mock files as it is written.

    Terraform resolves it from the directory of the module under test, with or without `./`.
    """

    name: str
    alias: Optional[str]
    source: Optional[str]
    position: Position


@dataclass(frozen=True)
class TerraformTests:
    """A test file.

    `possible_files` are the strings in the values of variables that may name files, relative to the
    module under test: a module may read the file that a variable names. `references` counts the
    addresses that its expressions refer to.
    """

    path: str
    runs: tuple[Run, ...]
    mock_providers: tuple[MockProvider, ...]
    providers: tuple[ProviderBlock, ...]
    file_references: tuple[FileReference, ...]
    possible_files: tuple[str, ...] = ()
    references: Mapping[str, int] = field(default_factory=dict)


def read_terraform_tests(text: str, path: str) -> TerraformTests:
    """Reads a `*.tftest.hcl` or `*.tftest.json` file.

    :raises HclSyntaxError: the file is not valid.
    """
    return terraform_tests(parse(text, path))


def terraform_tests(document: Document) -> TerraformTests:
    """What a test file that was read says."""
    return TerraformTests(
        path=document.path,
        runs=tuple(_run(block) for block in document.body.blocks("run", 1)),
        mock_providers=tuple(
            MockProvider(
                block.labels[0],
                literal_string(block.body.attribute("alias")),
                literal_string(block.body.attribute("source")),
                block.position,
            )
            for block in document.body.blocks("mock_provider", 1)
        ),
        providers=provider_blocks(document),
        file_references=file_references(document.body.expressions()),
        possible_files=possible_files(
            expression
            for body in (document.body, *(run.body for run in document.body.blocks("run", 1)))
            for variables in body.blocks("variables")
            for expression in variables.body.expressions()
        ),
        references=count_references(document.body.expressions(), document.path.endswith(".json")),
    )


def _run(block: Block) -> Run:
    modules = block.body.blocks("module")
    module = modules[0].body if modules else None
    failures = block.body.attribute("expect_failures")
    return Run(
        name=block.labels[0],
        command=reference_text(block.body.attribute("command")) or "apply",
        module_source=literal_string(module.attribute("source")) if module else None,
        module_version=literal_string(module.attribute("version")) if module else None,
        expect_failures=tuple(
            text
            for item in (failures.items if isinstance(failures, TupleValue) else ())
            for text in [reference_text(item)]
            if text is not None
        ),
        position=block.position,
        providers=tuple(_given(block.body.attribute("providers"))),
    )


def _given(providers: Expression | None) -> Iterator[tuple[str, str]]:
    if isinstance(providers, ObjectValue):
        for key, value in providers.entries:
            texts = (literal_string(key) or reference_text(key), reference_text(value))
            if texts[0] and texts[1]:
                yield texts[0], texts[1]
