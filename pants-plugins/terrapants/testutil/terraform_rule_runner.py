"""A `RuleRunner` that runs a real Terraform, with the real AWS provider where a test uses it.

Both are looked for on this machine, in the places where `./pants` looks for them. Where one is
missing, the tests that need it fail with a sentence on what to install: none is skipped.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import hcl2
import pytest
from pants.backend.experimental.terraform import register as terraform_backend
from pants.base.build_root import BuildRoot
from pants.core import register as core
from pants.engine.platform import Platform
from pants.engine.rules import QueryRule, Rule
from pants.engine.target import Target
from pants.engine.unions import UnionRule
from pants.testutil.rule_runner import RuleRunner
from pants.util.dirutil import safe_mkdtemp

from terrapants.terraform.hcl_reader import HCL_CACHE
from terrapants.terraform.minimum_version import MINIMUM_TERRAFORM

MIRROR_VARIABLE = "TERRAPANTS_PROVIDER_MIRROR"
NO_POOL = ("--no-terraform-provider-pool-enabled",)
AWS_PROVIDER = "registry.terraform.io/hashicorp/aws"


@dataclass(frozen=True)
class TerraformOnPath:
    """The `terraform` on PATH: its absolute path and its version."""

    path: str
    version: str


@functools.cache
def terraform_on_path() -> TerraformOnPath:
    """The Terraform of this machine; without one the test fails."""
    path = shutil.which("terraform")
    if path is None:
        pytest.fail(
            f"This test needs `terraform` {MINIMUM_TERRAFORM} or newer on PATH. Install it, and "
            "run again.",
            pytrace=False,
        )
    said = subprocess.run(
        (path, "version", "-json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"CHECKPOINT_DISABLE": "1"},
        check=True,
    )
    return TerraformOnPath(os.path.realpath(path), json.loads(said.stdout)["terraform_version"])


@functools.cache
def provider_mirror() -> str:
    """A directory of this machine that holds the AWS provider; without one the test fails.

    It is known by the layout of a filesystem mirror,
    `registry.terraform.io/hashicorp/aws/<version>/<os_arch>/`, and looked for in the directories
    of TERRAPANTS_PROVIDER_MIRROR alone if that variable is set, else in the mirrors of the user's
    Terraform CLI configuration, in Terraform's implied mirror directories ("CLI Configuration File"
    in Terraform's documentation), and below the usual add-on roots.
    """
    for directory in _possible_mirrors():
        if any(directory.glob(f"{AWS_PROVIDER}/*/*/terraform-provider-aws*")):
            return str(directory)
    pytest.fail(
        f"This test needs a mirror directory that holds {AWS_PROVIDER}: name one in the "
        f"environment variable {MIRROR_VARIABLE}, and run again.",
        pytrace=False,
    )


def aws_provider_version() -> str:
    """The newest version of the AWS provider in the mirror."""
    versions = [path.name for path in Path(provider_mirror(), AWS_PROVIDER).iterdir()]
    return max(versions, key=lambda version: tuple(map(int, version.split("-")[0].split("."))))


def provider_platform() -> str:
    """This machine in the words of Terraform, as in `linux_amd64`."""
    system, _, machine = Platform.create_for_localhost().value.partition("_")
    systems = {"macos": "darwin"}
    machines = {"x86_64": "amd64"}
    return f"{systems.get(system, system)}_{machines.get(machine, machine)}"


def _possible_mirrors() -> Iterator[Path]:
    named = os.environ.get(MIRROR_VARIABLE)
    if named is not None:
        yield from (Path(directory) for directory in named.split(":") if directory)
        return
    home = Path.home()
    yield from _configured_mirrors(
        Path(os.environ.get("TF_CLI_CONFIG_FILE", home / ".terraformrc"))
    )
    data_home = os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")
    data_dirs = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    yield home / ".terraform.d/plugins"
    yield home / "Library/Application Support/io.terraform/plugins"
    yield Path("/Library/Application Support/io.terraform/plugins")
    for directory in (data_home, *data_dirs.split(":")):
        yield Path(directory, "terraform/plugins")
    for root in map(Path, ("/opt", "/srv", "/usr/local", "/usr/lib", "/usr/share")):
        for depth in ("", "*/", "*/*/"):
            yield from (host.parent for host in sorted(root.glob(f"{depth}registry.terraform.io")))


def _configured_mirrors(configuration: Path) -> Iterator[Path]:
    if configuration.is_file():
        for block in hcl2.loads(configuration.read_text()).get("provider_installation", ()):
            for mirror in block.get("filesystem_mirror", ()):
                yield Path(mirror["path"].strip('"'))


def terraform_options(
    path: str | None = None,
    version: str | None = None,
    *,
    mirrors: Iterable[str] = (),
    pool: Iterable[str] = NO_POOL,
) -> tuple[str, ...]:
    """The options by which Pants runs a Terraform of this machine, as `./pants` sets them.

    :param path: the binary, by default the one on PATH.
    :param version: the version that the options claim it to be, by default its own.
    :param pool: the options of the provider pool, which is off by default.
    """
    path = path or terraform_on_path().path
    version = version or terraform_on_path().version
    platform = Platform.create_for_localhost().value
    sha256, length = _fingerprint(path)
    return (
        f"--download-terraform-version={version}",
        f"--download-terraform-url-template=file://{path}",
        f"--download-terraform-known-versions=['{version}|{platform}|{sha256}|{length}']",
        f"--terraform-providers-mirrors={list(mirrors)!r}",
        *pool,
    )


@functools.cache
def _fingerprint(path: str) -> tuple[str, int]:
    content = Path(path).read_bytes()
    return hashlib.sha256(content).hexdigest(), len(content)


def terraform_rule_runner(
    rules: Iterable[Rule | UnionRule | QueryRule],
    target_types: Iterable[type[Target]],
    *,
    caches: str | None = None,
) -> RuleRunner:
    """A `RuleRunner` with the core rules, those of Pants' Terraform backend, and the given ones.

    :param caches: the directory of its store and named caches. By default it has new ones, so that
        no verdict comes from an earlier test session.
    """
    caches = caches or safe_mkdtemp(prefix="caches.")
    share_caches(Path(caches, "named"))
    return RuleRunner(
        rules=[*core.rules(), *terraform_backend.rules(), *rules],
        target_types=[
            *core.target_types(),
            *terraform_backend.target_types(),
            *target_types,
        ],
        aliases=[core.build_file_aliases()],
        bootstrap_args=[
            f"--local-store-dir={caches}/store",
            f"--named-caches-dir={caches}/named",
            # An engine that ends with its test session leaves what it had materialised, Terraform
            # among it: here it goes with the other temporary directories.
            f"--local-execution-root-dir={safe_mkdtemp(prefix='execution.')}",
        ],
    )


def emptied(rule_runner: RuleRunner) -> RuleRunner:
    """The same `RuleRunner` for the next test: with an empty build root and default options.

    A new one takes a second of CPU or more. What the engine remembers of files is forgotten; its
    store and named caches stay, so a test that needs those empty makes a `RuleRunner` of its own.
    """
    BuildRoot().path = rule_runner.build_root
    for entry in Path(rule_runner.build_root).iterdir():
        if entry.name == "BUILDROOT":  # Later releases of Pants find the build root by it.
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    Path(rule_runner.pants_workdir).mkdir(parents=True)
    rule_runner.scheduler.scheduler.invalidate_all_files()
    rule_runner.set_options(())
    return rule_runner


def share_caches(named_caches: Path) -> None:
    """Share what takes long to make, and has no part in any verdict: the table of the parser, and
    the tools that PEX installs, by their hashes, with the Pants that runs the test.
    """
    table = Path(tempfile.gettempdir(), f"terrapants-hcl-{os.getuid()}")
    table.mkdir(mode=0o700, exist_ok=True)
    named_caches.mkdir(parents=True, exist_ok=True)
    shared = {HCL_CACHE: table}
    # Pants links its cache here in the sandbox of a test. Without Pants there is none to share.
    of_pants = Path(".cache/pex_root")
    if of_pants.is_dir():
        shared["pex_root"] = of_pants.resolve()
    for name, directory in shared.items():
        if not (named_caches / name).exists():
            (named_caches / name).symlink_to(directory)
