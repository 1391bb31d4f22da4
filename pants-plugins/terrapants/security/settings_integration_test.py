"""`[checkov]` under `lint`: what options and configuration files choose, and how bad ones end."""

from __future__ import annotations

import pytest

from terrapants.security.testutil import (
    BUILD,
    CLEAN,
    ENCRYPTED,
    VARIABLE,
    Scanner,
    failed,
)

PASSED = "1 module: 2 checks passed, 0 suppressed."
FAILED = "1 module: 1 error; 1 check passed, 0 suppressed."
NOTHING = "1 module: 0 checks passed, 0 suppressed; nothing to check in it."


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    """One for all tests, because it installs checkov; each test case has its own directory."""
    return Scanner(tmp_path_factory.mktemp("pex_cli"))


def test_options_choose_checks_and_what_fails(scanner: Scanner) -> None:
    scanner.scan({"main.tf": ENCRYPTED})
    assert scanner.said("--checkov-skip-checks=CKV_AWS_18*") == [
        "1 module: 1 check passed, 0 suppressed."
    ]
    assert scanner.said("--checkov-checks=['CKV_AWS_184', 'CKV_GCP_*']") == [
        *failed("main.tf"),
        "1 module: 1 error; 0 checks passed, 0 suppressed.",
    ]
    warned = [
        *failed("main.tf", "warning"),
        "1 module: 1 warning; 1 check passed, 0 suppressed.",
    ]
    assert scanner.said("--checkov-soft-fail") == warned
    assert scanner.said("--checkov-soft-fail-on=CKV_AWS_*") == warned
    hard = scanner.said("--checkov-soft-fail", "--checkov-hard-fail-on=CKV_AWS_184")
    assert hard == [*failed("main.tf"), FAILED]
    assert scanner.said("--checkov-frameworks=secrets") == [NOTHING]


def test_arguments_cannot_change_what_a_scan_needs(scanner: Scanner) -> None:
    scanner.scan({"main.tf": ENCRYPTED})
    assert scanner.said("--checkov-args=-o cli --output-file-path elsewhere -d . --quiet") == [
        *failed("main.tf"),
        # Only `--quiet` has an effect.
        "1 module: 1 error; 0 checks passed, 0 suppressed.",
    ]


def test_the_nearest_configuration_file_holds(scanner: Scanner) -> None:
    scanner.scan(
        {
            ".checkov.yaml": "soft-fail-on: [CKV_AWS_184]\n",
            "a/main.tf": ENCRYPTED,
            "b/.checkov.yml": "skip-check: CKV_AWS_184\n",
            "b/c/main.tf": ENCRYPTED,
        }
    )
    assert scanner.said() == [
        *failed("a/main.tf", "warning"),
        "2 modules: 1 warning; 2 checks passed, 0 suppressed.",
    ]
    everywhere = "2 modules: 2 errors; 2 checks passed, 0 suppressed."
    assert scanner.said("--no-checkov-config-discovery")[-1] == everywhere
    config = f"--checkov-config={scanner.directory}/b/.checkov.yml"
    assert scanner.said(config) == ["2 modules: 2 checks passed, 0 suppressed."]


OWN_CHECK = """\
metadata:
  id: CKV2_OWN_1
  name: File systems are named
  category: CONVENTION
definition:
  cond_type: attribute
  resource_types: [aws_efs_file_system]
  attribute: creation_token
  operator: exists
"""


def test_custom_checks(scanner: Scanner) -> None:
    suppressed = CLEAN.replace("{\n", "{\n  #checkov:skip=CKV2_OWN_1:A name helps nobody.\n")
    scanner.scan({"main.tf": CLEAN, "policies/own.yaml": OWN_CHECK})
    own = f"--checkov-external-checks-dirs={scanner.directory}/policies"
    assert scanner.said(own) == [
        "{case}/main.tf:1: error: File systems are named [CKV2_OWN_1]",
        "  aws_efs_file_system.this",
        "1 module: 1 error; 2 checks passed, 0 suppressed.",
    ]
    scanner.write({"main.tf": suppressed})
    assert scanner.said(own) == ["1 module: 2 checks passed, 1 suppressed."]


def test_files_that_arguments_and_configuration_name(scanner: Scanner) -> None:
    scanner.scan(
        {
            "main.tf": CLEAN.replace("= true", "= var.encrypted") + VARIABLE,
            "test.tfvars": "encrypted = false\n",
        }
    )
    assert scanner.said() == [PASSED]
    path = f"{scanner.directory}/test.tfvars"
    named = scanner.said(f"--checkov-args=--var-file={path}", f"--checkov-extra-files={path}")
    assert "[CKV_AWS_42]" in named[0]
    scanner.write({".checkov.yaml": f"var-file: [{path}]\n"})
    assert "[CKV_AWS_42]" in scanner.said()[0]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (
            ["--checkov-checks=CKV_AWS_9184"],
            (
                "`[checkov].checks` has CKV_AWS_9184, but checkov has no such check. Did you mean "
                "CKV_AWS_184?"
            ),
        ),
        (
            ["--checkov-checks=CKV_AWS_7,CKV_AWS_18"],
            (
                "`[checkov].checks` has CKV_AWS_7,CKV_AWS_18, but checkov has no such check. Make "
                "each ID an item of its own."
            ),
        ),
        (["--checkov-skip-checks="], "`[checkov].skip_checks` has an empty value: remove it."),
        (["--checkov-frameworks=['']"], "`[checkov].frameworks` has an empty value: remove it."),
        (["--checkov-extra-files="], "`[checkov].extra_files` has an empty value: remove it."),
        (["--checkov-config= "], "`[checkov].config` has an empty value: remove it."),
        (
            ["--checkov-install-from-resolve="],
            (
                "`[checkov].install_from_resolve` is '', which is none of `[python].resolves`: "
                "python-default. Unset it to install the versions that come with the suite."
            ),
        ),
        (
            ["--checkov-interpreter-constraints="],
            (
                "`[checkov].interpreter_constraints` has '', which is not a constraint on "
                "Python's version such as CPython>=3.9,<4."
            ),
        ),
        (
            ["--checkov-args=--var-file=missing.tfvars"],
            (
                "checkov cannot read missing.tfvars, which `[checkov].args` names: check the path, "
                "and add it to `[checkov].extra_files`."
            ),
        ),
        (
            ["--checkov-checks=CKV_DOCKER_1"],
            (
                "`[checkov].checks` has CKV_DOCKER_1, but checkov has no such check for terraform, "
                "terraform_json, secrets."
            ),
        ),
        (
            ["--checkov-skip-checks=LOW"],
            (
                "`[checkov].skip_checks` has LOW, but checkov has no such check. Only the vendor's "
                "platform knows severities, and a scan does not ask it."
            ),
        ),
        (
            ["--checkov-args=--bc-api-key=x"],
            (
                "`[checkov].args` has --bc-api-key=x, which is not allowed: a scan does not use "
                "the network."
            ),
        ),
        (
            ["--checkov-external-checks-dirs=no/such/directory"],
            (
                "no/such/directory is not a directory with files, but it is configured as a "
                "directory with external checks."
            ),
        ),
        (
            ["--checkov-external-checks-dirs={case}/a/main.tf"],
            (
                "{case}/a/main.tf is not a directory with files, but it is configured as a "
                "directory with external checks."
            ),
        ),
        (
            ["--checkov-config=no/such.yaml"],
            "no/such.yaml does not exist, but `[checkov].config` names it.",
        ),
        (
            ["--checkov-config={case}/a"],
            "{case}/a is a directory, but `[checkov].config` names it.",
        ),
        (
            ["--checkov-config=/etc/checkov[1].yaml"],
            (
                "checkov is configured to read /etc/checkov[1].yaml, which is not a path within "
                "the repository. Paths are relative to its root."
            ),
        ),
        (
            ["--checkov-extra-files=no/such/{x}.tfvars"],
            "`[checkov].extra_files` has no/such/{x}.tfvars, which matches no file.",
        ),
        (
            ["--checkov-extra-files=/etc/passwd"],
            (
                "checkov is configured to read /etc/passwd, which is not a path within the "
                "repository. Paths are relative to its root."
            ),
        ),
        (
            ["--checkov-extra-files=a/b["],
            (
                "`[checkov].extra_files` has a/b[, which is not a glob: `**` stands for whole "
                "directories, `[` begins a set of characters such as `[ab]`, and `[[]` is itself."
            ),
        ),
        (
            ["--checkov-extra-files=a**"],
            (
                "`[checkov].extra_files` has a**, which is not a glob: `**` stands for whole "
                "directories, `[` begins a set of characters such as `[ab]`, and `[[]` is itself."
            ),
        ),
        (
            ["--checkov-external-checks-dirs=../elsewhere"],
            (
                "checkov is configured to read ../elsewhere, which is not a path within the "
                "repository. Paths are relative to its root."
            ),
        ),
        (
            ["--checkov-install-from-resolve=none"],
            (
                "`[checkov].install_from_resolve` is 'none', which is none of "
                "`[python].resolves`: python-default. Unset it to install the versions that come "
                "with the suite."
            ),
        ),
        (
            ["--checkov-interpreter-constraints=['x y']"],
            (
                "`[checkov].interpreter_constraints` has 'x y', which is not a constraint on "
                "Python's version such as CPython>=3.9,<4."
            ),
        ),
        (
            ["--checkov-args=--no-such-flag"],
            (
                "checkov does not accept its arguments, which come from `[checkov]`: "
                "unrecognized arguments: --no-such-flag."
            ),
        ),
        (
            ["--checkov-args=--version"],
            "checkov ended with exit code 0 and no report on {case}/a.",
        ),
    ],
)
def test_a_setting_that_cannot_be_obeyed_is_reported_once(
    scanner: Scanner, options: list[str], problem: str
) -> None:
    scanner.new_case()
    scanner.write({"a/BUILD": BUILD, "a/main.tf": ENCRYPTED})
    options = [option.replace("{case}", scanner.directory) for option in options]
    assert scanner.said(*options) == [
        f"error: {problem} [not-scanned]",
        "1 module: 1 error; 0 checks passed, 0 suppressed.",
    ]


def test_what_checkov_does_not_accept_is_said_once_for_all_modules(scanner: Scanner) -> None:
    scanner.new_case()
    for module in ("a", "b"):
        scanner.write({f"{module}/BUILD": BUILD, f"{module}/main.tf": ENCRYPTED})
    problem, count = scanner.said("--checkov-frameworks=bogus")
    assert problem.startswith(
        "error: checkov does not accept its arguments, which come from `[checkov]`: "
    )
    assert "bogus" in problem
    assert " Valid values are: " in problem
    assert count == "2 modules: 1 error; 0 checks passed, 0 suppressed."


def test_paths_in_options_may_be_absolute_within_the_repository(scanner: Scanner) -> None:
    scanner.scan({"a/main.tf": ENCRYPTED, "skip[1].yaml": "skip-check: [CKV_AWS_184]\n"})
    root = scanner.rule_runner.build_root
    config = f"{scanner.directory}/skip[1].yaml"
    for path in (config, f"{root}/{config}", f"./{scanner.directory}/a/../skip[1].yaml"):
        assert scanner.said(f"--checkov-config={path}") == [
            "1 module: 1 check passed, 0 suppressed."
        ]


def test_configuration_file_with_a_check_that_does_not_exist(scanner: Scanner) -> None:
    files = {".checkov.yaml": "check: [OWN_1]\n", "a/main.tf": CLEAN, "b/main.tf": CLEAN}
    scanner.scan(files)
    assert scanner.said() == [
        (
            "error: `check` in {case}/.checkov.yaml has OWN_1, but checkov has no such check. "
            "[not-scanned]"
        ),
        "2 modules: 1 error; 0 checks passed, 0 suppressed.",
    ]
