"""With a real Terraform, and providers for three platforms in a mirror made here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from pants.core.goals.check import Check
from pants.testutil.rule_runner import RuleRunner

from terrapants.locking.module_locks import platform_name
from terrapants.locking.register import rules, target_types
from terrapants.locking.tf_lock_goal import TfLock
from terrapants.testutil.terraform_rule_runner import terraform_options, terraform_rule_runner

PLATFORMS = ("darwin_arm64", "linux_amd64", "windows_amd64")
OUTSIDE = {"HOME", "PATH"}


def provide(mirror: Path, name: str, version: str, platforms: tuple[str, ...] = PLATFORMS) -> None:
    for platform in platforms:
        package = mirror / "registry.terraform.io/acme" / name / version / platform
        package.mkdir(parents=True)
        binary = package / f"terraform-provider-{name}_v{version}"
        binary.write_text(f"{name} {version} {platform}")
        binary.chmod(0o755)


def versions(**constraints: str) -> str:
    entries = "".join(
        f'    {name} = {{\n      source  = "acme/{name}"\n      version = "{constraint}"\n    }}\n'
        for name, constraint in constraints.items()
    )
    return f"terraform {{\n  required_providers {{\n{entries}  }}\n}}\n"


class Repository:
    def __init__(self, mirror: Path) -> None:
        self.mirror = mirror
        self.runner: RuleRunner = terraform_rule_runner([*rules()], target_types())
        self.platforms: tuple[str, ...] = PLATFORMS[:2]

    def write(self, files: Mapping[str, str]) -> None:
        self.runner.write_files(dict(files))

    def module(self, directory: str, more: str = "", **constraints: str) -> None:
        self.write(
            {
                f"{directory}/BUILD": "terraform_module()\n",
                f"{directory}/main.tf": versions(**constraints) + more,
            }
        )

    def options(self) -> tuple[str, ...]:
        named = ", ".join(f"'{each}'" for each in self.platforms)
        return (
            *terraform_options(mirrors=[str(self.mirror)]),
            f"--tf-lock-platforms=[{named}]",
        )

    def lock(self, *arguments: str) -> tuple[int, str]:
        result = self.runner.run_goal_rule(
            TfLock, args=arguments or ("::",), global_args=self.options(), env_inherit=OUTSIDE
        )
        return result.exit_code, result.stdout + result.stderr

    def text(self, directory: str) -> str:
        return Path(self.runner.build_root, directory, ".terraform.lock.hcl").read_text()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    mirror = tmp_path / "mirror"
    provide(mirror, "tiny", "1.0.0")
    provide(mirror, "tiny", "1.1.0")
    provide(mirror, "other", "2.0.0", PLATFORMS[:2])
    for each in (tmp_path, *tmp_path.rglob("*")):
        each.chmod(0o755)
    return Repository(mirror)


def test_the_life_of_lock_files(repository: Repository) -> None:
    repository.module("a", tiny="~> 1.0")
    repository.module("b", tiny="~> 1.0")
    repository.module("c", 'module "a" {\n  source = "../a"\n}\n', other=">= 1.0")

    code, said = repository.lock("--check", "::")
    assert code == 1
    assert "a/.terraform.lock.hcl: it is missing." in said
    assert "3 modules: 3 lock files to write. Run `pants tf-lock a: b: c:`." in said.replace(
        "./pants", "pants"
    )

    code, said = repository.lock()
    assert code == 0, said
    assert "c/.terraform.lock.hcl: other 2.0.0, tiny 1.1.0." in said
    # The three modules ask two different things.
    assert "3 modules: 3 lock files written, 2 runs of Terraform." in said
    first = repository.text("a")
    assert "# Platforms: darwin_arm64 linux_amd64\n" in first
    assert '  version     = "1.1.0"\n  constraints = "~> 1.0"\n' in first
    assert first.count('"h1:') == 2
    assert repository.text("b") == first

    code, said = repository.lock()
    assert (code, said.strip()) == (0, "3 modules: 0 lock files written, 0 runs of Terraform.")
    assert repository.lock("--check", "::")[0] == 0

    # A newer version appears: nothing changes until somebody wants it.
    provide(repository.mirror, "tiny", "1.2.0")
    repository.module("b", tiny="~> 1.0, != 1.3.0")
    before = repository.text("a")
    code, said = repository.lock()
    assert code == 0, said
    assert "1 lock file written" in said
    assert repository.text("a") == before
    assert '"1.1.0"' in repository.text("b")

    # A platform is added.
    repository.platforms = PLATFORMS
    code, said = repository.lock("--check", "a::")
    assert code == 1
    assert "a/.terraform.lock.hcl: it lacks checksums of acme/tiny for one of darwin_arm64" in said
    check = repository.runner.run_goal_rule(
        Check,
        args=["--only=terraform-lock", "a::"],
        global_args=repository.options(),
        env_inherit=OUTSIDE,
    )
    assert check.exit_code == 1
    code, said = repository.lock()
    # One provider is not there for all platforms: the file of that module stays as it is.
    assert code == 1
    assert "registry.terraform.io/acme/other could not be locked for darwin_arm64" in said
    assert "so the lock file of c stays as it is" in said
    assert repository.text("a").count('"h1:') == 3
    assert repository.text("c").count('"h1:') == 4


@pytest.mark.parametrize(
    ("pants", "terraform"),
    [
        ("linux_x86_64", "linux_amd64"),
        ("linux_arm64", "linux_arm64"),
        ("macos_arm64", "darwin_arm64"),
        ("macos_x86_64", "darwin_amd64"),
    ],
)
def test_the_name_of_a_platform(pants: str, terraform: str) -> None:
    assert platform_name(pants) == terraform
