from __future__ import annotations

import pytest

from terrapants.hcl.document import parse
from terrapants.hcl.file_references import FILE_FUNCTIONS, FileReference, file_references
from terrapants.hcl.position import Position


def references(text: str, path: str = "m/main.tf") -> tuple[FileReference, ...]:
    return file_references(parse(text, path).body.expressions())


def paths(text: str) -> list[str]:
    return [reference.path for reference in references(text)]


@pytest.mark.parametrize(
    ("value", "may_be_absent"),
    [
        ('file("a.txt")', False),
        ('upper(file("a.txt"))', False),
        ('var.a ? file("a.txt") : ""', False),
        ('try(upper(file("a.txt")), "")', True),
        ('can(file("a.txt"))', True),
        ('fileexists("a.txt") ? file("a.txt") : ""', True),
        ('!fileexists("a.txt") ? "" : "x ${file("a.txt")}"', True),
        ('[try(1), file("a.txt")]', False),
    ],
)
def test_a_file_that_may_be_absent(value: str, may_be_absent: bool) -> None:
    (reference,) = references(f"a = {value}")
    assert reference.may_be_absent == may_be_absent


@pytest.mark.parametrize("function", sorted(FILE_FUNCTIONS))
def test_every_function_that_reads_a_file(function: str) -> None:
    (reference,) = references(f'a = {function}("${{path.module}}/files/a.json")')
    assert reference == FileReference(
        path="files/a.json",
        function=function,
        position=Position("m/main.tf", 1, 5),
        is_glob=False,
        base="module",
        directory="files",
    )


@pytest.mark.parametrize(
    ("argument", "path", "base"),
    [
        ('"${path.module}/a.txt"', "a.txt", "module"),
        ('"${path.module}/../b/./a.txt"', "../b/a.txt", "module"),
        ('"${path.module}//a.txt"', "a.txt", "module"),
        ('"${ path.module }/a.txt"', "a.txt", "module"),
        ('"${path.module}/日本 語.txt"', "日本 語.txt", "module"),
        (r'"${path.module}/\u00e9\"x"', 'é"x', "module"),
        ('"${path.module}/$${a}.txt"', "${a}.txt", "module"),
        ('"${path.root}/a.txt"', "a.txt", "root"),
        ('"a.txt"', "a.txt", "root"),
        ('"./b/../a.txt"', "a.txt", "root"),
        ('"../a.txt"', "../a.txt", "root"),
        ('("${path.module}/a.txt")', "a.txt", "module"),
    ],
)
def test_paths_that_are_known(argument: str, path: str, base: str) -> None:
    (reference,) = references(f"a = file({argument})")
    assert (reference.path, reference.base) == (path, base)


@pytest.mark.parametrize(
    "argument",
    [
        "var.path",
        "path.module",
        '"${path.module}"',
        '"${path.module}/"',
        '"${path.module}a.txt"',
        '"${path.module}/${var.name}.txt"',
        '"${path.module}/a%{ if var.b }b%{ endif }"',
        '"${path.module}/../${var.name}/a.txt"',
        '"${var.dir}/a.txt"',
        '"${path.cwd}/a.txt"',
        '"x/${path.module}/a.txt"',
        'format("%s/a.txt", path.module)',
        '"/etc/hosts"',
        '"~/.ssh/id_rsa.pub"',
        '""',
        "",
        "null",
        "1",
    ],
)
def test_paths_that_are_not_known_are_not_guessed(argument: str) -> None:
    assert references(f"a = file({argument})") == ()


def test_other_functions_name_no_files() -> None:
    assert references('a = upper("a")\nb = provider::x::file("a")\n') == ()


@pytest.mark.parametrize(
    ("argument", "directory", "base"),
    [
        ('"${path.module}/policies/${var.name}.json"', "policies", "module"),
        ('"${path.module}/a/b/x-${var.name}/c/${var.file}"', "a/b", "module"),
        ('"${path.module}/../shared/${var.name}"', "../shared", "module"),
        ('"${path.root}/a/%{ if var.b }b%{ endif }"', "a", "root"),
    ],
)
def test_a_path_that_is_known_in_part_means_the_directory(
    argument: str, directory: str, base: str
) -> None:
    for text in (f"a = file({argument})", f"a = {argument}"):
        (reference,) = references(text)
        assert (reference.path, reference.is_glob) == (f"{directory}/**", True)
        assert (reference.directory, reference.base) == (directory, base)


@pytest.mark.parametrize(
    "text",
    [
        'a = "${path.module}/src"',
        'a = { linux = "${path.module}/src" }',
        'a = var.path == null ? "${path.module}/src" : var.path',
        'a = abspath("${path.module}/src")',
    ],
)
def test_a_path_that_is_handed_on(text: str) -> None:
    (reference,) = references(text)
    assert (reference.path, reference.function, reference.is_glob) == ("src", "", False)
    assert (reference.base, reference.directory) == ("module", "")


@pytest.mark.parametrize(
    "text",
    [
        'a = "${path.module}/"',
        'a = "${path.module}/.."',
        'a = "${path.module}/../.."',
        'a = "see ${path.module}/README.md"',
        'a = "src/a.txt"',
        "a = path.module",
    ],
)
def test_what_names_no_file_of_its_own(text: str) -> None:
    assert references(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        'a = jsondecode(file("f"))',
        'a = [1, { b = [file("f")] }]',
        'a = { (file("f")) = 1 }',
        'a = var.x ? file("f") : null',
        'a = (\n  var.x\n  ? 1\n  : file("f")\n)',
        'a = [for k in split(",", file("f")) : k]',
        'a = { for k, v in var.x : k => file("f") }',
        'a = { for k, v in var.x : k => v if v == file("f") }',
        'a = jsondecode(file("f")).b[0]["c"]',
        'a = var.x[file("f")]',
        'a = jsondecode(file("f"))[*].b',
        'a = jsondecode(file("f")).*.b',
        'a = !file("f")',
        'a = 1 + 2 * -file("f")',
        'a = "x ${file("f")} y"',
        'a = "x ${"y ${file("f")}"}"',
        'a = "%{ if file("f") == "" }b%{ endif }"',
        'a = "%{ for k in split(",", file("f")) }${k}%{ endfor }"',
        'a = <<E\nx ${file("f")}\nE\n',
        'a = <<-E\n  %{ for k in split("", file("f")) ~}\n  ${k}\n  %{ endfor }\n  E\n',
        'a = jsonencode(<<E\n${jsonencode(<<I\n${file("f")}\nI\n)}\nE\n)',
        'r "t" "n" {\n  dynamic "c" {\n    content {\n      d = file("f")\n    }\n  }\n}\n',
        'a = merge({}, [file("f")]...)',
        'a = provider::x::y(file("f"))',
    ],
)
def test_wherever_the_call_stands(text: str) -> None:
    assert paths(text) == ["f"]


def test_calls_inside_calls() -> None:
    text = 'a = templatefile("${path.module}/t.tftpl", { b = file("${path.module}/b") })'
    assert [(found.function, found.path) for found in references(text)] == [
        ("templatefile", "t.tftpl"),
        ("file", "b"),
    ]


def test_what_is_no_call() -> None:
    text = (
        '# file("a")\n/* file("b") */\nc = "file(\\"c\\")"\nd = <<E\nfile("d") $${file("e")}\nE\n'
        "file = 1\nf = file\n"
    )
    assert references(text) == ()


@pytest.mark.parametrize(
    ("arguments", "path", "directory", "base"),
    [
        ('path.module, "*.json"', "*.json", "", "module"),
        ('path.module, "policies/**/*.json"', "policies/**/*.json", "", "module"),
        ('"${path.module}", "*.json"', "*.json", "", "module"),
        ('"${path.module}/policies/", "*.json"', "policies/*.json", "policies", "module"),
        ('"${path.module}/../shared", "{a,b}.yml"', "../shared/{a,b}.yml", "../shared", "module"),
        ('path.root, "*.json"', "*.json", "", "root"),
        ('"policies", "*.json"', "policies/*.json", "policies", "root"),
        ('".", "*.json"', "*.json", "", "root"),
    ],
)
def test_filesets(arguments: str, path: str, directory: str, base: str) -> None:
    (reference,) = references(f"a = fileset({arguments})")
    assert reference.is_glob
    assert (reference.path, reference.directory, reference.base) == (path, directory, base)


@pytest.mark.parametrize(
    "arguments",
    ["path.module", 'path.module, ""', "path.module, var.glob", 'var.dir, "*"', '"/etc", "*"'],
)
def test_filesets_that_are_not_known(arguments: str) -> None:
    assert references(f"a = fileset({arguments})") == ()


def test_positions() -> None:
    text = 'a = 1\n\nb "c" {\n  d = [\n    "é", file("e"),\n  ]\n}\nf = <<E\n\n  ${file("g")}\nE\n'
    assert [(found.position.line, found.position.column) for found in references(text)] == [
        (5, 10),
        (10, 5),
    ]


def test_json_syntax() -> None:
    text = (
        '{\n  "locals": {\n    "a": "${file(\\"${path.module}/a.json\\")}",\n'
        '    "b": ["x ${filemd5(\\"b\\")} y"],\n    "//": "${file(\\"comment\\")}"\n  }\n}\n'
    )
    found = references(text, "m/main.tf.json")
    assert [(item.function, item.path, item.base) for item in found] == [
        ("file", "a.json", "module"),
        ("filemd5", "b", "root"),
    ]
    assert [str(item.position) for item in found] == ["m/main.tf.json:3:10", "m/main.tf.json:4:11"]
