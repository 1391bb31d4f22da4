from __future__ import annotations

import functools
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from terrapants.provider_pool.words import Names, SandboxWords, is_near, words_of_text
from terrapants.testutil.untimed import UNTIMED

NAMES = ("aws_instance", "aws_s3_bucket", "aws_s3_bucket_policy", "aws_vpc", "aws_vpcs", "a")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('resource "aws_vpc" "a" {', "aws_vpc"),
        ("value = aws_vpc.main.id", "aws_vpc"),
        ("${aws_vpc.a}-${data.aws_vpcs.b}", "aws_vpcs"),
        ("# aws_vpc", "aws_vpc"),
        ('resource "my-type_of" "a" {', "my-type_of"),
        ('resource "my-type_of" "a" {', "type_of"),
        (r'{"resource": {"aws\u005fvpc": {}}}', "aws_vpc"),
        (r'resource "aws\U0000005fvpc" "a" {', "aws_vpc"),
        ('resource "aws_s3_bückét" "a" {', "aws_s3_bückét"),
        ("aws_vpc", "aws_vpc"),
    ],
)
def test_words(text: str, word: str) -> None:
    assert word in words_of_text(text)


def test_an_escape_that_is_no_character() -> None:
    assert "aws_vpc" in words_of_text(r"\Uffffffff \ud800 aws_vpc")


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("aws_vpc", {"aws_vpc"}),
        ("aws_vp", {"aws_vpc", "aws_vpcs"}),
        ("aws_instanse", {"aws_instance"}),
        ("ws_instnce", {"aws_instance"}),
        ("aws_s3_bukcet", {"aws_s3_bucket"}),
        ("aws_s3_bucket_polciy", {"aws_s3_bucket_policy"}),
        ("aws_s3_bückét", {"aws_s3_bucket"}),
        ("azurerm_thing", set()),
        ("an", {"a"}),
        ("abcd", set()),
    ],
)
def test_names_of_a_word(word: str, kept: set[str]) -> None:
    assert Names(NAMES).of_words(frozenset({word})) == kept


def test_a_name_that_is_no_word_always_stays() -> None:
    assert Names(["a b", "aws_vpc"]).of_words(frozenset()) == {"a b"}


names = st.text("ab_", min_size=1, max_size=9)


@UNTIMED
@given(st.sets(names, max_size=12), st.sets(names, max_size=6))
@example({"ab"}, {"ba", "b", ""})
def test_suggestions_are_those_of_all_names(known: set[str], words: set[str]) -> None:
    expected = (known & words) | {
        name for word in words - known for name in known if distance(word, name) < 3
    }
    assert Names(known).of_words(frozenset(words)) == expected


@UNTIMED
@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_is_near(one: str, other: str) -> None:
    assert is_near(one, other) == (distance(one, other) < 3)


@functools.cache
def distance(one: str, other: str) -> int:
    """Levenshtein's, by its definition."""
    if not one or not other:
        return len(one) + len(other)
    return min(
        distance(one[1:], other) + 1,
        distance(one, other[1:]) + 1,
        distance(one[1:], other[1:]) + (one[0] != other[0]),
    )


def write(root: Path, path: str, content: str) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)
    return file


def test_words_of_a_sandbox(tmp_path: Path) -> None:
    root = tmp_path / "sandbox"
    elsewhere = tmp_path / "elsewhere"
    write(root, "infra/m/main.tf", "in_a_file")
    write(root, "infra/m/.terraform/modules/r/main.tf", "in_a_remote_module")
    write(root, "infra/m/.terraform/providers/p", "in_a_provider")
    write(root, ".terrapants/providers/p", "in_the_cache")
    write(root, ".terrapants/pool_init/main.tf.json", "in_pool_init")
    write(root, "x.terraform/providers/p", "in_a_strange_place")
    write(root, "binary", "\0in_a_binary")
    write(elsewhere, "a/main.tf", "behind_a_link")
    (root / "linked").symlink_to(elsewhere / "a")
    (root / "round").symlink_to(root)
    (root / "dangling").symlink_to(tmp_path / "nothing")
    assert {word for word in SandboxWords(root).now() if "_" in word} == {
        "in_a_file",
        "in_a_remote_module",
        "behind_a_link",
        "in_a_strange_place",
    }


def test_words_follow_the_files(tmp_path: Path) -> None:
    words = SandboxWords(tmp_path)
    file = write(tmp_path, "main.tf", "before")
    assert words.now() == {"before"}
    write(tmp_path, "other.tf", "more")
    write(tmp_path, "main.tf", "after_")
    os.utime(file, (1, 1))
    assert words.now() == {"after_", "more"}
    file.unlink()
    assert words.now() == {"more"}
