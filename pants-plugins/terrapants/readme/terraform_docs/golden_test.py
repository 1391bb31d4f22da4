"""Each directory of `golden/` is a module; `expected.md` is the README that it should have.

`*.hcl` are its `*.tf` files, renamed so that no tool takes it for a module of this repository, and
`lock.hcl` is its lock file. `settings.yml` is its `.terraform-docs.yml` and `before.md` its README
as it was; both may be absent. `expected-x.md` is the README with `settings-x.yml` and
`before-x.md` in their place.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from terrapants.hcl.document import parse
from terrapants.hcl.lock_file import locked_versions
from terrapants.hcl.module_interface import read_module
from terrapants.readme.terraform_docs.inject import generate_readme
from terrapants.readme.terraform_docs.rows import read_module_rows
from terrapants.readme.terraform_docs.settings_file import read_settings

GOLDEN = Path(__file__).parent / "golden"
EMPTY = "<!-- BEGIN_TF_DOCS -->\n<!-- END_TF_DOCS -->\n"


@pytest.mark.parametrize(
    "name", sorted(str(path.relative_to(GOLDEN)) for path in GOLDEN.glob("*/expected*.md"))
)
def test_golden(name: str) -> None:
    # Not `read_text`, which changes line breaks.
    files = {
        path.name.replace(".hcl", ".tf"): path.read_bytes().decode()
        for path in (GOLDEN / name).parent.iterdir()
    }
    variant = Path(name).stem.removeprefix("expected")
    expected = files[f"expected{variant}.md"]
    before = files.get(f"before{variant}.md", files.get("before.md", EMPTY))
    yaml = files.get(f"settings{variant}.yml", files.get("settings.yml", ""))
    settings = read_settings(yaml, "settings.yml")
    lock_file = parse(files.pop("lock.tf", ""), ".terraform.lock.hcl")
    rows = read_module_rows(
        read_module(files),
        read_comments=settings.read_comments,
        locked_versions=locked_versions(lock_file),
    )
    readme = generate_readme(before.encode(), rows, settings, files).decode()
    assert readme == expected
    assert generate_readme(expected.encode(), rows, settings, files).decode() == expected
