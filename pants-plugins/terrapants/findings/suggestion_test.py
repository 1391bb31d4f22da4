from __future__ import annotations

from terrapants.findings.suggestion import closest_name, did_you_mean


def test_the_closest_name_is_suggested() -> None:
    assert did_you_mean("buckt_name", ["region", "bucket_name"]) == " Did you mean bucket_name?"


def test_a_suggestion_can_be_quoted() -> None:
    assert did_you_mean("buckt", ["bucket"], '"') == ' Did you mean "bucket"?'


def test_nothing_is_suggested_for_a_name_that_is_unlike_all() -> None:
    assert closest_name("zzz", ["bucket"]) is None
    assert did_you_mean("zzz", ["bucket"]) == ""
