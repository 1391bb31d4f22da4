"""Module docs from HCL text, for tests."""

from __future__ import annotations

from collections.abc import Mapping

from terrapants.hcl.module_interface import module_interface, read_documents
from terrapants.readme.module_docs import ModuleDocs, read_module_docs


def module_docs(
    text: str = "",
    *,
    read_comments: bool = True,
    locked: Mapping[str, str] | None = None,
    **files: str,
) -> ModuleDocs:
    """The docs of a module whose `main.tf` has the text, and further files (`b_override="…"`)."""
    texts = {f"{name}.tf": content for name, content in {"main": text, **files}.items()}
    documents = read_documents(texts)
    return read_module_docs(
        documents,
        module_interface(documents),
        read_comments=read_comments,
        locked_versions=locked,
    )
