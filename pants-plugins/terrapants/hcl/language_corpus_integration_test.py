"""This reader and a real Terraform agree on the corners of the language."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from terrapants.hcl.constants import ConstantValue, NotConstant, constant_value
from terrapants.hcl.document import HclSyntaxError, parse
from terrapants.hcl.json_text import json_text
from terrapants.hcl.rewriting import rewritten
from terrapants.testutil.language_corpus import ACCEPTED, EXPRESSIONS, REFUSED, snippets
from terrapants.testutil.terraform_rule_runner import terraform_on_path


def terraform(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (terraform_on_path().path, *arguments),
        cwd=directory,
        env={"CHECKPOINT_DISABLE": "1", "HOME": str(directory)},
        capture_output=True,
        text=True,
    )


def refused_by_terraform(files: Mapping[str, str], directory: Path) -> set[str]:
    """The names of the files that `terraform fmt`, which parses what it formats, refuses."""
    for name, text in files.items():
        (directory / f"{name}.tf").write_bytes(text.encode())
    arguments = ("fmt", "-no-color", "-list=false", "-write=false")
    said = terraform(directory, *arguments, *(f"{name}.tf" for name in files)).stderr
    return set(re.findall(r"^  on (\S+)\.tf line", said, re.MULTILINE))


def refused(text: str) -> bool:
    try:
        parse(text, "main.tf")
    except HclSyntaxError:
        return True
    return False


def test_the_same_files_are_accepted(tmp_path: Path) -> None:
    files = snippets()
    theirs = {files[name] for name in refused_by_terraform(files, tmp_path)}
    ours = {text for text in files.values() if refused(text)}
    assert len(files) > 700
    assert ours - theirs == set(REFUSED)
    assert theirs - ours == set(ACCEPTED)


def constants() -> dict[str, tuple[str, ConstantValue]]:
    """The expressions that have a value by themselves, with the value."""
    found = {}
    for topic, texts in EXPRESSIONS.items():
        for number, text in enumerate(texts):
            if f"a = {text}\n" in ACCEPTED:
                continue
            try:
                value = parse(f"a = {text}\n", "main.tf").body.attribute("a")
                assert value is not None
                found[f"{topic}_{number}"] = (text, constant_value(value))
            except (HclSyntaxError, NotConstant):
                continue
    return found


def as_json(text: str) -> object:
    # Generated documentation has numbers as 64-bit floats.
    return json.loads(text, parse_int=float)


def test_the_same_values(tmp_path: Path) -> None:
    expressions = constants()
    (tmp_path / "main.tf").write_bytes(
        "".join(
            f'output "{name}" {{\n  value = try(jsonencode({text}\n), "failed")\n}}\n'
            for name, (text, _) in expressions.items()
        ).encode()
    )
    applied = terraform(tmp_path, "apply", "-auto-approve", "-no-color")
    assert applied.returncode == 0, applied.stderr
    outputs = json.loads(terraform(tmp_path, "output", "-json").stdout)
    assert len(expressions) > 120
    different = {
        text: (json_text(value), outputs[name]["value"])
        for name, (text, value) in expressions.items()
        if outputs[name]["value"] == "failed"
        or as_json(json_text(value)) != as_json(outputs[name]["value"])
    }
    assert different == {}


# Old spellings whose values need nothing else.
OLD = (
    '"${[1, 2]}"',
    '"${"a"}"',
    '!"${true || false}"',
    '"${1 + 2}" * 2',
    '{ "${"k"}" = "${"v"}" }',
    'true ? "${false ? 1 : 2}" : 3',
    "[[1, 2], [3]].0",
    "[{ a = [1] }].0.a.0",
    "[{ a = { b = 1 } }].*.a.b",
    "[{ a = [1, 2] }].*.a",
    "[{ a = [1, 2] }].*.a[0]",
    "[{ a = [1, 2] }][*].a.0",
    'lookup({ a = 1 }, "a")',
    'lookup(tomap({ a = "x" }), "a")',
    'lookup(true ? { a = 1 } : { a = 2 }, "a")',
    'lookup(merge({ a = { b = 1 } }, {}), "a").b',
    'lookup(lookup({ a = { b = 1 } }, "a"), "b")',
    'lookup("${{ a = 1 }}", "${"a"}")',
    '1 -"${-1}"',
)


def test_what_is_rewritten_has_the_same_value(tmp_path: Path) -> None:
    text = "locals {\n" + "".join(f"  v{n} = {old}\n" for n, old in enumerate(OLD)) + "}\n"
    new = rewritten(text, "main.tf", lambda kind, position: True)
    changed = [a != b for a, b in zip(text.splitlines()[1:-1], new.splitlines()[1:-1])]
    # An index after `.*` means something else after `[*]`.
    assert [old for old, is_new in zip(OLD, changed) if not is_new] == ["[{ a = [1, 2] }].*.a[0]"]
    values = []
    for each in (text, new):
        names = ", ".join(f"local.v{number}" for number in range(len(OLD)))
        output = f'output "all" {{\n  value = jsonencode([{names}])\n}}\n'
        (tmp_path / "main.tf").write_text(each + output)
        applied = terraform(tmp_path, "apply", "-auto-approve", "-no-color")
        assert applied.returncode == 0, applied.stderr
        values.append(terraform(tmp_path, "output", "-json").stdout)
    assert values[0] == values[1]
