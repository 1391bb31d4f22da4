from __future__ import annotations

from pathlib import Path

import pytest

from terrapants.testing.report_files import (
    UnusableReportDirectory,
    report_directory,
    write_reports,
)


@pytest.mark.parametrize(
    ("option", "directory"),
    [
        ("{distdir}/tf-test", "dist/tf-test"),
        ("reports", "reports"),
        ("../reports", "../reports"),
        ("/var/reports", "/var/reports"),
        ("/var/[job]/reports", "/var/[job]/reports"),
        ("~/reports", "/home/somebody/reports"),
    ],
)
def test_a_directory_may_be_anywhere(
    monkeypatch: pytest.MonkeyPatch, option: str, directory: str
) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    assert report_directory(option, "dist") == directory


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("{x}/a", "`[tf-test].report_dir` is {x}/a, but {x} is not a placeholder"),
        ("{}", "`[tf-test].report_dir` is {}, but {} is not a placeholder"),
        ("a{", "`[tf-test].report_dir` is a{, but { is not a placeholder"),
        ("", "`[tf-test].report_dir` is empty."),
        ("a/*", "`[tf-test].report_dir` is a/*, but Pants reads no directory whose path contains"),
        ("a[b]", "`[tf-test].report_dir` is a[b], but Pants reads no directory whose path"),
    ],
)
def test_what_is_no_path(option: str, message: str) -> None:
    with pytest.raises(UnusableReportDirectory) as raised:
        report_directory(option, "dist")
    assert str(raised.value).startswith(message)


def test_reports_are_written_below_directories_that_did_not_exist(tmp_path: Path) -> None:
    write_reports(tmp_path / "a/b", {"x.xml": b"1"})
    write_reports(tmp_path / "a/b", {"x.xml": b"2"})
    assert (tmp_path / "a/b/x.xml").read_bytes() == b"2"


def test_what_the_file_system_refuses(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path, reason in (
        (tmp_path / "file", "a part of this path is a file"),
        (tmp_path / "file/below", "a part of this path is a file"),
        (tmp_path / ("x" * 300), "File name too long"),
    ):
        with pytest.raises(UnusableReportDirectory) as raised:
            write_reports(path, {})
        assert str(raised.value) == (
            f"Reports cannot be written to {path} (`[tf-test].report_dir`): {reason}."
        )
