from __future__ import annotations

import pytest
from pants.util.docutil import bin_name

from terrapants.security.settings import (
    ConfigFile,
    FailurePolicy,
    UnusableSetting,
    matches,
    read_config,
    refuse_arguments,
)

LINT = f"{bin_name()} lint"


def test_a_finding_is_an_error_by_default() -> None:
    assert FailurePolicy().fails("CKV_AWS_18")
    assert not FailurePolicy(soft_fail=True).fails("CKV_AWS_18")
    assert not FailurePolicy(soft_fail_on=("CKV_AWS_*",)).fails("CKV_AWS_18")
    assert FailurePolicy(soft_fail_on=("CKV_AWS_1",)).fails("CKV_AWS_18")


def test_hard_fail_on_takes_precedence() -> None:
    policy = FailurePolicy(True, ("CKV_AWS_*",), ("CKV_AWS_18",))
    assert policy.fails("CKV_AWS_18")
    assert not policy.fails("CKV_AWS_19")


def test_globs_match_and_ids_must_be_complete() -> None:
    assert matches("CKV2_AWS_6", ("CKV2_*",))
    assert not matches("CKV2_AWS_62", ("CKV2_AWS_6",))
    assert not matches("ckv2_aws_6", ("CKV2_AWS_6",))


def test_other_arguments_are_accepted() -> None:
    refuse_arguments(
        ["--var-file=a.tfvars", "--skip-path", "legacy", "--compact", "-o", "cli", "-d"]
    )


@pytest.mark.parametrize(
    ("argument", "advice"),
    [
        ("--check", "use `[checkov].checks`"),
        ("--skip-check=CKV_AWS_18", "use `[checkov].skip_checks`"),
        ("-cCKV_AWS_18", "use `[checkov].checks`"),
        ("--soft-fail", "use `[checkov].soft_fail`"),
        ("-s", "use `[checkov].soft_fail`"),
        ("--hard-fail-on", "use `[checkov].hard_fail_on`"),
        # checkov accepts abbreviated flags.
        ("--bc-api", "a scan does not use the network"),
        ("--download-external-modules=true", "a scan does not use the network"),
        ("--external-checks-git", "a scan does not use the network"),
        ("-f", f"pass the modules to scan to `{LINT}`"),
    ],
)
def test_a_refused_argument_is_reported_with_the_reason(argument: str, advice: str) -> None:
    with pytest.raises(UnusableSetting) as error:
        refuse_arguments(["--compact", argument])
    assert str(error.value) == f"`[checkov].args` has {argument}, which is not allowed: {advice}."


CONFIG = """\
# As `checkov --create-config` writes it, and as people do.
compact: true
directory: [.]
download-external-modules: false
external-checks-dir: [policies]
framework: terraform
check: CKV_AWS_18, CKV_AWS_19
skip-check:
  - CKV_AWS_20
  - CKV_AWS_21,CKV_AWS_22
soft-fail: false
soft-fail-on: [CKV_AWS_23]
hard-fail-on: [CKV_AWS_24]
var-file: [a.tfvars]
baseline: .checkov.baseline
bc-api-key:
"""


def test_a_configuration_file_is_read() -> None:
    assert read_config(CONFIG, ".checkov.yaml") == ConfigFile(
        ".checkov.yaml",
        checks=("CKV_AWS_18", "CKV_AWS_19"),
        skip_checks=("CKV_AWS_20", "CKV_AWS_21", "CKV_AWS_22"),
        frameworks=("terraform",),
        external_checks_dirs=("policies",),
        files=("a.tfvars", ".checkov.baseline"),
        policy=FailurePolicy(False, ("CKV_AWS_23",), ("CKV_AWS_24",)),
    )


def test_an_empty_configuration_file_is_accepted() -> None:
    assert read_config("# nothing\n", ".checkov.yaml") == ConfigFile(".checkov.yaml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "check: [CKV_AWS_18\nquiet: true\n",
            ".checkov.yaml:2:6: this is not YAML: expected ',' or ']', but got ':'.",
        ),
        (
            "- CKV_AWS_18\n",
            (
                ".checkov.yaml: a configuration file of checkov must be a YAML mapping, such as "
                "`skip-check: [CKV_AWS_18]`."
            ),
        ),
        (
            "bc-api-key: x\n",
            ".checkov.yaml: `bc-api-key` is not allowed: a scan does not use the network.",
        ),
        (
            "download-external-modules: 'true'\n",
            (
                ".checkov.yaml: `download-external-modules` is not allowed: a scan does not use "
                "the network."
            ),
        ),
        (
            "file: [main.tf]\n",
            f".checkov.yaml: `file` is not allowed: pass the modules to scan to `{LINT}`.",
        ),
    ],
)
def test_what_is_wrong_with_a_configuration_file(text: str, said: str) -> None:
    with pytest.raises(UnusableSetting) as error:
        read_config(text, ".checkov.yaml")
    assert str(error.value) == said
