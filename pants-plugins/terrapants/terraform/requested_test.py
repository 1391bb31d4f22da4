from __future__ import annotations

import pytest
from pants.base.specs import FileLiteralSpec, RawSpecs, Specs
from pants.util.frozendict import FrozenDict

from terrapants.terraform.file_names import TerraformFileNames
from terrapants.terraform.requested import requested_files, unowned_sentence

FILES = TerraformFileNames(
    names=FrozenDict({"m": ("main.tf",), "": ()}),
    subdirectories=FrozenDict({"": ("m",)}),
    modules=frozenset({"m"}),
    outermost=frozenset({"m"}),
    above_modules=frozenset({""}),
    below_root=frozenset(),
    with_build_file=frozenset(),
    build_patterns=("BUILD",),
    listed=(),
    ignored=(),
)


@pytest.mark.parametrize(
    ("changed", "expected"), [(True, {"m/main.tf"}), (False, {"m/main.tf", "m/gone.tf"})]
)
def test_a_change_may_be_a_removal(changed: bool, expected: set[str]) -> None:
    named = tuple(FileLiteralSpec(path) for path in ("m/main.tf", "m/gone.tf", "m/a.py"))
    includes = RawSpecs(
        file_literals=named, from_change_detection=changed, description_of_origin="a test"
    )
    specs = Specs(includes=includes, ignores=RawSpecs(description_of_origin="a test"))
    assert requested_files(specs, (".tf",), FILES) == expected


@pytest.mark.parametrize(
    ("paths", "command"),
    [
        # The module above may have no target either.
        (["m/tests/a.tftest.hcl"], "tailor m::`"),
        (["m/tests/a.tftest.hcl", "m/tests/b.tftest.hcl"], "tailor m::`"),
        (["m/main.tf", "m/tests/a.tftest.hcl"], "tailor m::`"),
        (["tests/a.tftest.hcl"], "tailor ::`"),
        (["m/deep/a.tftest.hcl"], "tailor m/deep::`"),
    ],
)
def test_the_command_that_helps(paths: list[str], command: str) -> None:
    assert command in unowned_sentence(paths)
