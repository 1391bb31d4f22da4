"""What the modules of a directory tree say of themselves in their Terraform files."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import hcl2
from lark.exceptions import LarkError

from module_catalog.catalog import Catalog, Input, InventoryError, Module, Output, Provider

_PLAIN_VALUES = hcl2.SerializationOptions(
    with_comments=False,
    explicit_blocks=False,
    strip_string_quotes=True,
    preserve_heredocs=False,
)
# Modules that only show how another one is used.
_NOT_PUBLISHED = frozenset({"examples", "tests"})


def scan(root: Path) -> Catalog:
    """Every directory below `root` with a `versions.tf`; raises InventoryError for one unread."""
    directories = {
        versions.parent.relative_to(root).as_posix(): versions.parent
        for versions in root.rglob("versions.tf")
        if not _NOT_PUBLISHED & set(versions.relative_to(root).parts)
    }
    return Catalog(
        _read_module(root, name, directory, directories) for name, directory in directories.items()
    )


def _read_module(root: Path, name: str, directory: Path, known: Mapping[str, Path]) -> Module:
    contents = [_read(path) for path in sorted(directory.glob("*.tf"))]
    required_version: str | None = None
    providers: dict[str, Provider] = {}
    for settings in (each for content in contents for each in content.get("terraform", [])):
        required_version = settings.get("required_version", required_version)
        for requirements in settings.get("required_providers", []):
            for local_name, requirement in requirements.items():
                providers[local_name] = _provider(local_name, requirement)
    called = {
        os.path.relpath(directory / block["source"], root)
        for _, block in _blocks(contents, "module")
        if str(block.get("source", "")).startswith(("./", "../"))
    }
    readme = directory / "README.md"
    return Module(
        name=name,
        required_version=required_version,
        providers=providers,
        inputs=tuple(_input(each, block) for each, block in _blocks(contents, "variable")),
        outputs=tuple(
            Output(
                name=each,
                description=_text(block.get("description", "")),
                sensitive=block.get("sensitive") is True,
            )
            for each, block in _blocks(contents, "output")
        ),
        readme=readme.read_text(encoding="utf-8", errors="replace") if readme.is_file() else "",
        calls=tuple(sorted(called & known.keys())),
    )


def _read(path: Path) -> Mapping[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        content: dict[str, Any] = hcl2.loads(text, serialization_options=_PLAIN_VALUES)
    except (LarkError, UnicodeDecodeError) as error:
        raise InventoryError(f"{path}: {error}") from error
    return content


def _blocks(
    contents: list[Mapping[str, Any]], kind: str
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The labels and bodies of all blocks of the kind, by label."""
    found = [
        (label.strip('"'), body)
        for content in contents
        for block in content.get(kind, [])
        for label, body in block.items()
    ]
    yield from sorted(found, key=lambda each: each[0])


def _input(name: str, block: Mapping[str, Any]) -> Input:
    return Input(
        name=name,
        description=_text(block.get("description", "")),
        type=_expression(block.get("type", "any")),
        default=_default(block),
        sensitive=block.get("sensitive") is True,
    )


def _default(block: Mapping[str, Any]) -> str | None:
    if "default" not in block:
        return None
    return "(sensitive)" if block.get("sensitive") is True else _value(block["default"])


def _text(value: Any) -> str:
    return textwrap.dedent(str(value).replace('\\"', '"').replace("\\n", "\n")).strip()


def _expression(value: Any) -> str:
    text = str(value)
    return text[2:-1] if text.startswith("${") and text.endswith("}") else text


def _value(value: Any) -> str:
    """The value as it is written in HCL."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return _expression(value) if value.startswith("${") else f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{key} = {_value(each)}" for key, each in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return str(value)


def _provider(name: str, requirement: Any) -> Provider:
    # Terraform's default for a provider that names no source, "Provider Requirements".
    default_source = f"hashicorp/{name}"
    if isinstance(requirement, str):
        return Provider(source=default_source, version=requirement)
    return Provider(
        source=requirement.get("source", default_source), version=requirement.get("version")
    )
