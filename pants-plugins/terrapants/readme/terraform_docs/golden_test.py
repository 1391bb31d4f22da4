"""Each directory of `golden/` is a module; its `expected.md` is the README that it should have.

`*.hcl` are its `*.tf` files, named otherwise so that no tool takes it for a module of this
repository, and `lock.hcl` is its lock file. `settings.yml` and `before.md`, where they are there,
are its `.terraform-docs.yml` and its README as it was.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from terrapants.hcl.document import parse
from terrapants.hcl.module_interface import module_interface, read_documents
from terrapants.readme.terraform_docs.inject import generate_readme
from terrapants.readme.terraform_docs.rows import read_module_rows
from terrapants.readme.terraform_docs.settings import read_settings
from terrapants.terraform.lock_file import locked_versions

GOLDEN = Path(__file__).parent / "golden"
EMPTY = "<!-- BEGIN_TF_DOCS -->\n<!-- END_TF_DOCS -->\n"


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.iterdir()))
def test_golden(name: str) -> None:
    # Not `read_text`, which changes line breaks.
    files = {path.name: path.read_bytes().decode() for path in (GOLDEN / name).iterdir()}
    expected = files.pop("expected.md")
    before = files.pop("before.md", EMPTY)
    lock_file = parse(files.pop("lock.hcl", ""), ".terraform.lock.hcl")
    settings = read_settings(files.pop("settings.yml", ""), "settings.yml")
    files = {path.replace(".hcl", ".tf"): text for path, text in files.items()}
    documents = read_documents({path: files[path] for path in files if path.endswith(".tf")})
    rows = read_module_rows(
        documents,
        module_interface(documents),
        read_comments=settings.read_comments,
        locked_versions=locked_versions(lock_file),
    )
    readme = generate_readme(before.encode(), rows, settings, files).decode()
    assert readme == expected
    assert generate_readme(expected.encode(), rows, settings, files).decode() == expected
