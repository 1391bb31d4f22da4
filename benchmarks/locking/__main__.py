"""What `tf-lock` costs beside `terraform providers lock` in a loop, in one run on one machine:
compare the ratios.

20 modules that need the AWS provider, locked for two platforms. First all of them change their
constraint, then one of them. By hand: `terraform providers lock` in all 20, and in that one. The
provider is in a mirror on this machine, so nothing is downloaded: with a registry, both sides
download it for each platform, and the loop does so for each module.

The mirror needs the provider for one platform; the same package stands for it on the other one,
since what is measured does not look into it.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

from benchmarks.scaling.measuring import Cost
from benchmarks.scaling.pants_repository import (
    CHECKOUT,
    Caches,
    PantsRepository,
    run,
    stopped_at_the_end,
)

MODULES = 20
PLATFORMS = ("darwin_arm64", "linux_amd64")
PROVIDER = "registry.terraform.io/hashicorp/aws"
CONFIGURATION = """\
[GLOBAL]
pants_version = "2.17.1"
backend_packages = ["pants.backend.experimental.terraform", "terrapants.locking"]
pythonpath = ["{plugins}"]

[anonymous-telemetry]
enabled = false

[terraform-providers]
mirrors = ["{mirror}"]

[tf-lock]
platforms = {platforms}
"""
MODULE = """\
terraform {{
  required_providers {{
    aws = {{
      source  = "hashicorp/aws"
      version = "{constraint}"
    }}
  }}
}}

resource "aws_sqs_queue" "this" {{
  name = "queue-{number}"
}}
"""


def mirror_of_platforms(source: Path, target: Path) -> None:
    """Make a mirror that has the newest version of the provider for all platforms."""
    versions = sorted((source / PROVIDER).iterdir(), key=lambda each: _numbers(each.name))
    (package, *_) = sorted(versions[-1].iterdir())
    for platform in PLATFORMS:
        directory = target / PROVIDER / versions[-1].name / platform
        shutil.copytree(package, directory, copy_function=_link)
        # Each platform has a checksum of its own.
        (directory / "PLATFORM").write_text(platform)


def _numbers(version: str) -> list[int]:
    return [int(each) for each in re.findall(r"\d+", version)]


def _link(source: str, target: str) -> None:
    os.symlink(source, target)


def module(number: int, constraint: str) -> tuple[str, str]:
    return f"modules/m{number}/main.tf", MODULE.format(constraint=constraint, number=number)


def repository_files(mirror: Path) -> Iterator[tuple[str, str]]:
    yield (
        "pants.toml",
        CONFIGURATION.format(
            plugins=CHECKOUT / "pants-plugins", mirror=mirror, platforms=list(PLATFORMS)
        ),
    )
    yield ".gitignore", "/.pants.d/\n/.pids/\n/.pants.rc\n/dist/\n.terraform/\n"
    for number in range(MODULES):
        yield module(number, ">= 5.0")
        yield f"modules/m{number}/BUILD", "terraform_module()\n"


def main() -> None:
    run(str(CHECKOUT / "pants"), "--version", directory=CHECKOUT)
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    named = os.environ.get("TERRAPANTS_PROVIDER_MIRROR", "")
    if not (Path(named) / PROVIDER).is_dir():
        raise SystemExit(
            f"TERRAPANTS_PROVIDER_MIRROR has to name a directory that holds {PROVIDER}."
        )
    scratch = Path(tempfile.mkdtemp(prefix="benchmarks-locking-"))
    try:
        mirror_of_platforms(Path(named), scratch / "mirror")
        _measure(scratch, rounds)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _measure(scratch: Path, rounds: int) -> None:
    caches = Caches(scratch / "caches/used", scratch / "caches/tools")
    mirror = scratch / "mirror"
    repository = PantsRepository(scratch / "repository", caches)
    repository.write(repository_files(mirror))
    repository.commit()
    # Each is new, so that nothing is known of it.
    minors = iter(range(1, 100))

    def change(numbers: Iterable[int]) -> None:
        constraint = f">= 5.{next(minors)}"
        repository.write(module(number, constraint) for number in numbers)

    def tf_lock(numbers: Iterable[int]) -> Cost:
        change(numbers)
        finished = repository.pants("tf-lock", "::")
        written = len(list(numbers))
        files = "1 lock file" if written == 1 else f"{written} lock files"
        expected = f"{MODULES} modules: {files} written, 1 run of Terraform."
        if expected not in finished.stdout:
            raise SystemExit(f"tf-lock said:\n{finished.stdout}\nand not: {expected}")
        return finished.cost

    def loop(numbers: Iterable[int]) -> Cost:
        cost = Cost(0, 0)
        for number in numbers:
            each = _by_hand(repository.root / f"modules/m{number}", mirror)
            cost = Cost(cost.seconds + each.seconds, cost.cpu_seconds + each.cpu_seconds)
        return cost

    every, one = range(MODULES), (3,)
    with stopped_at_the_end(repository):
        tf_lock(every)
        results: dict[str, list[Cost]] = {}
        for _ in range(rounds):
            for name, measured, numbers in (
                ("tf-lock, all changed", tf_lock, every),
                ("tf-lock, one changed", tf_lock, one),
                ("a loop over all", loop, every),
                ("a loop over that one", loop, one),
            ):
                results.setdefault(name, []).append(measured(numbers))
    seconds = {name: median(each.seconds for each in found) for name, found in results.items()}
    cpu = {name: median(each.cpu_seconds for each in found) for name, found in results.items()}
    lines = [f"{MODULES} modules, {len(PLATFORMS)} platforms; medians of {rounds} rounds"]
    lines += [
        f"  {name:22}{seconds[name]:7.1f} s, {cpu[name]:.1f} s of processors" for name in seconds
    ]
    for ours in ("tf-lock, all changed", "tf-lock, one changed"):
        ratio = seconds[ours] / seconds["a loop over all"]
        lines.append(f"  {ours}: {ratio:.2f} times as long as a loop over all")
    sys.stdout.write("\n".join(lines) + "\n")


def _by_hand(directory: Path, mirror: Path) -> Cost:
    """Also checks that the checksums are those that `tf-lock` wrote."""
    lock = directory / ".terraform.lock.hcl"
    known = _checksums(lock)
    platforms = (f"-platform={each}" for each in PLATFORMS)
    # As in a fresh checkout: Terraform keeps no checksum that it knows.
    lock.unlink()
    finished = run(
        *("terraform", "providers", "lock", f"-fs-mirror={mirror}", *platforms),
        directory=directory,
    )
    if _checksums(lock) != known:
        raise SystemExit(f"{lock}: other checksums than those of tf-lock")
    return finished.cost


def _checksums(lock: Path) -> list[str]:
    return sorted(re.findall(r'"(h1:[^"]+)"', lock.read_text()))


if __name__ == "__main__":
    main()
