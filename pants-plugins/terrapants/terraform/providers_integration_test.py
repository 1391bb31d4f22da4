"""The provider mirrors of a machine, as Pants sees them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pants.engine.rules import QueryRule
from pants.testutil.rule_runner import RuleRunner, engine_error
from pants.util.frozendict import FrozenDict

from terrapants.terraform.providers import ProviderMirrors, TerraformProviders, UnusableMirror
from terrapants.terraform.rules import rules, target_types
from terrapants.testutil.terraform_rule_runner import (
    AWS_PROVIDER,
    aws_provider_version,
    provider_mirror,
    terraform_rule_runner,
)


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    queries = [QueryRule(ProviderMirrors, []), QueryRule(TerraformProviders, [])]
    return terraform_rule_runner([*rules(), *queries], target_types())


def look_at(rule_runner: RuleRunner, *mirrors: Path | str) -> ProviderMirrors:
    rule_runner.set_options([f"--terraform-providers-mirrors={[str(each) for each in mirrors]!r}"])
    return rule_runner.request(ProviderMirrors, [])


def mirror(directory: Path, *packages: str) -> Path:
    """A mirror with these directories, or zip archives, below registry.terraform.io."""
    directory.mkdir()
    for package in packages:
        path = directory / "registry.terraform.io" / package
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".zip":
            path.touch()
        else:
            path.mkdir()
    return directory


def test_no_mirror(rule_runner: RuleRunner) -> None:
    mirrors = look_at(rule_runner)
    assert (mirrors.count, mirrors.versions) == (0, FrozenDict())


def test_mirror_of_this_machine(rule_runner: RuleRunner) -> None:
    mirrors = look_at(rule_runner, provider_mirror())
    assert mirrors.count == 1
    assert aws_provider_version() in mirrors.versions[AWS_PROVIDER]


def test_unpacked_and_packed_providers(rule_runner: RuleRunner, tmp_path: Path) -> None:
    first = mirror(
        tmp_path / "fir st",
        "acme/tiny/1.0.0/linux_amd64",
        "acme/tiny/2.0.0/linux_amd64",
        "acme/tiny/2.0.0/darwin_arm64",
    )
    second = mirror(
        tmp_path / "second",
        "acme/big-one/terraform-provider-big-one_3.1.0-beta1_linux_amd64.zip",
        "acme/tiny/terraform-provider-tiny_1.5.0_linux_amd64.zip",
    )
    mirrors = look_at(rule_runner, first, second)
    assert mirrors.count == 2
    assert mirrors.versions == FrozenDict(
        {
            "registry.terraform.io/acme/big-one": ("3.1.0-beta1",),
            "registry.terraform.io/acme/tiny": ("1.0.0", "1.5.0", "2.0.0"),
        }
    )


def test_key_follows_from_the_content_alone(rule_runner: RuleRunner, tmp_path: Path) -> None:
    package = "acme/tiny/1.0.0/linux_amd64"
    one = look_at(rule_runner, mirror(tmp_path / "one", package))
    same = look_at(rule_runner, mirror(tmp_path / "same", package))
    more = look_at(rule_runner, mirror(tmp_path / "more", package, "acme/big/1.0.0/linux_amd64"))
    assert one == same
    assert more.key not in (one.key, look_at(rule_runner).key)


def test_change_is_seen_by_the_next_session(rule_runner: RuleRunner, tmp_path: Path) -> None:
    directory = mirror(tmp_path / "changing", "acme/tiny/1.0.0/linux_amd64")
    provider = "registry.terraform.io/acme/tiny"
    assert look_at(rule_runner, directory).versions[provider] == ("1.0.0",)
    (directory / provider / "1.1.0/linux_amd64").mkdir(parents=True)
    assert look_at(rule_runner, directory).versions[provider] == ("1.0.0", "1.1.0")


def test_missing_mirror(rule_runner: RuleRunner, tmp_path: Path) -> None:
    present, missing = mirror(tmp_path / "present"), tmp_path / "missing"
    with engine_error(
        UnusableMirror,
        contains=f"`[terraform-providers].mirrors` names {missing}, which is not a directory.",
    ):
        look_at(rule_runner, present, missing)


@pytest.mark.parametrize(
    ("mirrors", "found", "used"),
    [
        (None, ["/opt/found"], ("/opt/found",)),
        (["/opt/mine"], ["/opt/found"], ("/opt/mine",)),
        ([], ["/opt/found"], ()),
        (
            ["~/mirror", "in/repository", "/a/../b", ""],
            [],
            ("{home}/mirror", "{root}/in/repository", "/b", ""),
        ),
    ],
)
def test_what_the_user_says_counts_and_not_what_was_found(
    rule_runner: RuleRunner,
    mirrors: list[str] | None,
    found: list[str],
    used: tuple[str, ...],
) -> None:
    options = [f"--terraform-providers-machine-mirrors={found!r}"]
    if mirrors is not None:
        options.append(f"--terraform-providers-mirrors={mirrors!r}")
    rule_runner.set_options(options)
    subsystem = rule_runner.request(TerraformProviders, [])
    places = {"home": Path.home(), "root": rule_runner.build_root}
    assert subsystem.mirrors == tuple(each.format(**places) for each in used)
