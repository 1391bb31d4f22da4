from __future__ import annotations

from dataclasses import replace

from terrapants.security.known_checks import read_listing

LISTING = """\
|    | Id            | Type     | Entity        | Policy      | IaC            | Resource Link |
|----|---------------|----------|---------------|-------------|----------------|---------------|
|  0 | CKV_AWS_18    | resource | aws_s3_bucket | a | b       | Terraform      | somewhere     |
|  1 | CKV_AWS_18    | resource | AWS::S3       | The same    | Cloudformation | somewhere     |
|  2 | CKV_DOCKER_1  | resource | EXPOSE        | No port 22  | dockerfile     | somewhere     |
|  3 | CKV_SECRET_2  | AWS key  | secrets       | AWS key     | secrets        | somewhere     |


"""
KNOWN = read_listing(LISTING)


def test_ids_are_read_with_their_kinds_of_code() -> None:
    assert KNOWN.kinds["CKV_AWS_18"] == {"terraform", "cloudformation"}
    assert KNOWN.kinds["CKV_DOCKER_1"] == {"dockerfile"}


def test_an_id_or_a_glob_is_known_or_not() -> None:
    assert KNOWN.knows("CKV_AWS_18")
    assert KNOWN.knows("CKV_AWS_*")
    assert not KNOWN.knows("CKV_AWS_1")
    assert not KNOWN.knows("CKV_GCP_*")


def test_a_check_can_be_for_other_frameworks() -> None:
    assert KNOWN.knows("CKV_AWS_18", ["terraform_json"])
    assert KNOWN.knows("CKV_SECRET_2", ["terraform", "secrets"])
    assert KNOWN.knows("CKV_DOCKER_1", ["all"])
    assert not KNOWN.knows("CKV_DOCKER_1", ["terraform", "secrets"])


def test_custom_checks_are_known_by_the_text_of_their_files() -> None:
    known = replace(KNOWN, own=frozenset(["id", "CUSTOM_1"]))
    assert known.knows("CUSTOM_1", ["terraform"])
    assert not known.knows("CUSTOM_")


def test_a_misspelt_id_gets_advice() -> None:
    assert KNOWN.advice("ckv_aws_18") == " Did you mean CKV_AWS_18?"
    assert KNOWN.advice("CVK_AWS_18") == " Did you mean CKV_AWS_18?"
    assert "vendor's platform" in KNOWN.advice("high")
    assert KNOWN.advice("no-s3-logging") == ""


def test_other_output_has_no_checks() -> None:
    assert not read_listing("Traceback (most recent call last):\n").knows("CKV_AWS_*")
