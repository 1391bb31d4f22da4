"""Real runs of `terraform test`, from a target to its verdict."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path
from textwrap import dedent

import pytest
from pants.testutil.rule_runner import RuleRunner, engine_error
from pants.util.docutil import bin_name

from terrapants.terraform.tool import UnusableTerraform
from terrapants.testing.console import details
from terrapants.testing.output import RunStatus
from terrapants.testing.testutil import (
    BUILD,
    FAILS,
    FILE,
    MODULE,
    PASSES,
    assert_passed,
    expects,
    new_rule_runner,
    runs,
    verdict_on,
    write,
)
from terrapants.testing.verdict import FileVerdict, Verdict
from terrapants.testutil.terraform_rule_runner import provider_platform, terraform_options


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """One for all tests; each writes to directories of its own."""
    return new_rule_runner()


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A mirror that holds two versions of a provider whose program does nothing."""
    directory = tmp_path_factory.mktemp("mirror")
    for version in ("1.0.0", "2.0.0"):
        package = directory / "registry.terraform.io/acme/present" / version / provider_platform()
        package.mkdir(parents=True)
        program = package / f"terraform-provider-present_v{version}"
        program.write_text("#!/bin/sh\nexit 1\n")
        program.chmod(0o755)
    return str(directory)


@pytest.fixture(scope="module")
def git_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a module in `sub/` that says `v1` at the tag v1, and `head` after it."""
    directory = tmp_path_factory.mktemp("git") / "repo"
    (directory / "sub").mkdir(parents=True)

    def git(*arguments: str) -> None:
        subprocess.run(
            ("git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments),
            cwd=directory,
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull},
        )

    git("init", "--quiet")
    for text in ("v1", "head"):
        (directory / "sub/main.tf").write_text(f'output "says" {{\n  value = "{text}"\n}}\n')
        git("add", ".")
        git("commit", "--quiet", "--message", text)
        if text == "v1":
            git("tag", text)
    return directory


def requires(source: str, constraint: str) -> str:
    """A configuration that requires a version of a provider."""
    configuration = f"""\
        terraform {{
          required_providers {{
            {source.rpartition("/")[2]} = {{
              source  = "{source}"
              version = "{constraint}"
            }}
          }}
        }}
        """
    return dedent(configuration)


def calls(*sources: str) -> str:
    """A configuration that calls modules, named `m0`, `m1`, …."""
    return "".join(
        f'module "m{index}" {{\n  source = "{source}"\n}}\n' for index, source in enumerate(sources)
    )


def output(name: str, value: str) -> str:
    return f'output "{name}" {{\n  value = {value}\n}}\n'


def assert_failed(verdict: FileVerdict, problem: str = "") -> None:
    assert (verdict.verdict, verdict.exit_code) == (Verdict.FAILED, 1)
    assert verdict.problem == problem


def test_passes(rule_runner: RuleRunner) -> None:
    hidden = 'output "hidden" {\n  value     = "s3cret"\n  sensitive = true\n}\n'
    write(
        rule_runner,
        "passes",
        {"main.tf": MODULE + hidden},
        a=PASSES + expects('output.name == "unset"'),
    )
    verdict = verdict_on(rule_runner, "passes")
    assert_passed(verdict)
    assert runs(verdict) == {"passes": RunStatus.PASS, "run": RunStatus.PASS}
    assert (verdict.module, verdict.file_in_module) == ("passes", FILE)
    assert verdict.exit_code == 0
    assert verdict.seconds > 0

    verbose = verdict_on(rule_runner, "passes", "-verbose", "-var=name=mine")
    shown = verbose.runs[0].shown
    assert 'output.name = "mine"' in shown
    assert "output.hidden = (sensitive value)" in shown


def test_module_at_the_build_root(rule_runner: RuleRunner) -> None:
    write(rule_runner, "", {"b.tftest.hcl": PASSES}, a=PASSES)
    try:
        for file in (FILE, "b.tftest.hcl"):
            verdict = verdict_on(rule_runner, "", file=file)
            assert_passed(verdict)
            assert (verdict.module, verdict.file_in_module) == ("", file)
    finally:
        for file in ("BUILD", "main.tf", FILE, "b.tftest.hcl"):
            Path(rule_runner.build_root, file).unlink()
        rule_runner.scheduler.invalidate_all_files()


def test_failed_assertion(rule_runner: RuleRunner) -> None:
    test = PASSES + FAILS + expects('output.name == "unset"', run="later")
    write(rule_runner, "fails", a=test)
    verdict = verdict_on(rule_runner, "fails")
    assert_failed(verdict)
    assert [run.status.value for run in verdict.runs] == ["pass", "fail", "pass"]
    (error,) = verdict.runs[1].diagnostics
    assert error.position == "fails/tests/a.tftest.hcl:5:21"
    assert error.code.split() == ["condition", "=", "var.name", "==", '"set"']
    assert error.values == ('var.name is "unset"',)
    assert error.detail == "It does <not> hold."


def test_runs_after_an_errored_one_are_skipped(rule_runner: RuleRunner) -> None:
    files = {"main.tf": MODULE + output("read", "file(var.name)")}
    write(rule_runner, "errs", files, a='run "errs" {\n}\n' + PASSES)
    verdict = verdict_on(rule_runner, "errs")
    assert_failed(verdict)
    assert runs(verdict) == {"errs": RunStatus.ERROR, "passes": RunStatus.SKIP}
    assert verdict.runs[0].diagnostics[0].position == "errs/main.tf:10:16"


def test_filter_that_names_another_file(rule_runner: RuleRunner) -> None:
    write(rule_runner, "filtered", a=PASSES, b=PASSES)
    skipped = verdict_on(rule_runner, "filtered", "-filter=tests/b.tftest.hcl")
    assert (skipped.verdict, skipped.exit_code) == (Verdict.SKIPPED, 0)
    assert skipped.problem == "-filter=tests/b.tftest.hcl does not name this file."
    assert skipped.process is None
    for own in (FILE, f"./{FILE}", f"filtered/{FILE}"):
        assert_passed(verdict_on(rule_runner, "filtered", "-filter", own))


# Which files of the repository, and which variables of the environment, a run gets.


def test_other_test_directories(rule_runner: RuleRunner) -> None:
    own = 'terraform_tests(name="tests")\n'
    write(
        rule_runner,
        "dirs",
        {
            # Terraform would stop at this file if it loaded the default test directory.
            "tests/broken.tftest.hcl": "broken {",
            "mock_tests/BUILD": own,
            "mock_tests/a.tftest.hcl": expects('output.name == "unset"'),
            "terraform-tests/unit/BUILD": own,
            "terraform-tests/unit/a.tftest.hcl": expects('output.name == "unset"'),
            "sp ace/é/BUILD": own,
            "sp ace/é/a b.tftest.hcl": PASSES,
        },
    )
    for directory, file in (
        ("mock_tests", "a.tftest.hcl"),
        ("terraform-tests/unit", "a.tftest.hcl"),
        ("sp ace/é", "a b.tftest.hcl"),
    ):
        verdict = verdict_on(rule_runner, f"dirs/{directory}", file=file)
        assert_passed(verdict)
        assert verdict.module == "dirs"


def test_json_syntax(rule_runner: RuleRunner) -> None:
    test = (
        '{"run": {"a": {"assert": {"condition": "${output.json == \\"read\\"}",'
        ' "error_message": "It does not hold."}}}}'
    )
    json_files = {
        "extra.tf.json": '{"output": {"json": {"value": "read"}}}',
        "tests/a.tftest.json": test,
    }
    write(rule_runner, "json", json_files)
    assert_passed(verdict_on(rule_runner, "json", file="tests/a.tftest.json"))


def test_files_that_functions_and_paths_name_reach_the_sandbox(rule_runner: RuleRunner) -> None:
    configuration = """\
        variable "os" {
          default = "linux"
        }

        locals {
          scripts = {
            linux = "${path.module}/scripts/setup.sh"
          }
        }

        output "read" {
          value = join(" ", [
            file("${path.module}/data/plain.txt"),
            templatefile("${path.module}/greeting.tftpl", { name = "you" }),
            filemd5("${path.module}/../shared/hashed.txt"),
            file(local.scripts[var.os]),
            file("${path.module}/policies/${var.os}.json"),
          ])
        }
        """
    read = f"plain hello you {hashlib.md5(b'hashed').hexdigest()} set -eu {{}}"
    rule_runner.write_files({"shared/hashed.txt": "hashed"})
    write(
        rule_runner,
        "functions",
        {
            "main.tf": dedent(configuration),
            "data/plain.txt": "plain",
            "greeting.tftpl": "hello ${name}",
            "scripts/setup.sh": "set -eu",
            "policies/linux.json": "{}",
            "tests/expected.txt": read,
        },
        a=expects('output.read == file("./tests/expected.txt")'),
    )
    assert_passed(verdict_on(rule_runner, "functions"))


def test_files_that_variables_of_a_test_name(rule_runner: RuleRunner) -> None:
    given = 'variables {\n  config = "%s"\n}\n' + expects('output.text == "a: 1"')
    write(
        rule_runner,
        "given",
        {
            "main.tf": 'variable "config" {}\n' + output("text", 'file("${var.config}")'),
            "tests/fixtures/[a] b.yml": "a: 1",
            "tests/fixtures/c.yml": "a: 1",
        },
        a=given % "tests/fixtures/[a] b.yml",
        c=given % 'tests/fixtures/${"c"}.yml',
    )
    assert_passed(verdict_on(rule_runner, "given"))
    shown = details(verdict_on(rule_runner, "given", file="tests/c.tftest.hcl"))
    assert "tests/fixtures/c.yml is not among the files that this test depends" in shown


def test_local_modules_reach_the_sandbox(rule_runner: RuleRunner) -> None:
    setup = """\
        run "setup" {
          module {
            source = "./tests/setup"
          }
        }

        run "main" {
          variables {
            name = run.setup.name
          }

          assert {
            condition     = output.name == "from setup"
            error_message = "It does not hold."
          }
        }

        run "outside" {
          module {
            source = "../outside"
          }
        }
        """
    write(
        rule_runner,
        "calls",
        {
            "main.tf": MODULE + calls("../middle"),
            "tests/setup/BUILD": BUILD,
            "tests/setup/main.tf": output("name", '"from setup"'),
        },
        a=dedent(setup),
    )
    write(rule_runner, "middle", {"main.tf": calls("./leaf")})
    write(rule_runner, "middle/leaf")
    write(rule_runner, "outside", {"main.tf": calls("../middle/leaf")})
    verdict = verdict_on(rule_runner, "calls")
    assert_passed(verdict)
    assert list(runs(verdict)) == ["setup", "main", "outside"]


def test_variable_files_reach_the_sandbox(rule_runner: RuleRunner) -> None:
    values = 'join(" ", [var.a, var.b, var.c, var.d])'
    write(
        rule_runner,
        "vars",
        {
            "main.tf": "".join(f'variable "{x}" {{\n  default = "unset"\n}}\n' for x in "abcd"),
            "terraform.tfvars": 'a = "module"\n',
            "more.auto.tfvars.json": '{"b": "module"}',
            "tests/terraform.tfvars": 'c = "tests"\n',
            "tests/more.auto.tfvars": 'd = "tests"\n',
            "b.tftest.hcl": expects(f'{values} == "module module unset unset"'),
        },
        a=expects(f'{values} == "module module tests tests"'),
    )
    assert_passed(verdict_on(rule_runner, "vars"))
    assert_passed(verdict_on(rule_runner, "vars", file="b.tftest.hcl"))


def test_dependencies_of_every_kind_reach_the_sandbox(rule_runner: RuleRunner) -> None:
    build = """\
        terraform_module(name="module", dependencies=[":resource"])
        file(name="file", source="a.txt")
        resource(name="resource", source="b.txt")
        file(name="original", source="original/c.txt")
        relocated_files(
            name="relocated",
            files_targets=[":original"],
            src="every/original",
            dest="every/moved",
        )
        archive(name="archive", format="zip", files=[":file"], output_path="every/d.zip")
        terraform_tests(
            name="tests",
            dependencies=[":file", ":relocated"],
            runtime_package_dependencies=[":archive"],
        )
        """
    write(
        rule_runner,
        "every",
        {
            "BUILD": dedent(build),
            "main.tf": output("files", 'join(" ", fileset(path.module, "**/*.{txt,zip}"))'),
            **dict.fromkeys(("a.txt", "b.txt", "original/c.txt", "undeclared.txt"), ""),
        },
        a=expects('output.files == "a.txt b.txt d.zip moved/c.txt"'),
    )
    assert_passed(verdict_on(rule_runner, "every"))


def test_extra_env_vars_are_passed_on_and_hidden(rule_runner: RuleRunner) -> None:
    build = """\
        terraform_module()
        terraform_tests(name="tests", extra_env_vars=["TF_VAR_name", "TF_VAR_other=0th3r"])
        """
    test = """\
        run "fails" {
          assert {
            condition     = output.name == var.other
            error_message = "${var.name} is not ${var.other}"
          }
        }

        run "errs" {
          variables {
            name = file(var.name)
          }
        }
        """
    files = {"BUILD": dedent(build), "main.tf": MODULE + 'variable "other" {\n}\n'}
    write(rule_runner, "secret", files, a=dedent(test))
    env = {"TF_VAR_name": 'hunter2 "é" <&>'}
    verdict = verdict_on(rule_runner, "secret", "-verbose", env=env)
    assert_failed(verdict)
    assert "hunter2" not in repr(verdict)
    assert "0th3r" not in repr(verdict)
    assert "(hidden) is not (hidden)" in details(verdict)
    assert 'output.name is "(hidden)"' in details(verdict)


def test_environment_of_both_goals(rule_runner: RuleRunner) -> None:
    files = {"main.tf": MODULE + 'variable "other" {\n}\n'}
    write(rule_runner, "environment", files, a=expects('"${var.name}${var.other}" == "xy"'))
    options = (
        *terraform_options(),
        "--test-extra-env-vars=['TF_VAR_name']",
        "--tf-test-extra-env-vars=['TF_VAR_other=y']",
    )
    env = {"TF_VAR_name": "x"}
    assert_passed(verdict_on(rule_runner, "environment", options=options, env=env))


# Where a run gets its providers and modules, and what the verdict is if it does not get them.


@pytest.mark.parametrize(
    ("source", "constraint", "locked", "problem"),
    [
        (
            "localhost:1/acme/missing",
            "~> 1.2",
            "",
            (
                'Provider localhost:1/acme/missing, version "~> 1.2", was not found. Looked in the '
                "mirror {mirror} (does not hold it) and the registry localhost:1 (could not "
                "connect: connection refused)."
            ),
        ),
        (
            "acme/present",
            ">= 1.1, < 2.0",
            "",
            (
                'Provider acme/present, version ">= 1.1.0, < 2.0.0", was not found. Looked in the '
                "mirror {mirror} (holds 1.0.0, 2.0.0)."
            ),
        ),
        (
            "acme/present",
            ">= 1.0",
            "1.5.0",
            (
                "Provider acme/present, version 1.5.0 as in .terraform.lock.hcl, was not found. "
                "Looked in the mirror {mirror} (holds 1.0.0, 2.0.0)."
            ),
        ),
    ],
    ids=["missing", "other_versions", "locked"],
)
def test_provider_that_is_not_found(
    rule_runner: RuleRunner, mirror: str, source: str, constraint: str, locked: str, problem: str
) -> None:
    lock_file = f"""\
        provider "registry.terraform.io/{source}" {{
          version = "{locked}"
          hashes  = ["h1:qFnNmcDu4h4XoyZ5NcXy8RXvEdJFbUyMU8nxTqs0Bwg="]
        }}
        """
    directory = f"not_found/{source}/{locked}"
    files = {"main.tf": requires(source, constraint)}
    if locked:
        files[".terraform.lock.hcl"] = dedent(lock_file)
    write(rule_runner, directory, files, a=PASSES)
    verdict = verdict_on(rule_runner, directory, options=terraform_options(mirrors=[mirror]))
    assert_failed(verdict, problem.format(mirror=mirror))
    assert verdict.diagnostics == ()


def test_provider_that_does_not_start(rule_runner: RuleRunner, mirror: str) -> None:
    write(rule_runner, "broken", {"main.tf": requires("acme/present", ">= 1.0")}, a=PASSES)
    verdict = verdict_on(rule_runner, "broken", options=terraform_options(mirrors=[mirror]))
    assert_failed(verdict)
    assert runs(verdict) == {"passes": RunStatus.ERROR}
    assert "Failed to load plugin schemas" in details(verdict)


def test_git_sources(rule_runner: RuleRunner, git_repository: Path) -> None:
    url = f"git::file://{git_repository}"
    says = output("says", '"${module.m0.says} ${module.m1.says}"')
    files = {"main.tf": calls(f"{url}//sub?ref=v1", f"{url}//sub") + says}
    write(rule_runner, "git", files, a=expects('output.says == "v1 head"'))
    assert_passed(verdict_on(rule_runner, "git"))

    files = {"main.tf": calls(f"{url}-gone", f"{url}?ref=v9")}
    write(rule_runner, "unreachable", files, a=PASSES)
    verdict = verdict_on(rule_runner, "unreachable")
    assert_failed(
        verdict,
        'unreachable/main.tf:1:1: Could not download module "m0" (main.tf:1) source code from '
        f"\"{url}-gone\": '{git_repository}-gone' does not appear to be a git repository\n"
        'unreachable/main.tf:4:1: Could not download module "m1" (main.tf:4) source code from '
        f"\"{url}?ref=v9\": pathspec 'v9' did not match any file(s) known to git",
    )
    assert verdict.diagnostics == ()


# Files, arguments, targets and a Terraform that cannot be used.


def test_syntax_errors(rule_runner: RuleRunner) -> None:
    write(rule_runner, "unparsable", a='run "a" {\n  assert {\n', good=PASSES)
    verdict = verdict_on(rule_runner, "unparsable")
    assert_failed(verdict)
    assert verdict.runs == ()
    assert verdict.diagnostics[0].position == "unparsable/tests/a.tftest.hcl:2:10"
    assert verdict.diagnostics[0].summary == "Unclosed configuration block"
    assert_passed(verdict_on(rule_runner, "unparsable", file="tests/good.tftest.hcl"))

    write(rule_runner, "unparsable_module", {"bad.tf": 'output "a" {\n'}, a=PASSES)
    verdict = verdict_on(rule_runner, "unparsable_module")
    assert_failed(verdict)
    assert verdict.diagnostics[0].position == "unparsable_module/bad.tf:1:12"


def test_local_module_that_is_not_there(rule_runner: RuleRunner) -> None:
    write(rule_runner, "gone", {"main.tf": calls("../nowhere")}, a=PASSES)
    verdict = verdict_on(rule_runner, "gone")
    assert_failed(verdict)
    assert 'The directory nowhere could not be read for module "m0": it does' in details(verdict)
    assert verdict.diagnostics[0].path == "gone/main.tf"


def test_argument_that_terraform_does_not_know(rule_runner: RuleRunner) -> None:
    write(rule_runner, "argument", a=PASSES)
    verdict = verdict_on(rule_runner, "argument", "-nonsense")
    assert verdict.verdict == Verdict.FAILED
    assert verdict.problem.startswith(
        "`terraform test` exited with 1:\n"
        "  Error: Failed to parse command-line flags\n"
        "  flag provided but not defined: -nonsense\n"
    )


def test_no_run_block(rule_runner: RuleRunner) -> None:
    write(rule_runner, "no_run", a='variables {\n  name = "a"\n}\n')
    verdict = verdict_on(rule_runner, "no_run")
    assert_failed(
        verdict,
        f"no_run/{FILE} has no `run` block, so it tests nothing. Add one, or delete the file.",
    )
    assert verdict.process is None


def test_no_module(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {"no_module/BUILD": 'terraform_tests(name="tests")\n', f"no_module/{FILE}": PASSES}
    )
    assert_failed(
        verdict_on(rule_runner, "no_module"),
        "no_module/tests/a.tftest.hcl: there is no `terraform_module` target in no_module/tests or "
        f"above. If its module has no target yet, run `{bin_name()} tailor ::`; otherwise set the "
        "`module` field of the file's `terraform_tests` target.",
    )


def test_module_field(rule_runner: RuleRunner) -> None:
    build = """\
        terraform_module(name="a")
        terraform_module(name="b")
        terraform_tests(name="decided", module=":b")
        terraform_tests(name="undecided")
        terraform_tests(name="misnamed", module=":decided")
        terraform_tests(name="unknown", module="nope")
        terraform_tests(name="elsewhere", module="field/elsewhere")
        """
    write(rule_runner, "field", {"BUILD": dedent(build)}, a=PASSES)
    write(rule_runner, "field/elsewhere")
    assert_passed(verdict_on(rule_runner, "field", target="decided"))
    no_target = (
        "which is not a `terraform_module` target. To see these, run "
        f"`{bin_name()} list --filter-target-type=terraform_module ::`."
    )
    for target, problem in {
        "undecided": "the module under test could be field:a or field:b. Set the `module` field of "
        "the file's `terraform_tests` target to one of them.",
        "misnamed": f"the `module` field of its target names field:decided, {no_target}",
        "unknown": f"the `module` field of its target names nope:nope, {no_target}",
        "elsewhere": "the `module` field of its target names field/elsewhere:elsewhere, but "
        "Terraform only runs test files that are in the module's directory or below. Move the file "
        "there, or name another module.",
    }.items():
        verdict = verdict_on(rule_runner, "field", target=target)
        assert_failed(verdict, f"field/{FILE}: {problem}")
        assert verdict.process is None


def test_tests_directory_that_is_a_module_itself(rule_runner: RuleRunner) -> None:
    write(
        rule_runner,
        "nested",
        {
            "BUILD": 'terraform_module()\nterraform_tests(name="tests", module=":nested")\n',
            "tests/BUILD": 'terraform_module()\nterraform_tests(name="own")\n',
            "tests/main.tf": output("inner", "1"),
        },
        a=expects('output.name == "unset"'),
    )
    undecided = verdict_on(rule_runner, "nested/tests", file="a.tftest.hcl", target="own")
    assert "could be nested/tests:tests or nested:nested." in undecided.problem
    assert_passed(verdict_on(rule_runner, "nested"))


def test_terraform_that_is_too_old(rule_runner: RuleRunner, tmp_path: Path) -> None:
    write(rule_runner, "old", a=PASSES)
    terraform = tmp_path / "terraform"
    terraform.write_text("""#!/bin/sh\necho '{"terraform_version": "1.5.7"}'\n""")
    terraform.chmod(0o755)
    with engine_error(
        UnusableTerraform,
        contains="Found Terraform 1.5.7. Version 1.7.0 or newer is needed: ",
    ):
        verdict_on(rule_runner, "old", options=terraform_options(str(terraform), "1.5.7"))
