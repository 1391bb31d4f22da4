"""The mock value of an attribute: what the catalogue says, else what its name tells."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from catalog import ACCOUNT, KEY_ARN, REGION, Values

TIME = "2024-01-01T00:00:00Z"
POLICY = json.dumps({"Version": "2012-10-17", "Statement": []}, separators=(",", ":"))

_BY_NAME = {
    **dict.fromkeys(
        (
            "account_id",
            "aws_account_id",
            "bucket_account_id",
            "catalog_id",
            "owner_id",
            "peer_owner_id",
            "registry_id",
        ),
        ACCOUNT,
    ),
    **dict.fromkeys(
        ("access_policies", "assume_role_policy", "json", "minified_json", "policy"), POLICY
    ),
    # JSON, but not in the language of IAM.
    **dict.fromkeys(("redrive_allow_policy", "redrive_policy"), "{}"),
    **dict.fromkeys(("home_region", "peer_region", "region", "service_region"), REGION),
    "availability_zone": f"{REGION}a",
    "availability_zone_id": "euc1-az2",
    "availability_zone_name": f"{REGION}a",
    "cidr_block": "10.0.0.0/16",
    "hosted_zone_id": "Z0123456789ABCDEFGHIJ",
    "ipv6_cidr_block": "2001:db8:1234:1a00::/56",
    "kms_key_arn": KEY_ARN,
    "private_ip": "10.0.0.10",
    "public_ip": "203.0.113.10",
    "zone_id": "Z0123456789ABCDEFGHIJ",
}
_TIMES = ("_at", "_date", "_time", "_timestamp")
_MORE_TIMES = frozenset({"last_modified", "not_after", "not_before", "valid_until"})
# In other formats, or of something that need not exist.
_NO_TIMES = frozenset({"beginning_archive_time", "deletion_date", "deprecation_time"})


class NoForm(Exception):
    """An attribute of which neither the catalogue nor its name tells what it looks like."""


def defaults(type_name: str, schema: Mapping[str, Any], known: Values) -> dict[str, Any]:
    """The values of a type's computed attributes that others check, or that a module may read.

    :param schema: of the type, as `terraform providers schema -json` prints it.
    :param known: the catalogue's values. None: the attribute stays without one.
    :raises NoForm: for an ARN that the catalogue does not know, and for an attribute of the
        catalogue that the schema does not have.
    """
    attributes = schema["block"]["attributes"]
    for name in known:
        if not attributes.get(name, {}).get("computed"):
            raise NoForm(f"{type_name}: the provider computes no attribute {name!r}.")
    values = {}
    for name, attribute in sorted(attributes.items()):
        if not attribute.get("computed") or attribute.get("deprecated"):
            continue
        value = known[name] if name in known else _by_name(type_name, name, attribute["type"])
        if value is not None:
            values[name] = value
    return values


def _by_name(type_name: str, name: str, type_: Any) -> str | None:
    if type_ != "string":
        return None
    if name in _BY_NAME:
        return _BY_NAME[name]
    if name.endswith("kms_key_id"):
        return KEY_ARN
    if (name.endswith(_TIMES) or name in _MORE_TIMES) and name not in _NO_TIMES:
        return TIME
    if name == "arn" or name.endswith("_arn"):
        raise NoForm(f"{type_name}: the catalogue does not say what {name!r} looks like.")
    return None
