from __future__ import annotations

from pathlib import Path

from terrapants.terraform.unsupported_paths import unsupported_paths


def test_directories_that_pants_cannot_read(tmp_path: Path) -> None:
    files = [f"{directory}/main.tf" for directory in ("a", "m[1]", "b?", "c*", "!d", "e/BUILD.f")]
    (warning,) = unsupported_paths([*files, "main.tf"], str(tmp_path))
    assert warning.startswith(
        "Nothing checks the Terraform files in !d, b?, c* and 2 others: Pants reads no directory"
    )
    (warning,) = unsupported_paths(files[:2], str(tmp_path))
    assert warning.startswith("Nothing checks the Terraform files in m[1]: ")


def test_links(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (real / "main.tf").touch()
    (tmp_path / "whole").symlink_to(real)
    (tmp_path / "part").mkdir()
    (tmp_path / "part/main.tf").symlink_to(real / "main.tf")
    files = ["real/main.tf", "whole/main.tf", "part/main.tf"]
    (warning,) = unsupported_paths(files, str(tmp_path))
    assert warning.startswith("part/main.tf and whole: these are reached through a symbolic link,")
    (warning,) = unsupported_paths(files[1:2], str(tmp_path))
    assert warning.startswith("whole: this is reached through a symbolic link,")


def test_a_checkout_that_is_reached_through_a_link_is_none(tmp_path: Path) -> None:
    (tmp_path / "real/a").mkdir(parents=True)
    (tmp_path / "real/a/main.tf").touch()
    (tmp_path / "checkout").symlink_to(tmp_path / "real")
    assert list(unsupported_paths(["a/main.tf"], str(tmp_path / "checkout"))) == []
