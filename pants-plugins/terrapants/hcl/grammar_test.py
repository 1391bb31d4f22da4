from __future__ import annotations

import threading

import pytest

from terrapants.hcl import grammar
from terrapants.hcl.grammar import FILE, TEMPLATE_PART, GrammarError, parse

# What python-hcl2's own parser rejects, and Terraform accepts.
WIDENED = {
    "line break in an interpolation": 'a = "${\n  var.x\n}"',
    "line break before an operator": "a = (\n  1\n  - 2\n)",
    "line break before a dot": "a = try(\n  var.x\n  .y,\n  null\n)",
    "comments in a condition": "a = (\n  # b\n  x # c\n  # d\n  ? 1 # e\n  # f\n  : 2 # g\n)",
    "comment after =": "a = /* b */ 1",
    "comment in an interpolation": 'a = "${ /* b */ var.x }"',
    "comment between labels": 'r "a" /* b */ "c" /* d */ {\n}',
    "strip markers": 'a = "b ${~ var.x ~} c"',
    "two negations": "a = !!var.x",
    "names in other scripts": "π = 3\na = var.größe\n",
    "heredoc markers in other scripts": "a = <<É\nx\nÉ\n",
    "an escape without its brace": 'a = "$${b"\nc = "%%{d"',
}

ACCEPTED = {
    "ternary on several lines": 'a = (var.x\n  ? "b"\n  : var.y\n  ? "c"\n  : "d")',
    "ternary of objects": "a = var.x ? {\n  b = 1\n} : {\n  c = 2\n}",
    "provider function": 'a = provider::aws::arn_parse(var.x)["account_id"].y',
    "ternary of provider functions": "a = x ? provider::a::b(1) : provider::a::c(2)",
    "heredoc": "a = <<EOT\nb ${var.x} %{ if true }c%{ endif }\nEOT\n",
    "indented heredoc": "a = <<-EOT\n  b\n  EOT\n",
    "heredoc as an argument": "a = f(<<-EOT\n  b\n  EOT\n)",
    "heredoc in an object": "a = f(x, {\n  b = <<-EOT\n    c\n  EOT\n  d = 1\n})",
    "heredocs in a list": "a = [<<E\nb\nE\n, <<E\nc\nE\n]",
    "empty heredoc": "a = <<EOT\nEOT\n",
    "heredoc whose marker is also in it": "a = <<EOT\nEOTX\nx EOT\nEOT\n",
    "heredoc with quotes and comment signs": 'a = <<E\n# " /* //\nE\n',
    "keywords as arguments": "for = 1\nin = 2\nif = 3\n",
    "keywords as attributes": "a = local.for\nb = each.value.in\nc = var.if.else\n",
    "keywords as beginnings of names": "a = input\nb = format\nc = null_x\nd = trueish\n",
    "keyword as a block": "in {}",
    "nested templates": 'a = "x${"y${"z"}"}-${join(",", [for s in var.l : "${s}-x"])}"',
    "index with quotes in a template": 'a = "${x["y"]["${z}"]}"',
    "directives": 'a = "%{~ if x == "y" ~}b%{~ else ~}c%{ endif ~}%{ for k, v in m }${k}%{endfor}"',
    "function in an index": "a = var.x[length(var.x) - 1]",
    "expansion": "a = merge(\n  {},\n  [for k in x : k]...\n)",
    "grouping": "a = { for k, v in x : k => v... if v != null }",
    "for on several lines": "a = {\n  for k, v in x :\n  k => v\n  if v\n  || true\n}",
    "nested for": "a = [\n  for k in x : [\n    for l in k : {\n      a = l\n    }\n  ]\n]",
    "comments everywhere": "# a\n// b\n/* c */ a = 1 /* d */ # e\nb = [ # f\n  1, # g\n  // h\n"
    "  2 /* i */\n  # j\n]\nc = { # k\n  a = 1 # l\n  # m\n}\nd { # n\n}\n# o",
    "comment before a comma": "a = [\n  1 # b\n  , 2\n]",
    "comment signs in strings": 'a = foo("# b // c", "/* d", "e */")',
    "windows line ends": "a {\r\n  b = [\r\n    1,\r\n  ]\r\n  c = <<E\r\nx\r\nE\r\n}\r\n",
    "one line": 'a { b = "c" }\nd {}',
    "no line end": "a = 1",
    "escapes": r'a = "\"x\" \\ \n $${x} %%{y} \u00e9 $ $$ % 100%"',
    "splats": "a = x[*].b[0]\nb = x.*.c\nc = x.0.d",
    "objects": 'a = { b = 1, "c" = 2, (d) = 3, e : 4, "${f}" = 5 }\nb = {\n  c : 1\n  d = 2,\n}',
    "commas at the end": "a = f(1,)\nb = [1,]\nc = { a = 1, }",
    "numbers": "a = -1\nb = 1.5e-3\nc = 1 - 2\nd = 1-2\ne = -var.x",
    "index over several lines": "a = x[\n  0\n]",
    "dashes in names": "a-b = c-d",
    "minus in an object is no continuation": "a = {\n  b = 1\n  c = -1\n}",
}


@pytest.mark.parametrize("name", [*WIDENED, *ACCEPTED])
def test_accepts_what_terraform_accepts(name: str) -> None:
    parse({**WIDENED, **ACCEPTED}[name], FILE)


@pytest.mark.parametrize(
    "text",
    [
        "a = ",
        "a = [1 2]",
        "a = (1",
        "a {",
        "a = b\n+ c",
        "a = {\n  b = 1\n  + 2\n}",
        'a = "b\nc"',
        'a = f("b\nc")',
        "a = 'b'",
        "a = $b",
        "a = <<E\nb\n",
        '{ "a": 1 }',
    ],
)
def test_rejects_what_terraform_rejects(text: str) -> None:
    with pytest.raises(GrammarError):
        parse(text, FILE)


def test_an_error_has_its_offset_and_the_open_bracket() -> None:
    with pytest.raises(GrammarError) as raised:
        parse("a = [\n  1,\n  2 3\n]", FILE)
    assert raised.value.offset == 15
    assert {"COMMA", "RSQB"} <= raised.value.expected
    assert raised.value.opened is not None
    assert (raised.value.opened, raised.value.opened.start_pos) == ("[", 4)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ('${file("a")} " } ${', 12),
        ("${ { a = { b = 1 } } }}", 22),
        ('${"}"}}', 6),
        ('%{ if x == "}" ~}rest', 17),
        ("${\n  a\n} b", 8),
    ],
)
def test_one_part_of_a_template_ends_at_its_brace(text: str, length: int) -> None:
    tree = parse(text, TEMPLATE_PART).tree
    assert max(token.end_pos or 0 for token in tree.scan_values(lambda _: True)) == length


def test_threads_can_parse_at_the_same_time() -> None:
    text = "".join(f"a{number} = [f({number})]\n" for number in range(100))
    results: list[int] = []

    def count() -> None:
        results.append(sum(1 for _ in parse(text, FILE).tree.find_data("attribute")))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [100] * 4


def test_a_table_that_was_built_before(monkeypatch: pytest.MonkeyPatch) -> None:
    table = grammar.build_table()
    monkeypatch.setattr(grammar, "_parser", None)
    assert not grammar.has_parser()
    grammar.use_table(table)
    assert grammar.has_parser()
    for text in WIDENED.values():
        parse(text, FILE)
    with pytest.raises(GrammarError):
        parse("a = ", FILE)
