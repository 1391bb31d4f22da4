"""How the locked checkov is run: without the network, from the cache, and with which settings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pants.engine.fs import CreateDigest, Digest, FileContent
from pants.engine.process import FallibleProcessResult, Process

from terrapants.security.scans_for_tests import (
    BUILD,
    CLEAN,
    ENCRYPTED,
    ENVIRONMENT,
    SUPPRESSED,
    Scanner,
    failed,
)
from terrapants.security.tool import CheckovProcess

PASSED = "1 module: 2 checks passed, 0 suppressed."
FAILED = "1 module: 1 error; 1 check passed, 0 suppressed."


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    """One for all tests; each case has a directory of its own."""
    return Scanner(tmp_path_factory.mktemp("pex_cli"))


# Runs checkov, and ends every attempt to reach another machine.
WATCHED = """\
import runpy, sys

def watch(event, arguments):
    if event in ("socket.getaddrinfo", "socket.connect", "socket.sendto", "socket.gethostbyname"):
        print("NETWORK", event, arguments, file=sys.stderr)
        raise OSError("no network")

sys.addaudithook(watch)
sys.argv[0] = "checkov"
runpy.run_module("checkov.main", run_name="__main__")
"""
CALL = 'module "vpc" {\n  source  = "terraform-aws-modules/vpc/aws"\n  version = "5.0.0"\n}\n'


def watched(scanner: Scanner, *arguments: str) -> FallibleProcessResult:
    """A scan of a module that calls one from a registry, with every attempt on `stderr`."""
    runner = scanner.rule_runner
    runner.set_options(scanner.options, env_inherit=ENVIRONMENT)
    files = [FileContent("main.tf", CALL.encode())]
    digest = runner.request(Digest, [CreateDigest(files)])
    request = CheckovProcess(("-d", ".", "-o", "json", *arguments), "checkov", digest)
    process = runner.request(Process, [request])
    python = process.argv[0].replace("_pex_shim", "_bin_python_shim")
    process = replace(process, argv=(python, "-c", WATCHED, *process.argv[1:]))
    return runner.request(FallibleProcessResult, [process])


def test_scan_attempts_no_network(scanner: Scanner) -> None:
    result = watched(scanner, "--skip-download", "--download-external-modules", "false")
    assert b'"checkov_version"' in result.stdout
    assert b"NETWORK" not in result.stderr
    # By itself it would.
    assert b"NETWORK" in watched(scanner).stderr


def processes_run(scanner: Scanner) -> int:
    """How many processes the last `lint` needed: none that a cache had."""
    return scanner.rule_runner.scheduler.get_metrics().get("local_execution_requests", 0)


def test_only_what_an_edit_concerns_is_scanned_again(scanner: Scanner) -> None:
    scanner.scan(
        {
            "app/main.tf": 'module "files" {\n  source = "../files"\n}\n',
            "files/main.tf": ENCRYPTED,
            "other/main.tf": CLEAN,
        }
    )
    scanner.write({"app/README.md": "Not scanned."})
    again = scanner.lint()
    assert (again.exit_code, processes_run(scanner)) == (1, 0)
    scanner.write({"files/main.tf": SUPPRESSED})
    assert scanner.lint().exit_code == 0
    assert processes_run(scanner) == 2
    scanner.write({"other/main.tf": CLEAN + "# A comment.\n"})
    scanner.lint()
    assert processes_run(scanner) == 1
    # What has been found is known as well, although it fails.
    scanner.write({"files/main.tf": ENCRYPTED})
    assert (scanner.lint().exit_code, processes_run(scanner)) == (1, 0)


def said(scanner: Scanner, *options: str) -> list[str]:
    """What `lint` says of the case."""
    return scanner.lint(*options).stdout.replace(scanner.directory, "{case}").splitlines()


def test_options_choose_checks_and_what_fails(scanner: Scanner) -> None:
    scanner.scan({"main.tf": ENCRYPTED})
    assert said(scanner, "--checkov-skip-checks=CKV_AWS_18*") == [
        "1 module: 1 check passed, 0 suppressed."
    ]
    assert said(scanner, "--checkov-checks=['CKV_AWS_184', 'CKV_GCP_*']") == [
        *failed("main.tf"),
        "1 module: 1 error; 0 checks passed, 0 suppressed.",
    ]
    warned = [
        failed("main.tf")[0].replace("error:", "warning:"),
        failed("main.tf")[1],
        "1 module: 1 warning; 1 check passed, 0 suppressed.",
    ]
    assert said(scanner, "--checkov-soft-fail") == warned
    assert said(scanner, "--checkov-soft-fail-on=CKV_AWS_*") == warned
    hard = said(scanner, "--checkov-soft-fail", "--checkov-hard-fail-on=CKV_AWS_184")
    assert hard == [*failed("main.tf"), FAILED]
    assert said(scanner, "--checkov-frameworks=secrets") == [
        "1 module: 0 checks passed, 0 suppressed."
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
    assert said(scanner) == [
        failed("a/main.tf")[0].replace("error:", "warning:"),
        failed("a/main.tf")[1],
        "2 modules: 1 warning; 2 checks passed, 0 suppressed.",
    ]
    everywhere = "2 modules: 2 errors; 2 checks passed, 0 suppressed."
    assert said(scanner, "--no-checkov-config-discovery")[-1] == everywhere
    config = f"--checkov-config={scanner.directory}/b/.checkov.yml"
    assert said(scanner, config) == ["2 modules: 2 checks passed, 0 suppressed."]


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


def test_checks_of_ones_own(scanner: Scanner) -> None:
    suppressed = CLEAN.replace("{\n", "{\n  #checkov:skip=CKV2_OWN_1:A name helps nobody.\n")
    scanner.scan({"main.tf": CLEAN, "policies/own.yaml": OWN_CHECK})
    own = f"--checkov-external-checks-dirs={scanner.directory}/policies"
    assert said(scanner, own) == [
        "{case}/main.tf:1: error: File systems are named [CKV2_OWN_1]",
        "  aws_efs_file_system.this",
        "1 module: 1 error; 2 checks passed, 0 suppressed.",
    ]
    scanner.write({"main.tf": suppressed})
    assert said(scanner, own) == ["1 module: 2 checks passed, 1 suppressed."]


def test_files_that_arguments_and_configuration_name(scanner: Scanner) -> None:
    variable = 'variable "encrypted" {\n  type    = bool\n  default = true\n}\n'
    scanner.scan(
        {
            "main.tf": CLEAN.replace("= true", "= var.encrypted") + variable,
            "test.tfvars": "encrypted = false\n",
        }
    )
    assert said(scanner) == [PASSED]
    path = f"{scanner.directory}/test.tfvars"
    named = said(scanner, f"--checkov-args=--var-file={path}", f"--checkov-extra-files={path}")
    assert "[CKV_AWS_42]" in named[0]
    scanner.write({".checkov.yaml": f"var-file: [{path}]\n"})
    assert "[CKV_AWS_42]" in said(scanner)[0]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (
            ["--checkov-checks=CKV_AWS_9184"],
            "`[checkov].checks` has CKV_AWS_9184, but checkov has no such check. Did you mean "
            "CKV_AWS_184?",
        ),
        (
            ["--checkov-checks=CKV_DOCKER_1"],
            "`[checkov].checks` has CKV_DOCKER_1, but checkov has no such check for terraform, "
            "terraform_json, secrets.",
        ),
        (
            ["--checkov-skip-checks=LOW"],
            "`[checkov].skip_checks` has LOW, but checkov has no such check. Severities are known "
            "to the vendor's platform only, which a scan does not ask.",
        ),
        (
            ["--checkov-args=--bc-api-key=x"],
            "`[checkov].args` has --bc-api-key=x, which is refused: a scan uses no network.",
        ),
        (
            ["--checkov-external-checks-dirs=no/such/directory"],
            "no/such/directory is missing, and checkov is to read it (external checks).",
        ),
        (
            ["--checkov-external-checks-dirs=../elsewhere"],
            "checkov is given ../elsewhere, which is not a path within the repository, relative to "
            "its root.",
        ),
        (
            ["--checkov-install-from-resolve=none"],
            "checkov is installed from the resolve none, which `[python.resolves]` does not have. "
            'Add `none = "3rdparty/python/checkov.lock"` there, or set '
            "`[checkov].install_from_resolve`.",
        ),
        (
            ["--checkov-args=--no-such-flag"],
            "checkov ended with exit code 2 and no report on {case}/a: checkov: error: "
            "unrecognized arguments: --no-such-flag.",
        ),
    ],
)
def test_what_cannot_be_obeyed_is_said_once(
    scanner: Scanner, options: list[str], problem: str
) -> None:
    scanner.new_case()
    scanner.write({"a/BUILD": BUILD, "a/main.tf": ENCRYPTED})
    assert said(scanner, *options) == [
        f"error: {problem} [not-scanned]",
        "1 module: 1 error; 0 checks passed, 0 suppressed.",
    ]


def test_configuration_file_with_a_check_that_does_not_exist(scanner: Scanner) -> None:
    files = {".checkov.yaml": "check: [OWN_1]\n", "a/main.tf": CLEAN, "b/main.tf": CLEAN}
    scanner.scan(files)
    assert said(scanner) == [
        "error: `check` in {case}/.checkov.yaml has OWN_1, but checkov has no such check. "
        "[not-scanned]",
        "2 modules: 1 error; 0 checks passed, 0 suppressed.",
    ]


def test_module_at_the_build_root(scanner: Scanner) -> None:
    runner = scanner.rule_runner
    runner.write_files({"BUILD": BUILD, "main.tf": ENCRYPTED})
    scanner.directory = ""
    try:
        result = scanner.lint()
    finally:
        for name in ("BUILD", "main.tf"):
            Path(runner.build_root, name).unlink()
        runner.scheduler.invalidate_all_files()
    assert failed("main.tf")[0].replace("{case}/", "") in result.stdout
