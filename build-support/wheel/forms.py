"""Lays out the package in the wheel: the suite in two forms, and what chooses between them."""

from __future__ import annotations

import shutil
from pathlib import Path

from call_by_name import call_rules_by_name

# As `selector.py` has them.
WITH_GET = "_with_get"
BY_NAME = "_by_name"
_SELECTOR = Path(__file__).with_name("selector.py")
# Pants 2.32 and 2.33 fail with a FileNotFoundError if a lock inside a plugin has no metadata file
# beside it (`load_lockfile`). They use its content only to check requirements that are passed
# together with the lock, and the suite passes none.
_METADATA = """\
{
  "version": 1,
  "valid_for_interpreter_constraints": [],
  "requirements_invalidation_digest": ""
}
"""


def lay_out(package: Path) -> None:
    """:param package: the directory of the suite as it is in the repository, written anew.

    :raises UnknownRule: if a rule cannot be rewritten.
    """
    source = package.with_name(f"{package.name}.source")
    package.rename(source)
    modules = {
        ".".join((package.name, *path.relative_to(source).with_suffix("").parts)): path.read_text()
        for path in sorted(source.rglob("*.py"))
    }
    rewritten = call_rules_by_name(modules)
    shutil.copytree(source, package / WITH_GET)
    shutil.copytree(source, package / BY_NAME)
    for name, text in rewritten.items():
        path = Path(*name.split(".")[1:]).with_suffix(".py")
        (package / BY_NAME / path).write_text(text)
    for lock in (package / BY_NAME).rglob("*.lock"):
        lock.with_name(f"{lock.name}.metadata").write_text(_METADATA)
    for form in (WITH_GET, BY_NAME):
        (package / form / "__init__.py").unlink()
    shutil.copyfile(_SELECTOR, package / "__init__.py")
    shutil.rmtree(source)
