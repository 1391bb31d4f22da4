"""What the modules of a directory tree say of themselves in `versions.tf`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import hcl2
from lark.exceptions import LarkError

from module_catalog.catalog import Catalog, InventoryError, Module, Provider

_PLAIN_VALUES = hcl2.SerializationOptions(
    with_comments=False, explicit_blocks=False, strip_string_quotes=True
)
# Modules that only show how another one is used.
_NOT_PUBLISHED = frozenset({"examples", "tests"})


def scan(root: Path) -> Catalog:
    """Every directory below `root` with a `versions.tf`; raises InventoryError for one unread."""
    return Catalog(
        _read_module(root, versions)
        for versions in root.rglob("versions.tf")
        if not _NOT_PUBLISHED & set(versions.relative_to(root).parts)
    )


def _read_module(root: Path, versions: Path) -> Module:
    try:
        content = hcl2.loads(
            versions.read_text(encoding="utf-8"), serialization_options=_PLAIN_VALUES
        )
    except (LarkError, UnicodeDecodeError) as error:
        raise InventoryError(f"{versions}: {error}") from error
    required_version: str | None = None
    providers: dict[str, Provider] = {}
    for settings in content.get("terraform", []):
        required_version = settings.get("required_version", required_version)
        for requirements in settings.get("required_providers", []):
            for name, requirement in requirements.items():
                providers[name] = _provider(name, requirement)
    return Module(versions.parent.relative_to(root).as_posix(), required_version, providers)


def _provider(name: str, requirement: Any) -> Provider:
    # Terraform's default for a provider that names no source, "Provider Requirements".
    default_source = f"hashicorp/{name}"
    if isinstance(requirement, str):
        return Provider(default_source, requirement)
    return Provider(requirement.get("source", default_source), requirement.get("version"))
