"""What `terraform_module` targets depend on, and the targets of the files that modules read."""

from __future__ import annotations

import shutil
from pathlib import Path
from textwrap import dedent

import pytest
from pants.core.util_rules.source_files import SourceFiles, SourceFilesRequest
from pants.engine.addresses import Address, Addresses
from pants.engine.internals.graph import Owners, OwnersRequest
from pants.engine.rules import QueryRule
from pants.engine.target import (
    AllUnexpandedTargets,
    Dependencies,
    DependenciesRequest,
    SourcesField,
)
from pants.testutil.rule_runner import RuleRunner
from pants.util.docutil import bin_name

from terrapants.terraform.pants_compat import HAS_DEPLOYMENTS
from terrapants.terraform.rules import rules, target_types
from terrapants.terraform.target_types import TerraformFilesTarget
from terrapants.testutil.terraform_rule_runner import emptied, terraform_rule_runner

MODULE = "terraform_module()\n"


READS = 'locals {\n  a = file("${path.module}/../other/a.unusual")\n}\n'


@pytest.fixture(scope="module")
def shared_rule_runner() -> RuleRunner:
    return new_rule_runner()


@pytest.fixture
def rule_runner(shared_rule_runner: RuleRunner) -> RuleRunner:
    return emptied(shared_rule_runner)


def new_rule_runner() -> RuleRunner:
    return terraform_rule_runner(
        [
            *rules(),
            QueryRule(Addresses, [DependenciesRequest]),
            QueryRule(AllUnexpandedTargets, []),
            QueryRule(Owners, [OwnersRequest]),
            QueryRule(SourceFiles, [SourceFilesRequest]),
        ],
        target_types(),
    )


def dependencies(rule_runner: RuleRunner, directory: str) -> set[str]:
    """The dependencies of the module of a directory."""
    target = rule_runner.get_target(Address(directory, target_name=None if directory else "root"))
    found = rule_runner.request(Addresses, [DependenciesRequest(target[Dependencies])])
    return {address.spec for address in found}


def address_of(spec: str) -> Address:
    directory, _, name = spec.partition(":")
    return Address(directory.strip("/"), target_name=name)


def files_targets(rule_runner: RuleRunner) -> set[str]:
    """The `terraform_files` targets, all of them synthetic."""
    return {
        target.address.spec
        for target in rule_runner.request(AllUnexpandedTargets, [])
        if isinstance(target, TerraformFilesTarget)
    }


def files_of(rule_runner: RuleRunner, address: Address) -> tuple[str, ...]:
    target = rule_runner.get_target(address)
    return rule_runner.request(
        SourceFiles, [SourceFilesRequest([target[SourcesField]])]
    ).snapshot.files


def call(source: str, name: str = "called") -> str:
    return f'module "{name}" {{\n  source = "{source}"\n}}\n'


def test_called_modules(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": call("../b") + call("./inner", "inner") + call("../b", "twice"),
            "a/inner/BUILD": MODULE,
            "a/inner/main.tf": call("../../c"),
            "b/BUILD": MODULE,
            "b/main.tf": call("git::https://example.com/m.git") + call("acme/m/aws", "registry"),
            "c/BUILD": MODULE,
            "c/main.tf": "",
        }
    )
    assert dependencies(rule_runner, "a") == {"b:b", "a/inner:inner"}
    assert dependencies(rule_runner, "a/inner") == {"c:c"}
    assert dependencies(rule_runner, "b") == set()


def test_modules_that_call_each_other(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": call("../b"),
            "b/BUILD": MODULE,
            "b/main.tf": call("../a") + call("./", "itself"),
        }
    )
    assert dependencies(rule_runner, "a") == {"b:b"}
    assert dependencies(rule_runner, "b") == {"a:a"}


def test_module_at_the_build_root(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "BUILD": 'terraform_module(name="root")\n',
            "main.tf": call("./a") + 'locals {\n  text = file("${path.module}/data.txt")\n}\n',
            "data.txt": "",
            "a/BUILD": MODULE,
            "a/main.tf": call("../", "upwards") + call("../../outside", "outside"),
        }
    )
    assert dependencies(rule_runner, "") == {"a:a", "//:terraform-file-data.txt"}
    assert dependencies(rule_runner, "a") == {"//:root"}


def test_missing_target_of_a_called_module(
    rule_runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": call("../b"),
            "b/main.tf": "",
        }
    )
    assert dependencies(rule_runner, "a") == set()
    assert caplog.messages == [
        (
            'a/main.tf:1:1: module "called" has the source ../b, but no `terraform_module` target '
            f"is in b. Run `{bin_name()} tailor b::`."
        )
    ]


def test_a_called_module_that_is_not_there(
    rule_runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    rule_runner.write_files({"a/BUILD": MODULE, "a/main.tf": call("../nowhere")})
    # Which stands for what is gone.
    assert dependencies(rule_runner, "a") == {"//:terraform-inputs"}
    assert caplog.messages == [
        (
            'a/main.tf:1:1: module "called" has the source ../nowhere, but there are no `*.tf` '
            "files in nowhere that Pants may read. Correct the source."
        )
    ]


def test_files_that_functions_read(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": dedent(
                """\
                locals {
                  plain    = file("${path.module}/plain.txt")
                  bare     = filebase64("./data/bare.bin")
                  template = templatefile("${path.module}/templates/my greeting.tftpl", {})
                  hashed   = filesha256("${path.module}/../shared/hashed.txt")
                  globbed  = fileset("${path.module}/policies", "*.json")
                  elsewhere = file("${path.module}/../../../outside.txt")
                  absolute  = file("/etc/hostname")
                  dynamic   = file("${path.module}/${var.name}.txt")
                }
                """
            ),
            "a/plain.txt": "",
            "a/data/bare.bin": "",
            "a/templates/my greeting.tftpl": "",
            "a/policies/one.json": "",
            "a/policies/two.json": "",
            "a/policies/readme.md": "",
            "shared/hashed.txt": "",
        }
    )
    found = dependencies(rule_runner, "a")
    # Names that hold other characters than an address may have a digest added to them.
    (greeting,) = (spec for spec in found if "greeting" in spec)
    assert greeting.startswith("a/templates:terraform-file-my_greeting.tftpl-")
    # Terraform looks for `./data/bare.bin` in the root module, so it depends on who calls this one.
    assert found - {greeting} == {
        "a:terraform-file-plain.txt",
        "a/policies:terraform-file-one.json",
        "a/policies:terraform-file-two.json",
        # It stands for a file that matched and is gone.
        "a:terraform-inputs",
        "shared:terraform-file-hashed.txt",
    }


def test_paths_that_are_handed_on(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": dedent(
                """\
                locals {
                  scripts = { linux = "${path.module}/setup.sh" }
                  script  = templatefile(local.scripts[var.os], {})
                  policy  = file("${path.module}/policies/${var.name}.json")
                  bracket = file("${path.module}/[x].txt")
                  twice   = file("${path.module}/twice.txt")
                  again   = "${path.module}/twice.txt"
                }

                data "archive_file" "lambda" {
                  source_dir  = "${path.module}/src"
                  output_path = "${path.module}/../.."
                }
                """
            ),
            "a/setup.sh": "",
            "a/policies/deep/one.json": "",
            "a/[x].txt": "",
            "a/twice.txt": "",
            "a/src/main.py": "",
        }
    )
    assert rule_runner.request(
        SourceFiles,
        [
            SourceFilesRequest(
                rule_runner.get_target(address_of(spec))[SourcesField]
                for spec in dependencies(rule_runner, "a")
            )
        ],
    ).snapshot.files == (
        "a/[x].txt",
        "a/policies/deep/one.json",
        "a/setup.sh",
        "a/src/main.py",
        "a/twice.txt",
    )


def owners(rule_runner: RuleRunner, path: str) -> set[str]:
    """Who is selected by `--changed-since` when the file has changed."""
    found = rule_runner.request(Owners, [OwnersRequest((path,))])
    return {address.spec for address in found}


@pytest.mark.parametrize(
    ("path", "reference"),
    [
        ("a/a.tftpl", "a.tftpl"),
        ("a/templates/a.tftpl", "templates/a.tftpl"),
        ("a/templates/a.tftpl", "templates/${var.name}.tftpl"),
        ("shared/deep/a.tftpl", "../shared/deep/a.tftpl"),
        ("infra/policies/a.tftpl", "../infra/policies/a.tftpl"),
    ],
)
def test_a_removed_template_selects_who_names_it(
    rule_runner: RuleRunner, path: str, reference: str
) -> None:
    template = f'locals {{\n  a = templatefile("${{path.module}}/{reference}", {{}})\n}}\n'
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": template,
            "infra/b/main.tf": "",
            "shared/deep/b.tftpl": "",
            "a/templates/b.tftpl": "",
            path: "",
        }
    )
    assert owners(rule_runner, path) & dependencies(rule_runner, "a")
    # A file beside it that the module does not name is no dependency.
    assert not owners(rule_runner, "shared/deep/b.tftpl") & dependencies(rule_runner, "a")

    Path(rule_runner.build_root, path).unlink()
    directory = Path(path).parent
    if not any(Path(rule_runner.build_root, directory).iterdir()):
        Path(rule_runner.build_root, directory).rmdir()
    rule_runner.scheduler.invalidate_files({path, *map(str, Path(path).parents)})
    assert owners(rule_runner, path) & dependencies(rule_runner, "a")


def test_a_removed_module_selects_who_calls_it(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "infra/a/BUILD": MODULE,
            "infra/a/main.tf": call("../b"),
            "infra/b/BUILD": MODULE,
            "infra/b/main.tf": "",
            "infra/c/main.tf": "",
        }
    )
    assert dependencies(rule_runner, "infra/a") == {"infra/b:b"}
    shutil.rmtree(Path(rule_runner.build_root, "infra/b"))
    rule_runner.scheduler.invalidate_files({"infra", "infra/b", "infra/b/BUILD", "infra/b/main.tf"})
    assert owners(rule_runner, "infra/b/main.tf") & dependencies(rule_runner, "infra/a")
    assert not owners(rule_runner, "infra/c/main.tf") & dependencies(rule_runner, "infra/a")


def test_a_file_in_a_directory_with_a_build_file_has_the_owner_that_is_declared_there(
    rule_runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": dedent(
                """\
                locals {
                  owned   = file("${path.module}/../shared/owned.json")
                  unowned = file("${path.module}/../shared/unowned.json")
                }
                """
            ),
            "shared/BUILD": 'file(name="owned", source="owned.json")\n',
            "shared/owned.json": "",
            "shared/unowned.json": "",
        }
    )
    assert dependencies(rule_runner, "a") == {"shared:owned"}
    assert caplog.messages == [
        (
            "a/main.tf:3:13: reads shared/unowned.json, which no target owns, so a change of that "
            "file selects nothing. Add a `file` target for it to shared/BUILD."
        )
    ]


@pytest.mark.parametrize(
    ("path", "files", "remedy"),
    [
        ("other/data.unusual", {}, "Add a pattern that matches data.unusual to `[terraform-"),
        ("shared/deep/a.json", {"shared/BUILD": ""}, "Add a `file` target for it to shared/BUILD."),
        ("other/outputs.tf", {}, "Run `@pants tailor other::`."),
        ("lambda/index.py", {"lambda/BUILD": ""}, "Run `@pants tailor lambda::`."),
    ],
)
def test_the_remedy_is_that_of_the_cause(
    rule_runner: RuleRunner,
    caplog: pytest.LogCaptureFixture,
    path: str,
    files: dict[str, str],
    remedy: str,
) -> None:
    content = f'locals {{\n  a = file("${{path.module}}/../{path}")\n}}\n'
    rule_runner.write_files({"a/BUILD": MODULE, "a/main.tf": content, path: "", **files})
    dependencies(rule_runner, "a")
    (message,) = caplog.messages
    assert f"selects nothing. {remedy.replace('@pants', bin_name())}" in message


def test_each_run_repeats_its_warnings(
    rule_runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": call("../nowhere") + 'locals {\n  a = file("../other/x.unusual")\n}\n',
            "a/b.tf": "locals {",
            "other/x.unusual": "",
            "b*d/main.tf": "",
        }
    )
    rule_runner.set_options(["--terraform-shared-files-names=+['a/b']"])
    dependencies(rule_runner, "a")
    first = sorted(caplog.messages)
    assert len(first) == 4
    # A new session of the same engine, as a run with a daemon has.
    caplog.clear()
    rule_runner.set_options(["--terraform-shared-files-names=+['a/b']"])
    dependencies(rule_runner, "a")
    assert sorted(caplog.messages) == first


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a/b.tf": "locals {"}, {"a/b.tf": "locals {}\n"}),
        ({"a/b.tf": "locals {"}, {"a/b.tf": "\n\nlocals ("}),
        ({"a/b.tf": call("../nowhere")}, {"a/b.tf": call("../c")}),
        ({"a/b.tf": call("../nowhere")}, {"a/b.tf": "\n" + call("../nowhere")}),
        ({"a/b.tf": call("../b")}, {"b/BUILD": MODULE}),
        ({"a/b.tf": READS}, {"a/b.tf": READS.replace("a.unusual", "b.unusual")}),
        ({"a/b.tf": READS}, {"a/b.tf": ""}),
        ({"a/b.tf": READS}, {"other/BUILD": "files(name='all', sources=['*.unusual'])"}),
        ({"b*d/main.tf": ""}, {"f*x/main.tf": ""}),
    ],
)
def test_a_warning_of_what_was_corrected_is_not_repeated(
    rule_runner: RuleRunner,
    caplog: pytest.LogCaptureFixture,
    before: dict[str, str],
    after: dict[str, str],
) -> None:
    module = {"BUILD": MODULE, "main.tf": ""}
    rule_runner.write_files(
        {
            **{f"{name}/{file}": text for name in ("a", "c") for file, text in module.items()},
            "b/main.tf": "",
            "other/a.unusual": "",
            "other/b.unusual": "",
            **before,
        }
    )
    dependencies(rule_runner, "a")
    assert caplog.messages
    caplog.clear()
    rule_runner.write_files(after)
    rule_runner.set_options([])
    dependencies(rule_runner, "a")
    with_daemon = sorted(caplog.messages)
    caplog.clear()
    without_daemon = new_rule_runner()
    for path in Path(rule_runner.build_root).rglob("*"):
        if path.is_file():
            relative = path.relative_to(rule_runner.build_root).as_posix()
            without_daemon.write_files({relative: path.read_text()})
    dependencies(without_daemon, "a")
    assert with_daemon == sorted(caplog.messages)


def test_json_configuration(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": "",
            "a/calls.tf.json": '{"module": {"called": {"source": "../b"}}}',
            "b/BUILD": MODULE,
            "b/main.tf": "",
        }
    )
    assert dependencies(rule_runner, "a") == {"b:b"}
    assert files_of(rule_runner, Address("a")) == ("a/calls.tf.json", "a/main.tf")


def test_files_targets(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/main.tf": "",
            "a/.terraform.lock.hcl": "",
            "a/terraform.tfvars": "",
            "a/more.auto.tfvars.json": "",
            "a/other.tfvars": "",
            "a/tests/a.tftest.hcl": 'run "a" {\n}\n',
            "a/tests/b.tftest.json": '{"run": {"b": {}}}',
            "a/tests/terraform.tfvars": "",
            "a/tests/mocks/one.tfmock.hcl": "",
            "a/tests/mocks/two.tfmock.json": "{}",
        }
    )
    assert files_targets(rule_runner) == {
        "//:terraform-inputs",
        "a:terraform-inputs",
        # Later releases of Pants have a target of their own for it.
        *(() if HAS_DEPLOYMENTS else ("a:terraform-file-other.tfvars",)),
        "a/tests:terraform-inputs",
        "a/tests/mocks:terraform-mocks",
    }
    assert files_of(rule_runner, Address("a", target_name="terraform-inputs")) == (
        "a/.terraform.lock.hcl",
        "a/more.auto.tfvars.json",
        "a/terraform.tfvars",
    )
    assert files_of(rule_runner, Address("a/tests", target_name="terraform-inputs")) == (
        "a/tests/terraform.tfvars",
    )
    assert files_of(rule_runner, Address("a/tests/mocks", target_name="terraform-mocks")) == (
        "a/tests/mocks/one.tfmock.hcl",
        "a/tests/mocks/two.tfmock.json",
    )


@pytest.mark.parametrize(
    "unparsable",
    [
        'module "called" {',
        "\x00\x01",
        'locals {\n  a = "${file("${path.module}/x")"\n}\n',
        '"""',
    ],
)
def test_unparsable_file_hides_nothing_else(rule_runner: RuleRunner, unparsable: str) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/good.tf": call("../b"),
            "a/bad.tf": unparsable,
            "a/bad.tf.json": "{",
            "a/tests/bad.tftest.hcl": unparsable,
            "a/tests/bad.tftest.json": "[",
            "a/tests/bad.tfmock.hcl": unparsable,
            "b/BUILD": MODULE,
            "b/main.tf": "",
        }
    )
    assert dependencies(rule_runner, "a") == {"b:b"}


def test_syntax_newer_than_the_builtin_parser_knows(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {
            "a/BUILD": MODULE,
            "a/main.tf": call("../b")
            + dedent(
                """\
                locals {
                  chosen = (
                    var.a ?
                    provider::aws::arn_parse(var.b) :
                    null
                  )
                }
                """
            ),
            "b/BUILD": MODULE,
            "b/main.tf": "",
        }
    )
    assert dependencies(rule_runner, "a") == {"b:b"}


def test_a_module_in_the_build_root(
    rule_runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    rule_runner.write_files(
        {
            "BUILD": 'terraform_module(name="root")\n',
            "pants.toml": "",
            "main.tf": dedent(
                """\
                locals {
                  template = templatefile("${path.module}/files/user_data.ps", {})
                  all      = fileset("${path.module}/site", "**")
                  code     = fileset("${path.module}/code", "*.py")
                }
                """
            ),
            "files/user_data.ps": "",
            "site/index.html": "",
            "site/deep/logo.svg": "",
            "code/a.py": "",
            "code/b.py": "",
            "other/notes.md": "",
        }
    )
    found = dependencies(rule_runner, "")
    assert {
        "files:terraform-file-user_data.ps",
        "site:terraform-file-index.html",
        "site/deep:terraform-file-logo.svg",
    } <= found
    assert not any("other" in each or "pants.toml" in each for each in found)
    owned = {
        path
        for each in files_targets(rule_runner)
        for path in files_of(rule_runner, address_of(each))
    }
    assert owned == {
        "files/user_data.ps",
        "site/index.html",
        "site/deep/logo.svg",
        "other/notes.md",
    }
    # Once for each glob.
    warnings = [each for each in caplog.messages if "no target owns" in each]
    assert len(warnings) == 1
    assert warnings[0].startswith("main.tf:4:14: reads code/a.py, which no target owns")
