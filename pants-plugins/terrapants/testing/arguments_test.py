from __future__ import annotations

import pytest

from terrapants.testing.arguments import RefusedArgument, UserArguments, read_arguments


def test_no_arguments() -> None:
    assert read_arguments([]) == UserArguments((), ())


def test_terraforms_arguments_are_passed_on_as_they_are() -> None:
    arguments = ("-var", "name=a b", "-var=json={}", "-parallelism=4", "-verbose", "--var-file=x")
    assert read_arguments(arguments) == UserArguments(arguments, ())


@pytest.mark.parametrize(
    "arguments",
    [
        ["-filter=tests/a.tftest.hcl"],
        ["--filter=tests/a.tftest.hcl"],
        ["-filter", "tests/a.tftest.hcl"],
    ],
)
def test_filters_are_split_off(arguments: list[str]) -> None:
    assert read_arguments(["-verbose", *arguments, "-var=a=b"]) == UserArguments(
        ("-verbose", "-var=a=b"), ("tests/a.tftest.hcl",)
    )


def test_several_filters() -> None:
    assert read_arguments(["-filter=a.tftest.hcl", "-filter", "b.tftest.hcl"]).filters == (
        "a.tftest.hcl",
        "b.tftest.hcl",
    )


def test_a_filter_without_a_file() -> None:
    with pytest.raises(RefusedArgument) as raised:
        read_arguments(["-verbose", "-filter"])
    assert str(raised.value) == ("`-filter` needs a test file, as in `-filter=tests/a.tftest.hcl`.")


@pytest.mark.parametrize(
    ("argument", "hint"),
    [
        ("-junit-xml=out.xml", "use `--report`, which writes a file for each test file"),
        ("--junit-xml", "use `--report`, which writes a file for each test file"),
        ("-test-directory=unit", "it follows from where each test file is"),
        ("-cloud-run=app.terraform.io/x", "tests run on this machine"),
    ],
)
def test_what_the_suite_replaces_is_refused_with_a_hint(argument: str, hint: str) -> None:
    with pytest.raises(RefusedArgument) as raised:
        read_arguments(["-verbose", argument])
    assert str(raised.value) == f"`{argument}` cannot be passed to `terraform test`: {hint}."


def test_what_is_set_anyway_is_dropped() -> None:
    assert read_arguments(["-json", "-no-color", "-json=true", "-verbose"]).passed_on == (
        "-verbose",
    )


FILE = "infra/s3/tests/a.tftest.hcl"
IN_MODULE = "tests/a.tftest.hcl"


@pytest.mark.parametrize(
    "name", [FILE, IN_MODULE, f"./{FILE}", f"./{IN_MODULE}", "tests//a.tftest.hcl"]
)
def test_a_filter_names_a_file_by_its_path_in_the_repository_or_in_its_module(name: str) -> None:
    assert read_arguments([f"-filter={name}"]).wants(FILE, IN_MODULE)


@pytest.mark.parametrize(
    "name", ["a.tftest.hcl", "tests/b.tftest.hcl", "s3/tests/a.tftest.hcl", ""]
)
def test_a_filter_for_another_file(name: str) -> None:
    assert not read_arguments([f"-filter={name}"]).wants(FILE, IN_MODULE)


def test_one_matching_filter_is_enough() -> None:
    assert read_arguments(["-filter=b.tftest.hcl", f"-filter={FILE}"]).wants(FILE, IN_MODULE)


def test_without_a_filter_every_file_is_wanted() -> None:
    assert read_arguments(["-verbose"]).wants(FILE, IN_MODULE)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("infra/s3/tests/a.tftest.hcl", True),
        ("tests/a.tftest.hcl", True),
        ("infra/s3/mock_tests/a.tftest.hcl", False),
        ("infra/s3/tests/aa.tftest.hcl", False),
    ],
)
def test_files_that_a_filter_could_name(file: str, expected: bool) -> None:
    assert read_arguments(["-filter=./tests/a.tftest.hcl"]).may_want(file) is expected
