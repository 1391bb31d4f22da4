from __future__ import annotations

import os
import pkgutil
import subprocess
from pathlib import Path

import pytest

from terrapants.terraform.providers import PROVIDERS_DIRECTORY, mirrors_from_listing
from terrapants.terraform.scripts import SandboxScripts

AWS = "registry.terraform.io/hashicorp/aws"
NULL = "registry.terraform.io/hashicorp/null"


def sandbox(parent: Path) -> Path:
    """A directory as Pants makes one for a process, with its named cache."""
    script = parent / SandboxScripts.link_mirrors
    script.parent.mkdir(parents=True)
    content = pkgutil.get_data("terrapants.terraform", script.name)
    assert content is not None
    script.write_bytes(content)
    (parent / PROVIDERS_DIRECTORY).mkdir()
    return parent


def add_package(mirror: Path, version: str, provider: str = AWS, arch: str = "linux_amd64") -> None:
    package = mirror / provider / version / arch
    package.mkdir(parents=True)
    (package / "terraform-provider").write_text("binary")


def add_archive(mirror: Path, version: str, provider: str = NULL) -> None:
    directory = mirror / provider
    directory.mkdir(parents=True, exist_ok=True)
    (directory / f"terraform-provider-{directory.name}_{version}_linux_amd64.zip").write_text("zip")
    (directory / "index.json").write_text("{}")


def run(root: Path, *mirrors: str) -> str:
    result = subprocess.run(
        ["bash", SandboxScripts.link_mirrors, PROVIDERS_DIRECTORY, *mirrors],
        cwd=root,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def key(listing: str) -> str:
    return mirrors_from_listing(listing, ()).key


def links(root: Path, listing: str) -> list[str]:
    directory = root / PROVIDERS_DIRECTORY / "mirrors" / key(listing)
    return [os.readlink(link) for link in sorted(directory.iterdir())]


def files(directory: Path) -> set[str]:
    return {str(path.relative_to(directory)) for path in directory.rglob("*")}


def test_both_layouts_of_a_mirror_are_listed(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    add_package(mirror, "5.100.0")
    add_package(mirror, "5.100.0", arch="darwin_arm64")
    add_package(mirror, "5.99.0")
    add_archive(mirror, "3.2.4")
    add_package(mirror, "1.0.0", provider="example.com/acme/foo")

    listing = run(sandbox(tmp_path / "sandbox"), str(mirror))

    assert dict(mirrors_from_listing(listing, (str(mirror),)).versions) == {
        "example.com/acme/foo": ("1.0.0",),
        AWS: ("5.100.0", "5.99.0"),
        NULL: ("3.2.4",),
    }


def test_an_archive_of_a_type_with_underscores(tmp_path: Path) -> None:
    add_archive(tmp_path / "mirror", "1.2.3-beta1", provider="example.com/acme/my_type")
    listing = run(sandbox(tmp_path / "sandbox"), str(tmp_path / "mirror"))
    assert "provider example.com/acme/my_type 1.2.3-beta1\n" in listing


def test_a_package_is_found_through_its_link(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    add_package(mirror, "5.100.0")
    root = sandbox(tmp_path / "sandbox")
    listing = run(root, str(mirror))
    linked = root / PROVIDERS_DIRECTORY / "mirrors" / key(listing) / "0"
    assert (linked / AWS / "5.100.0/linux_amd64/terraform-provider").read_text() == "binary"
    assert (root / PROVIDERS_DIRECTORY / "store" / key(listing)).is_dir()


def test_mirrors_are_linked_in_their_order(tmp_path: Path) -> None:
    for name, version in (("b", "5.100.0"), ("a", "5.99.0")):
        add_package(tmp_path / name, version)
    mirrors = (str(tmp_path / "b"), str(tmp_path / "a"))
    root = sandbox(tmp_path / "sandbox")
    assert links(root, run(root, *mirrors)) == list(mirrors)


@pytest.mark.parametrize(
    "name", ["my mirror", "a'b", 'a"b', "a$(touch pwned)b", "a*b", "-n", "é&x"]
)
def test_any_directory_name_will_do(tmp_path: Path, name: str) -> None:
    mirror = tmp_path / name
    add_package(mirror, "5.100.0")
    root = sandbox(tmp_path / "sand box")
    listing = run(root, str(mirror))
    assert f"provider {AWS} 5.100.0\n" in listing
    assert links(root, listing) == [str(mirror)]
    assert not (root / "pwned").exists()


@pytest.mark.parametrize(
    "place", ["opt/mirror", f"opt/mirror/{AWS}/5.100.0/linux_amd64/terraform-provider", "opt"]
)
def test_a_mirror_that_everyone_can_change_is_refused(tmp_path: Path, place: str) -> None:
    mirror = tmp_path / "opt/mirror"
    add_package(mirror, "5.100.0")
    root = sandbox(tmp_path / "sandbox")
    (tmp_path / place).chmod(0o777)
    assert run(root, str(mirror)) == f"writable {tmp_path / place}\n"
    assert not (root / PROVIDERS_DIRECTORY / "mirrors").exists()
    (tmp_path / place).chmod(0o755)
    assert f"provider {AWS} 5.100.0\n" in run(root, str(mirror))


def test_of_a_directory_with_the_sticky_bit_others_cannot_change_the_content(
    tmp_path: Path,
) -> None:
    add_package(tmp_path / "shared/mirror", "5.100.0")
    (tmp_path / "shared").chmod(0o1777)
    assert f"provider {AWS} 5.100.0\n" in run(
        sandbox(tmp_path / "sandbox"), str(tmp_path / "shared/mirror")
    )


@pytest.mark.parametrize("linked", ["the mirror", "a package"])
def test_what_a_link_leads_to_counts(tmp_path: Path, linked: str) -> None:
    add_package(tmp_path / "bad/real", "5.100.0")
    (tmp_path / "bad").chmod(0o777)
    mirror, target = tmp_path / "mirror", tmp_path / "bad/real"
    if linked == "a package":
        mirror, target = mirror / AWS / "5.100.0/linux_amd64", target / AWS / "5.100.0/linux_amd64"
        mirror.parent.mkdir(parents=True)
    mirror.symlink_to(target)
    listing = run(sandbox(tmp_path / "sandbox"), str(tmp_path / "mirror"))
    assert listing == f"writable {tmp_path / 'bad'}\n"


def test_no_mirrors(tmp_path: Path) -> None:
    root = sandbox(tmp_path / "sandbox")
    listing = run(root)
    assert [line.split()[0] for line in listing.splitlines()] == ["key"]
    assert links(root, listing) == []


def test_an_empty_mirror_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "mirror").mkdir()
    root = sandbox(tmp_path / "sandbox")
    listing = run(root, str(tmp_path / "mirror"))
    assert "provider" not in listing
    assert len(links(root, listing)) == 1


@pytest.mark.parametrize("kind", ["absent", "a file"])
def test_a_missing_mirror_is_named_and_nothing_is_linked(tmp_path: Path, kind: str) -> None:
    add_package(tmp_path / "held", "5.100.0")
    missing = tmp_path / "not there"
    if kind == "a file":
        missing.write_text("")
    root = sandbox(tmp_path / "sandbox")

    listing = run(root, str(tmp_path / "held"), str(missing))

    assert listing.splitlines()[-1] == f"missing {missing}"
    assert "key" not in listing
    assert files(root / PROVIDERS_DIRECTORY) == set()


def test_the_key_follows_from_the_content_not_from_the_place(tmp_path: Path) -> None:
    keys = set()
    for place in ("here", "some where/else"):
        mirror = tmp_path / place / "mirror"
        add_package(mirror, "5.100.0")
        add_archive(mirror, "3.2.4")
        root = sandbox(tmp_path / place / "sandbox")
        keys.add(key(run(root, str(mirror))))
        keys.add(key(run(root, f"{mirror}/")))
    assert len(keys) == 1


def test_another_content_has_another_key(tmp_path: Path) -> None:
    mirror, other = tmp_path / "mirror", tmp_path / "other"
    add_package(mirror, "5.100.0")
    other.mkdir()
    root = sandbox(tmp_path / "sandbox")
    keys = [key(run(root)), key(run(root, str(mirror))), key(run(root, str(mirror), str(other)))]
    add_package(mirror, "5.101.0")
    keys.append(key(run(root, str(mirror))))
    add_package(mirror, "5.101.0", arch="darwin_arm64")
    keys.append(key(run(root, str(mirror))))
    assert len(set(keys)) == 5


def test_a_mirror_that_moved_is_linked_anew(tmp_path: Path) -> None:
    add_package(tmp_path / "old", "5.100.0")
    root = sandbox(tmp_path / "sandbox")
    run(root, str(tmp_path / "old"))
    (tmp_path / "old").rename(tmp_path / "new")
    listing = run(root, str(tmp_path / "new"))
    assert links(root, listing) == [str(tmp_path / "new")]


def test_a_second_look_changes_nothing(tmp_path: Path) -> None:
    add_package(tmp_path / "mirror", "5.100.0")
    root = sandbox(tmp_path / "sandbox")
    first = run(root, str(tmp_path / "mirror"))
    link = root / PROVIDERS_DIRECTORY / "mirrors" / key(first) / "0"
    before = link.lstat().st_ino
    assert run(root, str(tmp_path / "mirror")) == first
    assert link.lstat().st_ino == before


def test_only_the_named_cache_is_written_to(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    add_package(mirror, "5.100.0")
    root = sandbox(tmp_path / "sandbox")
    held = files(mirror)
    listing = run(root, str(mirror))
    assert files(mirror) == held
    assert {path.name for path in tmp_path.iterdir()} == {"mirror", "sandbox"}
    assert {path.name for path in root.iterdir()} == {".terrapants"}
    assert files(root / PROVIDERS_DIRECTORY) == {
        "mirrors",
        f"mirrors/{key(listing)}",
        f"mirrors/{key(listing)}/0",
        "store",
        f"store/{key(listing)}",
    }
