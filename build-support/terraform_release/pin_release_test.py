from __future__ import annotations

from pathlib import Path

import pytest

from pin_release import PLATFORMS, UserError, pin

CONFIGURATION = """\
[GLOBAL]
pants_version = "2.27.0"

[download-terraform]
version = "1.13.1"
url_template = "https://mirror.example.com/terraform"
known_versions = [
    "1.13.1|linux_x86_64|0000|1",
    "1.13.1|linux_arm64|0000|1",
]

[ruff]
version = "1.13.1"
known_versions = [
]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "3rdparty/terraform").mkdir(parents=True)
    (tmp_path / "3rdparty/terraform/terraform_1.13.1_SHA256SUMS").write_text("old\n")
    (tmp_path / "pants.toml").write_text(CONFIGURATION)
    return tmp_path


def published(root: Path, *platforms: str) -> str:
    """The address of releases with one, 1.14.0; its archives hold their platform's name."""
    release = root / "releases/1.14.0"
    release.mkdir(parents=True)
    lines = []
    for number, platform in enumerate(platforms):
        archive = f"terraform_1.14.0_{platform}.zip"
        (release / archive).write_text(platform)
        lines.append(f"{number}{'a' * 63}  {archive}\n")
    (release / "terraform_1.14.0_SHA256SUMS").write_text("".join(lines))
    return (root / "releases").as_uri()


def files(root: Path) -> dict[str, str]:
    places = [root / "pants.toml", *(root / "3rdparty/terraform").iterdir()]
    return {path.name: path.read_text() for path in places}


def test_a_release_is_pinned_in_both_places(root: Path) -> None:
    pin(root, "1.14.0", published(root, "windows_amd64", *PLATFORMS))
    pinned = CONFIGURATION.replace('version = "1.13.1"', 'version = "1.14.0"', 1)
    pinned = pinned.replace("1.13.1|linux_x86_64|0000|1", f"1.14.0|linux_x86_64|3{'a' * 63}|11")
    pinned = pinned.replace("1.13.1|linux_arm64|0000|1", f"1.14.0|linux_arm64|4{'a' * 63}|11")
    sums = (
        f"{number}{'a' * 63}  terraform_1.14.0_{platform}.zip\n"
        for number, platform in enumerate(PLATFORMS, 1)
    )
    assert files(root) == {
        "pants.toml": pinned,
        "terraform_1.14.0_SHA256SUMS": "".join(sums),
    }


@pytest.mark.parametrize("version", ["v1.14.0", "1.14", "1.14.0/../..", "1.14.0-rc1", ""])
def test_only_a_release_is_pinned(root: Path, version: str) -> None:
    before = files(root)
    with pytest.raises(UserError) as error:
        pin(root, version, published(root, *PLATFORMS))
    assert str(error.value) == f"{version!r} is not a release of Terraform, such as 1.13.1."
    assert files(root) == before


def test_a_release_that_is_not_there_changes_nothing(root: Path) -> None:
    before = files(root)
    releases = published(root, *PLATFORMS)
    with pytest.raises(UserError) as error:
        pin(root, "1.15.0", releases)
    address = f"{releases}/1.15.0/terraform_1.15.0_SHA256SUMS"
    assert str(error.value).startswith(f"{address} could not be read: curl: ")
    assert files(root) == before


def test_a_release_without_a_platform_changes_nothing(root: Path) -> None:
    before = files(root)
    with pytest.raises(UserError) as error:
        pin(root, "1.14.0", published(root, "darwin_arm64", "linux_amd64"))
    assert str(error.value) == (
        "terraform_1.14.0_SHA256SUMS has no archive for darwin_amd64, linux_arm64."
    )
    assert files(root) == before


def test_an_archive_that_is_missing_changes_nothing(root: Path) -> None:
    before = files(root)
    releases = published(root, *PLATFORMS)
    (root / "releases/1.14.0/terraform_1.14.0_linux_arm64.zip").unlink()
    with pytest.raises(UserError, match=r"linux_arm64\.zip could not be read: curl: "):
        pin(root, "1.14.0", releases)
    assert files(root) == before


@pytest.mark.parametrize("lost", ["[download-terraform]", 'version = "1.13.1"', "known_versions"])
def test_a_configuration_without_a_pin_is_left_alone(root: Path, lost: str) -> None:
    (root / "pants.toml").write_text(CONFIGURATION.replace(lost, "# ", 1))
    before = files(root)
    with pytest.raises(UserError) as error:
        pin(root, "1.14.0", published(root, *PLATFORMS))
    assert str(error.value) == (
        f"{root}/pants.toml has no [download-terraform] with a version and known_versions, each "
        "at the beginning of a line."
    )
    assert files(root) == before


def test_a_page_instead_of_checksums_changes_nothing(root: Path) -> None:
    before = files(root)
    releases = published(root, *PLATFORMS)
    page = root / "releases/1.14.0/terraform_1.14.0_SHA256SUMS"
    page.write_bytes(b"<html>\nsign-in\n\xff</html>\n")
    with pytest.raises(UserError) as error:
        pin(root, "1.14.0", releases)
    assert str(error.value) == (
        f"terraform_1.14.0_SHA256SUMS has no archive for {', '.join(PLATFORMS)}."
    )
    assert files(root) == before


def test_curl_is_needed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(root)
    monkeypatch.setenv("PATH", str(root))
    with pytest.raises(UserError) as error:
        pin(root, "1.14.0", published(root, *PLATFORMS))
    assert str(error.value) == "curl could not be started: No such file or directory."
    assert files(root) == before
