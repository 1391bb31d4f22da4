from __future__ import annotations

from typing import Union

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terrapants.provider_pool.schema import (
    MalformedMessage,
    PrunableMessage,
    identity_schemas,
    need_not_be_asked,
    provider_schema,
)
from terrapants.provider_pool.tiny_provider import identity_schemas as tiny_identity_schemas
from terrapants.provider_pool.tiny_provider import message
from terrapants.provider_pool.tiny_provider import provider_schema as tiny_schema
from terrapants.testutil.untimed import UNTIMED


def entry(number: int, name: str, schema: str = "schema") -> tuple[int, bytes]:
    return number, message((1, name), (2, schema))


def test_types_of_all_kinds_are_left_out() -> None:
    kinds = (2, 3, 8, 9, 11)
    pruned = provider_schema(
        message(*(entry(kind, name) for kind in kinds for name in ("a_used", "a_unused")))
    )
    assert pruned.names == {"a_used", "a_unused"}
    assert pruned.keep({"a_used", "other"}) == message(*(entry(kind, "a_used") for kind in kinds))


def test_everything_else_stays_as_it_is() -> None:
    others = (
        (1, "the provider"),
        entry(7, "a_function"),
        (4, "a diagnostic"),
        (6, message((1, 1))),
        entry(10, "a_state_store"),
        (300, "a field of later"),
        (12, 150),
    )
    content = message(entry(2, "a_thing"), *others, entry(3, "a_thing"))
    assert provider_schema(content).keep(set()) == message(*others)
    assert provider_schema(content).keep({"a_thing"}) == content


@pytest.mark.parametrize(
    ("capabilities", "expected"),
    [
        ([], False),
        ([(1, 1)], False),
        ([(1, 1), (2, 1), (3, 1)], True),
        ([(2, 0)], False),
        ([(2, "text")], False),
    ],
)
def test_whether_a_provider_has_to_be_asked_for_its_schema(
    capabilities: list[tuple[int, Union[int, str]]], expected: bool
) -> None:
    content = message(entry(2, "a_thing"), (6, message(*capabilities)))
    assert need_not_be_asked(content) is expected


def test_bytes_that_are_no_message_do_not_say_so() -> None:
    assert not need_not_be_asked(b"\xff")


def test_identities() -> None:
    content = message(entry(1, "a_thing"), entry(1, "a_other"), (2, "a diagnostic"))
    assert identity_schemas(content).keep({"a_other"}) == message(
        entry(1, "a_other"), (2, "a diagnostic")
    )


def test_entry_whose_name_comes_last_or_not_at_all() -> None:
    late = (2, message((2, "schema"), (1, "a_thing")))
    nameless = (2, message((2, "schema")))
    assert provider_schema(message(late, nameless)).names == {"a_thing", ""}


def test_numbers_of_fixed_length_stay() -> None:
    content = b"\x79" + bytes(8) + b"\x7d" + bytes(4)
    assert provider_schema(content).keep(set()) == content


@pytest.mark.parametrize(
    "content",
    [
        b"\x12",  # no length
        b"\x12\x05abc",  # shorter than its length
        b"\x0b",  # the start of a group
        b"\x80" * 11,  # a number without an end
        message((2, b"\x0a\x09a")),  # an entry that ends within its name
    ],
)
def test_malformed(content: bytes) -> None:
    with pytest.raises(MalformedMessage):
        provider_schema(content)


@UNTIMED
@given(st.sets(st.sampled_from(["tiny_thing", "tiny_other", "tiny_source", "tiny_secret"])))
def test_of_the_tiny_provider(names: set[str]) -> None:
    for message_of, content in (
        (provider_schema, tiny_schema()),
        (identity_schemas, tiny_identity_schemas()),
    ):
        whole = message_of(content)
        kept = message_of(whole.keep(names))
        assert kept.names == whole.names & names
        assert whole.keep(whole.names) == content


@UNTIMED
@given(st.binary())
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        pruned = PrunableMessage(content, frozenset({2}))
    except MalformedMessage:
        return
    assert pruned.keep(pruned.names) == content
