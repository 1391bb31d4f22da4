"""The plugins and pants.toml, against what each release of Pants has (pants_releases.toml).

Nothing here needs those releases: see docs/compatibility.md for what was run on them.
"""

from __future__ import annotations

import ast
import re
import runpy
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = next(path for path in HERE.parents if (path / "pants.toml").is_file())
TABLE = tomllib.loads((HERE / "pants_releases.toml").read_text())
COMPAT = "terrapants/terraform/pants_compat.py"
# What it imports is looked up by hand, since it replaces functions that are no interface of Pants.
CHANGES = "terrapants/terraform/pants_changes.py"
# Fields that the plugins add only where Pants has none of that name (`pants_compat.py`).
ADDED_WHERE_MISSING = {
    "root_module",
    "skip_terraform_validate",
    "terraform_backend",
    "terraform_deployment",
    "terraform_var_files",
}


def plugin_modules() -> list[Path]:
    return sorted((ROOT / "pants-plugins").glob("*/**/*.py"))


def unknown_imports(tree: ast.Module) -> Iterator[str]:
    """What a module imports from Pants, as far as the table does not have it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "pants":
            known = TABLE["imports"].get(node.module, "").split()
            yield from (
                f"{node.module}: {alias.name}" for alias in node.names if alias.name not in known
            )
        elif isinstance(node, ast.Import):
            names = (alias.name for alias in node.names)
            yield from (name for name in names if name.split(".")[0] == "pants")


def test_no_message_says_how_pants_is_started() -> None:
    """`bin_name()` says it: the official launcher is `pants`, ours is `./pants`."""
    assert [
        path
        for path in plugin_modules()
        if not path.name.endswith("_test.py")
        and "testutil" not in str(path.relative_to(ROOT))
        and "./pants" in path.read_text()
    ] == []


def test_only_one_module_imports_what_differs_between_releases() -> None:
    unknown = {
        str(path.relative_to(ROOT)): found
        for path in plugin_modules()
        if not str(path).endswith((COMPAT, CHANGES))
        and (found := sorted(unknown_imports(ast.parse(path.read_text()))))
    }
    assert unknown == {}, (
        f"Not known to be in Pants {', '.join(TABLE['releases'])}. Look it up in their sources; "
        f"then add it to {HERE.name}/pants_releases.toml, or use it in {COMPAT} alone."
    )


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("from pants.engine.rules import Get, implicitly", ["pants.engine.rules: implicitly"]),
        ("from pants.engine.intrinsics import x", ["pants.engine.intrinsics: x"]),
        ("import pants.engine.rules", ["pants.engine.rules"]),
        ("from pants.engine.rules import Get\nimport pantsy", []),
    ],
)
def test_an_import_that_the_table_lacks_is_found(code: str, found: list[str]) -> None:
    assert list(unknown_imports(ast.parse(code))) == found


def test_rules_that_are_called_by_name_are_known() -> None:
    source = runpy.run_path(str(ROOT / "build-support/wheel/rules_of_pants.py"))
    called = {*source["RULES"].values(), *source["EFFECTS"].values()}
    known = {(module, name) for module, names in TABLE["by_name"].items() for name in names.split()}
    assert called == known, f"Look these up in Pants {', '.join(TABLE['by_name_releases'])}."


def our_names(pattern: str) -> set[str]:
    """What the plugins' own classes are called, without those of tests."""
    return {
        name
        for path in plugin_modules()
        if not path.name.endswith("_test.py")
        for name in re.findall(rf'^    {pattern} = "(\S+)"$', path.read_text(), re.MULTILINE)
    }


@pytest.mark.parametrize("file", ["pants.toml", "pants.remote.toml"])
def test_every_option_is_in_every_release_or_ours(file: str) -> None:
    ours = our_names("options_scope") | our_names("name")
    known: dict[str, Any] = TABLE["options"]
    configuration = tomllib.loads((ROOT / file).read_text())
    # [python.resolves] is the option `resolves` of [python].
    unknown = [
        f"[{section}].{option}"
        for section, options in configuration.items()
        for option in options
        if section not in ours and option not in known.get(section, "").split()
    ]
    assert unknown == []


def test_every_backend_of_pants_toml_is_in_every_release_or_ours() -> None:
    backends = tomllib.loads((ROOT / "pants.toml").read_text())["GLOBAL"]["backend_packages"]
    ours = {
        ".".join(path.relative_to(ROOT / "pants-plugins").parts[:-1])
        for path in plugin_modules()
        if path.name == "register.py"
    }
    assert set(backends) - ours <= set(TABLE["backends"]["pants"].split())


def test_pants_toml_names_a_supported_release() -> None:
    configuration = tomllib.loads((ROOT / "pants.toml").read_text())
    assert configuration["GLOBAL"]["pants_version"] in TABLE["releases"]
    requirements = (ROOT / "3rdparty/python/pants.txt").read_text()
    (installed,) = re.findall(r"^pantsbuild\.pants==(\S+)$", requirements, re.MULTILINE)
    assert installed in TABLE["releases"]


@pytest.mark.parametrize("release", TABLE["releases"])
def test_no_name_of_ours_is_one_of_pants(release: str) -> None:
    theirs: dict[str, set[str]] = {"targets": set(), "fields": set(), "scopes": set()}
    for releases, names in TABLE["names"].items():
        if release in releases.split():
            for kind, text in names.items():
                theirs[kind] |= set(text.split())
    assert theirs["targets"]
    assert not our_names("alias") & (theirs["targets"] | theirs["fields"]) - ADDED_WHERE_MISSING
    assert not our_names("options_scope") & theirs["scopes"]


def test_the_documentation_has_a_row_for_each_release() -> None:
    page = (ROOT / "docs/compatibility.md").read_text()
    rows = re.findall(r"^\| Pants (\S+) \|", page, re.MULTILINE)
    assert rows == list(dict.fromkeys([*TABLE["releases"], *TABLE["by_name_releases"]]))
