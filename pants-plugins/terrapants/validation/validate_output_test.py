from __future__ import annotations

import json
from typing import Any

import pytest

from terrapants.findings.finding import Finding, Severity, render
from terrapants.hcl.module_interface import ModuleInterface, read_module
from terrapants.validation.validate_output import (
    ValidateOutcome,
    provider_position,
    read_outcome,
)

INITIALISED = '{"type":"terrapants_init","exit_code":0}\n'
NO_INTERFACE = read_module({})
NOT_FOUND = {
    "type": "diagnostic",
    "diagnostic": {
        "severity": "error",
        "summary": "Failed to query available provider packages",
        "detail": "Could not retrieve the list of available versions for provider hashicorp/nope: "
        "could not connect to registry.terraform.io: no such host",
    },
}
LOOKED_FOR = {"type": "log", "@message": "hashicorp/nope: Finding latest version..."}


def outcome(stdout: str, exit_code: int = 1, stderr: str = "") -> ValidateOutcome:
    return ValidateOutcome("infra/s3", exit_code, stdout, stderr)


def validated(*diagnostics: dict[str, Any]) -> str:
    return INITIALISED + json.dumps({"valid": False, "diagnostics": diagnostics}, indent=2) + "\n"


def read(
    stdout: str, exit_code: int = 1, stderr: str = "", interface: ModuleInterface = NO_INTERFACE
) -> list[str]:
    return render(
        read_outcome(outcome(stdout, exit_code, stderr), [NO_INTERFACE, interface])
    ).splitlines()


def failed_init(*messages: Any) -> str:
    lines = [*map(json.dumps, messages), '{"type":"terrapants_init","exit_code":1}']
    return "\n".join(lines) + "\n"


def test_diagnostics_of_validate_are_in_the_repository() -> None:
    start = {"line": 2, "column": 3}
    said = {
        "severity": "warning",
        "summary": "Deprecated",
        "detail": "Use x.",
        "range": {"filename": "../part/main.tf", "start": start},
        "snippet": {"code": "  y = 1"},
    }
    assert read_outcome(outcome(validated(said), 0), []) == (
        Finding(
            "",
            Severity.WARNING,
            "Deprecated",
            "infra/part/main.tf",
            2,
            3,
            "  y = 1",
            detail="Use x.",
        ),
    )


def test_without_a_file_the_module_is_named() -> None:
    said = {"severity": "error", "summary": "Cycle: local.a, local.b", "detail": ""}
    assert read(validated(said)) == ["infra/s3: error: Cycle: local.a, local.b"]


def test_what_a_successful_init_warned_of_is_shown_with_what_validate_says() -> None:
    warning = {"severity": "warning", "summary": "Quoted references are deprecated", "detail": ""}
    stdout = json.dumps({"type": "diagnostic", "diagnostic": warning}) + "\n" + validated(warning)
    assert read(stdout, 0) == ["infra/s3: warning: Quoted references are deprecated"]


def test_a_failed_init_does_not_lose_warnings() -> None:
    warning = {"severity": "warning", "summary": "Quoted references are deprecated", "detail": ""}
    stdout = json.dumps({"type": "diagnostic", "diagnostic": warning})
    stdout += '\n{"type":"terrapants_init","exit_code":1}\n'
    assert "infra/s3: warning: Quoted references are deprecated" in read(stdout, 1)


@pytest.mark.parametrize("summary", ["Lock file not updated", "Unmanaged providers are in effect"])
def test_what_init_warned_of_its_arguments_is_not_shown(summary: str) -> None:
    warning = {"severity": "warning", "summary": summary, "detail": ""}
    stdout = json.dumps({"type": "diagnostic", "diagnostic": warning}) + "\n" + validated()
    assert read(stdout, 0) == []


def test_a_missing_provider_is_one_error_where_it_is_asked_for() -> None:
    interface = read_module(
        {"infra/s3/main.tf": '\nresource "nope_x" "a" {}\nresource "nope_x" "b" {}\n'}
    )
    assert read(failed_init(LOOKED_FOR, NOT_FOUND, NOT_FOUND), interface=interface) == [
        (
            "infra/s3/main.tf:2:1: error: Provider hashicorp/nope, any version, was not found. "
            "Looked in the registry registry.terraform.io (could not connect: no such host)."
        )
    ]


def test_a_missing_provider_that_another_module_asks_for() -> None:
    (line,) = read(failed_init(LOOKED_FOR, NOT_FOUND))
    assert line.startswith("infra/s3: error: Provider hashicorp/nope,")


def test_where_a_provider_is_asked_for() -> None:
    interface = read_module(
        {
            "main.tf": "terraform {\n  required_providers {\n"
            '    one = { source = "Acme/one" }\n'
            '    two = { source = "example.com/acme/two" }\n'
            '    three = { version = "~> 3.0" }\n  }\n}\n'
            'data "four_x" "a" {}\n'
        }
    )

    def line(provider: str) -> int:
        position = provider_position(provider, [NO_INTERFACE, interface])
        return position.line if position else 0

    assert line("acme/one") == 3
    assert line("example.com/acme/two") == 4
    assert line("hashicorp/three") == 5
    assert line("hashicorp/four") == 8
    assert line("hashicorp/five") == 0


def test_a_module_that_cannot_be_read_is_one_error_with_its_position() -> None:
    def said(detail: str) -> dict[str, Any]:
        content = {"severity": "error", "summary": "Unreadable module directory", "detail": detail}
        return {"type": "diagnostic", "diagnostic": content}

    stdout = failed_init(
        said("Unable to evaluate directory symlink: lstat part: no such file or directory"),
        said('The directory  could not be read for module "part" at sub dir/main.tf:7.'),
    )
    assert read(stdout) == [
        "infra/s3/sub dir/main.tf:7: error: Unreadable module directory",
        '  The directory infra/s3/part could not be read for module "part": it does not exist.',
    ]


def test_text_in_place_of_json_is_shown() -> None:
    # As Terraform before 1.9 writes it, and as any program does that breaks down.
    assert read("\x1b[31mError: no\x1b[0m\n" + failed_init(), 1) == [
        "infra/s3: error: `terraform init` exited with 1",
        "  Error: no",
    ]
    assert read(INITIALISED + "{ panic", 2, "signal: killed") == [
        "infra/s3: error: `terraform validate` exited with 2",
        "  signal: killed",
    ]
    assert read("", 137) == [
        "infra/s3: error: `terraform init` exited with 137",
        "  no reason was given",
    ]
