from __future__ import annotations

import pytest

from terrapants.hcl.document import parse
from terrapants.hcl.meaning import meaning
from terrapants.hcl.rewriting import RewriteKind, rewritten
from terrapants.testutil.language_corpus import snippets


def all_of(text: str) -> str:
    return rewritten(text, "m/main.tf", lambda kind, position: True)


def required(entry: str) -> str:
    return f"terraform {{\n  required_providers {{\n    {entry}\n  }}\n}}\n"


WITHOUT_TYPE = 'variable "a" {\r\n\tdescription = "A."\r\n\tdefault     = true\r\n}\r\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"${var.a}"', "var.a"),
        ('"${ var.a }"', "var.a"),
        ('"${~ var.a ~}"', "var.a"),
        ('["${var.a}", f("${var.b}")]', "[var.a, f(var.b)]"),
        ('"${a ? b : c}"', "a ? b : c"),
        ('!"${a || b}"', "!(a || b)"),
        ('"${a + b}" * 2', "(a + b) * 2"),
        ('"${a}" == "${b}"', "a == b"),
        ('x ? "${a ? b : c}" : d', "x ? (a ? b : c) : d"),
        ('"${a}".b', "(a).b"),
        ('"${a[*]}"[0]', "(a[*])[0]"),
        ('1 -"${-1}"', "1 -(-1)"),
        ('"${\n  f(a)\n  }"', "f(a)"),
        ('"${f(\n  a\n)}"', "(f(\n  a\n))"),
        ('{ "${var.k}" = "${var.v}" }', "{ (var.k) = var.v }"),
        ('"${"${a}"}"', "a"),
        ('"x-${"${a}"}"', '"x-${a}"'),
        ("a.0", "a[0]"),
        ("a.b.10.c", "a.b[10].c"),
        ("a.*.b", "a[*].b"),
        ("a.*.b.c", "a[*].b.c"),
        ("f(a).0", "f(a)[0]"),
        ("a[*].b.0", "a[*].b[0]"),
        ('lookup(var.a, "b")', 'var.a["b"]'),
        ("lookup(var.a, var.b).c", "var.a[var.b].c"),
        ('lookup(f(a), "b")', 'f(a)["b"]'),
        ('lookup(a ? b : c, "d")', '(a ? b : c)["d"]'),
        ('lookup({ a = 1 }, "a")', '({ a = 1 })["a"]'),
        ('lookup(a[*], "b")', '(a[*])["b"]'),
        ('lookup(lookup(a, "b"), "c")', 'a["b"]["c"]'),
        ('lookup("${a}", "${b}")', "(a)[b]"),
        ('lookup(\n  a,\n  "b",\n)', 'a["b"]'),
        ("1 // c", "1 # c"),
        ("[ // c\n]", "[ # c\n]"),
    ],
)
def test_expressions(before: str, after: str) -> None:
    assert all_of(f"a = {before}\n") == f"a = {after}\n"
    assert all_of(f"a = {after}\n") == f"a = {after}\n"


@pytest.mark.parametrize(
    "text",
    [
        '"x${a}"',
        '"${a}${b}"',
        '"%{ if a }b%{ endif }"',
        '"${a /* c */}"',
        "a.*.b[0]",
        "a.*.b.0",
        "a.*.0",
        "lookup(a, b, c)",
        "lookup(a...)",
        "lookup(a, b...)",
        "lookup(a, 0)",
        "lookup(a, # c\nb)",
        "provider::x::lookup(a, b)",
        '"http://a // b"',
        "<<E\n// ${a}\nE",
        "1 /* a */",
    ],
)
def test_what_is_left_alone(text: str) -> None:
    assert all_of(f"a = {text}\n") == f"a = {text}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            'variable "a" {\n  default = "x"\n}\n',
            'variable "a" {\n  type    = string\n  default = "x"\n}\n',
        ),
        (
            WITHOUT_TYPE,
            WITHOUT_TYPE.replace("\tdefault", "\ttype        = bool\r\n\tdefault"),
        ),
        (
            'variable "a" {\n  default = -1.5\n}\n',
            'variable "a" {\n  type    = number\n  default = -1.5\n}\n',
        ),
        (
            required('aws = "~> 5.0"'),
            required('aws = { source = "hashicorp/aws", version = "~> 5.0" }'),
        ),
        (
            required('aws = {\n      version = "5"\n    }'),
            required('aws = {\n      source = "hashicorp/aws"\n      version = "5"\n    }'),
        ),
        (
            required('aws = { version = "5" }'),
            required('aws = { source = "hashicorp/aws", version = "5" }'),
        ),
    ],
)
def test_declarations(before: str, after: str) -> None:
    assert all_of(before) == after
    assert all_of(after) == after


@pytest.mark.parametrize(
    "text",
    [
        'variable "a" { default = "x" }\n',
        'variable "a" {\n  default = null\n}\n',
        'variable "a" {\n  default = []\n}\n',
        'variable "a" {\n  default = {}\n}\n',
        'variable "a" {\n  default = ["x"]\n}\n',
        'variable "a" {\n  default = { a = "x" }\n}\n',
        'variable "a" {\n  default = "x"\n  type    = any\n}\n',
        'variable "a" {}\n',
        'resource "a" "b" {\n  default = "x"\n}\n',
        required("aws = {}"),
        required('terraform = { version = "1" }'),
        'resource "a" "b" {\n  depends_on = ["${a.b}"]\n}\n',
        "a = [\n",
        "a = <<E\n",
    ],
)
def test_declarations_that_are_left_alone(text: str) -> None:
    assert all_of(text) == text


def test_only_what_is_wanted() -> None:
    text = 'a = "${b.0}" // c\n'
    wanted = {(RewriteKind.INDEX, "m/main.tf:1:9")}
    assert (
        rewritten(text, "m/main.tf", lambda kind, position: (kind, str(position)) in wanted)
        == 'a = "${b[0]}" // c\n'
    )


def test_a_byte_order_mark_stays() -> None:
    assert all_of('\ufeffa = "${b}"\n') == "\ufeffa = b\n"


@pytest.mark.parametrize("name", snippets())
def test_the_meaning_stays_and_a_second_time_changes_nothing(name: str) -> None:
    text = snippets()[name]
    once = all_of(text)
    assert all_of(once) == once
    if once != text:
        assert meaning(parse(once, "a.tf").body) == meaning(parse(text, "a.tf").body)
