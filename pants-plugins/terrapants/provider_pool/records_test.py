from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from terrapants.provider_pool.records import Records

KEY = ("a key", "of several parts")


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(tmp_path / "records")


def test_what_was_written_is_read(records: Records) -> None:
    assert records.read(KEY) is None
    records.write(KEY, b"one")
    records.write(KEY, b"two")
    assert records.read(KEY) == b"two"
    assert records.read(("a key", "of other parts")) is None


def test_a_damaged_record_does_not_count(records: Records, tmp_path: Path) -> None:
    records.write(KEY, b"content")
    (file,) = (tmp_path / "records").iterdir()
    os.truncate(file, file.stat().st_size - 1)
    assert records.read(KEY) is None


def test_where_nothing_can_be_written_there_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("a file")
    records = Records(tmp_path / "records")
    records.write(KEY, b"content")
    records.delete_unused()
    assert records.read(KEY) is None


def test_what_nobody_used_for_a_month_is_deleted(records: Records, tmp_path: Path) -> None:
    month = 31 * 24 * 60 * 60
    for key in ("used", "unused"):
        records.write((key,), b"content")
    for file in (tmp_path / "records").iterdir():
        os.utime(file, (time.time() - month,) * 2)
    assert records.read(("used",)) == b"content"
    records.delete_unused()
    assert records.read(("used",)) == b"content"
    assert records.read(("unused",)) is None
