"""The text of a README that does not exist yet, above its generated part."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from terrapants.hcl.module_interface import ModuleInterface

# Of the types of resources, as many are named.
_MOST_TYPES = 5


def new_readme(directory: str, interface: ModuleInterface) -> str:
    """A title, what the module consists of, and an example that calls it.

    :param directory: the module's, relative to the repository's root.
    """
    name = posixpath.basename(directory)
    paragraphs = (
        f"# {name or 'Terraform module'}",
        " ".join(_sentences(interface)),
        "## Usage",
        _example(name, interface),
    )
    return "\n\n".join(paragraphs) + "\n"


def _sentences(interface: ModuleInterface) -> Iterator[str]:
    inputs = _number(len({each.name for each in interface.variables}), "input")
    outputs = _number(len({each.name for each in interface.outputs}), "output")
    yield f"A Terraform module with {inputs} and {outputs}."
    managed = {each.type for each in interface.resources if each.mode == "resource"}
    types = [f"`{each}`" for each in sorted(managed)]
    if len(types) > _MOST_TYPES:
        types[_MOST_TYPES - 1 :] = [f"{len(types) - _MOST_TYPES + 1} more"]
    if types:
        yield f"The types of the resources that it manages are: {', '.join(types)}."
    else:
        yield "It manages no resources of its own."


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _example(name: str, interface: ModuleInterface) -> str:
    label = "".join(each if each.isalnum() and each.isascii() else "_" for each in name)
    if not label[:1].isalpha():
        label = f"module_{label}".rstrip("_")
    required = sorted({each.name for each in interface.variables if each.default is None})
    width = max(map(len, required), default=0)
    # From the directory above: the source "./" would be a module that calls itself.
    lines = [f'module "{label}" {{', f'  source = "{f"../{name}" if name else "./"}"']
    if required:
        lines.append("")
    lines += (f"  {each.ljust(width)} = var.{each}" for each in required)
    return "\n".join(("```hcl", *lines, "}", "```"))
