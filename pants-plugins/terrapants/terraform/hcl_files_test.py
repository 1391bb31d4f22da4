from __future__ import annotations

import pytest

from terrapants.hcl.file_facts import read_file
from terrapants.terraform.hcl_files import BATCH_SIZE, HclFile, batches_of, notices_of_unread


def read(content: bytes) -> HclFile:
    return HclFile("m/a.tf", read_file("m/a.tf", content).to_json())


def said(content: bytes) -> str:
    return "".join(notices_of_unread([read(content)]))


@pytest.mark.parametrize("content", [b"a = 1\n", b'a = "\xff"\n'])
def test_nothing_is_said_of_a_file_that_is_read(content: bytes) -> None:
    assert said(content) == ""


def test_what_is_said_of_a_file_that_does_not_parse() -> None:
    assert said(b"a = \n") == (
        "m/a.tf:1:5: found the end of the line, expected a value. The dependencies of this file "
        "are not inferred; if Terraform accepts it, list them in the `dependencies` field of its "
        "target."
    )


def test_what_is_said_of_a_large_file() -> None:
    assert said(b"#" * 1_500_000) == (
        "m/a.tf has 1.5 MB, and files of more than 1 MB are not read. The dependencies of this "
        "file are not inferred; list them in the `dependencies` field of its target."
    )


def paths(directories: int) -> list[str]:
    return [f"m{number:04}/{name}.tf" for number in range(directories) for name in ("main", "x")]


def test_every_file_is_in_the_batch_of_its_directory() -> None:
    batches = batches_of(paths(500))
    for path in paths(500):
        assert path in batches[path.partition("/")[0]]
    sizes = [len({*batch}) / 2 for batch in set(batches.values())]
    assert sum(sizes) == 500
    assert max(sizes) <= 4 * BATCH_SIZE
    assert BATCH_SIZE / 2 < sum(sizes) / len(sizes) < BATCH_SIZE * 2


def test_a_new_directory_changes_only_its_own_batch() -> None:
    before = set(batches_of(paths(500)).values())
    after = set(batches_of([*paths(500), "m0250a/main.tf"]).values())
    assert len(before - after) <= 2
