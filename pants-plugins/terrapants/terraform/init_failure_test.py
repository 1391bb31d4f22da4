from __future__ import annotations

import pytest

from terrapants.terraform.init_failure import (
    InitFailure,
    KnownProviders,
    Unavailable,
    explain_init_failure,
    plain_text,
    read_requirement,
)
from terrapants.terraform.json_output import Diagnostic

AWS = "registry.terraform.io/hashicorp/aws"
ADVICE = (
    "\n\nTo see which modules are currently depending on {0} and what versions are specified, run "
    "the following command:\n    terraform providers"
)
PREAMBLE = Diagnostic(
    "error",
    "Terraform encountered problems during initialisation, including problems\nwith the "
    "configuration, described below.",
    "",
)


def query_failed(provider: str, reason: str) -> Diagnostic:
    """What `terraform init` 1.11.4 says of a provider without a usable version."""
    return Diagnostic(
        "error",
        "Failed to query available provider packages",
        f"Could not retrieve the list of available versions for provider {provider}: {reason}"
        + ADVICE.format(provider),
    )


def no_such_host(host: str) -> str:
    return (
        f"could not connect to {host}: failed to request discovery document: Get "
        f'"https://{host}/.well-known/terraform.json": dial tcp: lookup {host} on 10.0.0.2:53: '
        "no such host"
    )


def explain(
    *diagnostics: Diagnostic,
    requirements: dict[str, str] | None = None,
    mirrors: tuple[str, ...] = ("/opt/tf-plugins",),
) -> InitFailure:
    return explain_init_failure(
        diagnostics,
        requirements or {},
        KnownProviders(mirrors, {AWS: ("5.99.0", "5.100.0")}),
    )


def test_a_mirror_without_a_matching_version() -> None:
    failure = explain(
        query_failed("hashicorp/aws", "no available releases match the given constraints ~> 4.0"),
        requirements={"hashicorp/aws": 'version "~> 4.0"'},
    )
    assert failure == InitFailure(
        (
            Unavailable(
                'Provider hashicorp/aws, version "~> 4.0", was not found. Looked in the mirror '
                "/opt/tf-plugins (holds 5.99.0, 5.100.0).",
                "hashicorp/aws",
            ),
        ),
        (),
    )


def test_a_registry_that_cannot_be_reached() -> None:
    failure = explain(
        query_failed("hashicorp/null", no_such_host("registry.terraform.io")),
        requirements={"hashicorp/null": "any version"},
    )
    assert failure.sentences == (
        (
            "Provider hashicorp/null, any version, was not found. Looked in the mirror "
            "/opt/tf-plugins (does not hold it) and the registry registry.terraform.io (could not "
            "connect: no such host)."
        ),
    )


def test_without_mirrors_only_the_registry_is_named() -> None:
    failure = explain(
        query_failed("example.com/acme/foo", no_such_host("example.com")),
        requirements={"example.com/acme/foo": 'version ">= 1.2.0, < 2.0.0"'},
        mirrors=(),
    )
    assert failure.sentences == (
        (
            'Provider example.com/acme/foo, version ">= 1.2.0, < 2.0.0", was not found. Looked in '
            "the registry example.com (could not connect: no such host)."
        ),
    )


def test_every_mirror_is_named() -> None:
    failure = explain(
        query_failed("hashicorp/aws", "no available releases match the given constraints ~> 4.0"),
        requirements={"hashicorp/aws": 'version "~> 4.0"'},
        mirrors=("/opt/a", "/opt/b"),
    )
    assert "the mirror /opt/a and /opt/b (holds 5.99.0, 5.100.0)" in failure.sentences[0]


def test_a_provider_that_the_registry_does_not_know() -> None:
    failure = explain(
        query_failed(
            "hashicorp/awz",
            "provider registry registry.terraform.io does not have a provider named "
            "registry.terraform.io/hashicorp/awz",
        ),
        requirements={"hashicorp/awz": "any version"},
        mirrors=(),
    )
    assert failure.sentences == (
        (
            "Provider hashicorp/awz, any version, was not found. Looked in the registry "
            "registry.terraform.io (unknown there)."
        ),
    )


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("dial tcp 10.0.0.1:443: connect: connection refused", "connection refused"),
        ("dial tcp 10.0.0.1:443: i/o timeout (Client.Timeout exceeded)", "i/o timeout"),
    ],
)
def test_a_registry_that_does_not_answer(reason: str, said: str) -> None:
    failure = explain(
        query_failed("hashicorp/null", f"could not connect to registry.terraform.io: {reason}"),
        requirements={"hashicorp/null": "any version"},
    )
    assert failure.sentences[0].endswith(f"(could not connect: {said}).")


def test_another_reason_is_cut_to_its_innermost_part() -> None:
    failure = explain(
        query_failed("hashicorp/null", "could not connect to x: reading: unexpected EOF"),
        requirements={"hashicorp/null": "any version"},
    )
    assert failure.sentences[0].endswith("the registry registry.terraform.io (unexpected EOF).")


def test_the_locked_version_is_named_when_a_mirror_no_longer_has_it() -> None:
    failure = explain(
        query_failed(
            "hashicorp/aws", "the previously-selected version 5.90.0 is no longer available"
        ),
        requirements={"hashicorp/aws": "as in .terraform.lock.hcl"},
    )
    assert failure.sentences == (
        (
            "Provider hashicorp/aws, version 5.90.0 as in .terraform.lock.hcl, was not found. "
            "Looked in the mirror /opt/tf-plugins (holds 5.99.0, 5.100.0)."
        ),
    )


def test_a_lock_file_that_disagrees_keeps_terraforms_own_words() -> None:
    mismatch = query_failed(
        "hashicorp/aws",
        "locked provider registry.terraform.io/hashicorp/aws 5.100.0 does not match configured "
        "version constraint ~> 6.0; must use terraform init -upgrade to allow selection of new "
        "versions",
    )
    checksum = Diagnostic(
        "error",
        "Failed to install provider",
        "Error while installing hashicorp/aws v5.100.0: the local package for "
        "registry.terraform.io/hashicorp/aws 5.100.0 doesn't match any of the checksums "
        "previously recorded in the dependency lock file",
    )
    failure = explain(
        mismatch, checksum, requirements={"hashicorp/aws": "as in .terraform.lock.hcl"}
    )
    assert failure == InitFailure((), (mismatch, checksum))


def test_one_sentence_a_provider() -> None:
    error = query_failed("hashicorp/null", no_such_host("registry.terraform.io"))
    other = query_failed("hashicorp/awz", no_such_host("registry.terraform.io"))
    failure = explain(
        error,
        other,
        error,
        requirements={"hashicorp/null": "any version", "hashicorp/awz": "any version"},
    )
    assert [sentence.split(",")[0] for sentence in failure.sentences] == [
        "Provider hashicorp/awz",
        "Provider hashicorp/null",
    ]


def test_the_order_in_which_providers_were_asked_for_does_not_show() -> None:
    requirements = {"hashicorp/aws": "any version", "hashicorp/null": "any version"}
    errors = [
        query_failed(provider, no_such_host("registry.terraform.io")) for provider in requirements
    ]
    assert explain(*errors, requirements=requirements) == explain(
        *reversed(errors), requirements=requirements
    )


def test_a_provider_is_not_taken_for_one_whose_name_it_begins_with() -> None:
    failure = explain(
        query_failed("hashicorp/awss", no_such_host("registry.terraform.io")),
        requirements={"hashicorp/aws": 'version "~> 5.0"', "hashicorp/awss": 'version "~> 4.0"'},
    )
    assert failure.sentences[0].startswith('Provider hashicorp/awss, version "~> 4.0",')


def test_a_git_source_that_cannot_be_reached() -> None:
    failure = explain(
        Diagnostic(
            "error",
            "Failed to download module",
            'Could not download module "git" (main.tf:1) source code from '
            "\"git::file:///nowhere/repo.git\": error downloading 'file:///nowhere/repo.git': "
            "/usr/bin/git exited with 128: Cloning into '.terraform/modules/git'...\n"
            "fatal: '/nowhere/repo.git' does not appear to be a git repository\n"
            "fatal: Could not read from remote repository.\n\n"
            "Please make sure you have the correct access rights\nand the repository exists.",
            "infra/s3/main.tf",
            1,
            1,
        )
    )
    assert failure.sentences == (
        (
            'infra/s3/main.tf:1:1: Could not download module "git" (main.tf:1) source code '
            "from \"git::file:///nowhere/repo.git\": '/nowhere/repo.git' does not appear to be "
            "a git repository"
        ),
    )
    assert failure.diagnostics == ()


def test_a_git_reference_that_is_not_there() -> None:
    failure = explain(
        Diagnostic(
            "error",
            "Failed to download module",
            'Could not download module "git" (main.tf:1) source code from '
            "\"git::file:///srv/repo?ref=v9\": error downloading 'file:///srv/repo?ref=v9': "
            "/usr/bin/git exited with 1: error: pathspec 'v9' did not match any file(s) known to "
            "git\n",
        )
    )
    assert failure.sentences == (
        (
            'Could not download module "git" (main.tf:1) source code from '
            "\"git::file:///srv/repo?ref=v9\": pathspec 'v9' did not match any file(s) known to git"
        ),
    )


def test_an_archive_that_cannot_be_downloaded_keeps_terraforms_reason() -> None:
    detail = (
        'Could not download module "zip" (main.tf:1) source code from '
        '"https://example.com/m.zip": bad response code: 404'
    )
    failure = explain(
        Diagnostic("error", "Failed to download module", detail, "infra/main.tf", 1, 1)
    )
    assert failure.sentences == (f"infra/main.tf:1:1: {detail}",)


def registry_failed(module: str, line: int, reason: str) -> Diagnostic:
    return Diagnostic(
        "error",
        "Error accessing remote module registry",
        f'Failed to retrieve available versions for module "{module}" (main.tf:{line}) from '
        f"registry.terraform.io: {reason}.",
        "infra/main.tf",
        line,
        1,
    )


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (
            (
                "failed to request discovery document: Get "
                '"https://registry.terraform.io/.well-known/terraform.json": dial tcp: lookup '
                "registry.terraform.io on 10.0.0.2:53: no such host"
            ),
            "could not connect: no such host",
        ),
        ("error looking up module versions: 503 Service Unavailable", "503 Service Unavailable"),
    ],
)
def test_a_module_registry_that_cannot_be_reached(reason: str, said: str) -> None:
    failure = explain(registry_failed("reg", 2, reason))
    assert failure.sentences == (
        (
            'infra/main.tf:2:1: Failed to retrieve available versions for module "reg" (main.tf:2) '
            f"from registry.terraform.io: {said}."
        ),
    )
    assert failure.diagnostics == ()


def mismatch(line: int) -> Diagnostic:
    """What Terraform says, once a run, of a provider of a module that it could not read."""
    return Diagnostic(
        "error",
        "Provider type mismatch",
        'The provider "azapi" in tests/a.tftest.hcl represents provider "hashicorp/azapi", but '
        '"azapi" in the root module represents provider "azure/azapi".',
        "infra/tests/a.tftest.hcl",
        line,
        1,
    )


def test_what_follows_from_a_module_that_could_not_be_read_is_left_out() -> None:
    failure = explain(mismatch(1), registry_failed("reg", 2, "no such host"), mismatch(1))
    assert len(failure.sentences) == 1
    assert failure.diagnostics == ()


def test_an_error_is_said_once() -> None:
    assert explain(mismatch(1), mismatch(2), mismatch(1)) == InitFailure(
        (), (mismatch(1), mismatch(2))
    )


def test_the_locked_version_is_named_when_a_registry_cannot_be_reached() -> None:
    failure = explain_init_failure(
        [query_failed("hashicorp/null", no_such_host("registry.terraform.io"))],
        {"hashicorp/null": "as in .terraform.lock.hcl"},
        KnownProviders(locked={"registry.terraform.io/hashicorp/null": "3.2.4"}),
    )
    assert failure.sentences == (
        (
            "Provider hashicorp/null, version 3.2.4 as in .terraform.lock.hcl, was not found. "
            "Looked in the registry registry.terraform.io (could not connect: no such host)."
        ),
    )


def test_errors_of_the_configuration_are_kept_and_the_preamble_and_warnings_are_not() -> None:
    syntax = Diagnostic(
        "error", "Unclosed configuration block", "No brace.", "infra/tests/a.tftest.hcl", 1, 9
    )
    warning = Diagnostic("warning", "Deprecated attribute", "Use another.")
    assert explain(PREAMBLE, warning, syntax) == InitFailure((), (syntax,))


def test_what_init_looks_for_is_read_from_its_log() -> None:
    requirements: dict[str, str] = {}
    for text in (
        "hashicorp/random: Finding latest version...",
        'Finding matching versions for provider: acme/nope, version_constraint: "~> 1.0"',
        "hashicorp/aws: Reusing previous version from the dependency lock file",
        "terraform.io/builtin/terraform is built in to Terraform",
    ):
        read_requirement({"type": "log", "@message": text}, requirements)
    assert requirements == {
        "hashicorp/random": "any version",
        "acme/nope": 'version "~> 1.0"',
        "hashicorp/aws": "as in .terraform.lock.hcl",
    }


def test_plain_text_has_no_json_colours_and_boxes() -> None:
    text = '{"type":"log"}\n\x1b[31m╷\x1b[0m\n│ Error: no\n│ \n╵ way\n'
    assert plain_text(text) == "Error: no\nway"
