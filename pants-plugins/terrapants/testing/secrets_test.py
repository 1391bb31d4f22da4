from __future__ import annotations

import json

import pytest
from pants.engine.addresses import Address

from terrapants.terraform.json_output import Diagnostic
from terrapants.testing.console import details
from terrapants.testing.junit import junit_xml
from terrapants.testing.output import RunResult, RunStatus
from terrapants.testing.secrets import HIDDEN, hide, secret_values
from terrapants.testing.verdict import FileVerdict, Verdict


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


def test_without_secrets_nothing_changes() -> None:
    text = ("a", "b")
    assert hide(text, ()) is text


def test_a_verdict_shows_its_secrets_nowhere() -> None:
    secret = "s3cr3t-value"
    found = Diagnostic(
        "error",
        f"Bad {secret}",
        f"The value {secret} is bad.",
        f"infra/{secret}.tf",
        3,
        4,
        f'run "{secret}"',
        f'condition = var.password == "{secret}"',
        (f'var.password is "{secret}"',),
    )
    run = RunResult("a", RunStatus.FAIL, 1.5, (found,), f'  output.p = "{secret}"')
    secrets = secret_values({"TF_VAR_password": secret})
    verdict = FileVerdict(
        Address("infra"),
        "infra",
        "infra/a.tftest.hcl",
        Verdict.FAILED,
        hide((run,), secrets),
        hide(f"failed: {secret}", secrets),
        hide((found,), secrets),
    )
    texts = [
        repr(verdict),
        details(verdict, everything=True),
        junit_xml(verdict).decode(),
    ]
    assert not [text for text in texts if secret in text]
    assert all(HIDDEN in text for text in texts)
    # Values other than strings do not change.
    assert verdict.runs[0].status == RunStatus.FAIL
    assert (verdict.runs[0].seconds, verdict.diagnostics[0].line) == (1.5, 3)
