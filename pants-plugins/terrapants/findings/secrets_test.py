from __future__ import annotations

import json

import pytest

from terrapants.findings.secrets import hide, hide_in_address, secret_values


def hidden(text: str, *values: str) -> str:
    return hide(text, secret_values({f"TF_VAR_{i}": value for i, value in enumerate(values)}))


def test_a_value_is_hidden_everywhere() -> None:
    assert hidden("a hunter22 and xhunter22x", "hunter22") == "a (hidden) and x(hidden)x"


@pytest.mark.parametrize("value", ["", "1", "eu", "abc", "   1   ", "true", "False", "FALSE"])
def test_values_that_are_not_secrets_are_shown(value: str) -> None:
    text = "abc 1 eu    1    true False FALSE"
    assert hidden(text, value) == text


def test_the_shortest_secret() -> None:
    assert hidden("pin 1234", "1234") == "pin (hidden)"


@pytest.mark.parametrize(
    "name",
    ["PATH", "HOME", "USER", "LANG", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "TF_LOG"],
)
def test_settings_are_shown(name: str) -> None:
    assert secret_values({name: "eu-central-1"}) == ()


@pytest.mark.parametrize("name", ["AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "TF_VAR_region"])
def test_all_others_are_hidden(name: str) -> None:
    assert hide("in eu-central-1", secret_values({name: "eu-central-1"})) == "in (hidden)"


VALUES = ['pa"ss\\word', "line one\nline two", "größe-🙂", "tab\there", "a<b>&c-d"]


@pytest.mark.parametrize("value", VALUES)
def test_a_value_within_a_json_string(value: str) -> None:
    for ascii_only in (True, False):
        text = json.dumps({"password": value}, ensure_ascii=ascii_only)
        assert hidden(text, value) == '{"password": "(hidden)"}'


@pytest.mark.parametrize("value", VALUES)
def test_a_value_within_json_within_a_string(value: str) -> None:
    # `var.policy is "{\"password\":\"…\"}"`
    text = json.dumps(json.dumps({"p": value}))
    assert hidden(text, value) == json.dumps('{"p": "(hidden)"}')


def test_a_value_as_jsonencode_of_terraform_writes_it() -> None:
    # `output "s" { value = jsonencode({ p = var.secret }) }` with the secret `a<b>&c"d`.
    encoded = '{"p":"a\\u003cb\\u003e\\u0026c\\"d"}'
    assert hidden(encoded, 'a<b>&c"d') == '{"p":"(hidden)"}'
    assert hidden(json.dumps(encoded), 'a<b>&c"d') == json.dumps('{"p":"(hidden)"}')


def test_the_lines_of_a_value_are_hidden_each() -> None:
    key = "-----BEGIN KEY-----\nMIIEpAIBAAKC\nabc\n-----END KEY-----\n"
    assert hidden("see MIIEpAIBAAKC, abc", key) == "see (hidden), abc"
    assert hidden(f"key: {key}.", key) == "key: (hidden)."


def test_a_value_within_another() -> None:
    assert hidden("hunter22-prod hunter22", "hunter22", "hunter22-prod") == "(hidden) (hidden)"


@pytest.mark.parametrize("values", [("abcdef", "defghi"), ("defghi", "abcdef")])
def test_nothing_is_left_of_values_that_overlap(values: tuple[str, str]) -> None:
    assert hidden("x abcdefghi y", *values) == "x (hidden) y"


def test_a_value_that_overlaps_itself() -> None:
    assert hidden("x abababa y", "ababa") == "x (hidden) y"


def test_a_value_that_is_part_of_the_replacement() -> None:
    assert hidden("hidden hunter22", "hunter22", "hidden") == "(hidden) (hidden)"


def test_characters_of_patterns_mean_themselves() -> None:
    assert hidden("a.c+ abc+", "a.c+") == "(hidden) abc+"


def test_the_longest_value_comes_first() -> None:
    values = secret_values({"A": "four", "B": "longest-of-all", "C": "longer"})
    assert values == ("longest-of-all", "longer", "four")


def test_a_secret_within_a_name_is_none_there() -> None:
    text = "m/prod/main.tf: prod of m/prod in prod_is_healthy"
    assert hide(text, ["prod"], ["m/prod", "prod", "prod_is_healthy"]) == (
        "m/prod/main.tf: (hidden) of m/prod in prod_is_healthy"
    )


def test_of_an_address_only_the_keys_are_values() -> None:
    def address(text: str) -> str:
        return hide_in_address(text, lambda keys: hide(keys, ["prod"]))

    assert address("aws_sqs_queue.prod") == "aws_sqs_queue.prod"
    assert address('aws_sqs_queue.prod["prod"]') == 'aws_sqs_queue.prod["(hidden)"]'
