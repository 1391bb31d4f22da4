"""Which cloud a deployment may reach: the user's with credentials, an emulator, or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from terrapants.terraform.no_cloud import CREDENTIALS_TO_NAME, NO_CLOUD, REFUSED

# What leads to credentials of the clouds' own tools, and of Terraform's registries and backends.
_CREDENTIALS = re.compile(
    r"(TF_)?AWS_|GOOGLE_|GCLOUD_|CLOUDSDK_|GCP_|ARM_|AZURE_|TF_TOKEN_|ALICLOUD_|OCI_|HCLOUD_|HOME$"
)
_REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")
_WITHOUT_SETTINGS = {
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "AWS_EC2_METADATA_DISABLED": "true",
}
_LOOPBACK = re.compile(r"127(\.\d{1,3}){3}|localhost|::1")


def is_loopback(url: str) -> bool:
    """Whether the URL is that of a server on this machine."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(_LOOPBACK.fullmatch(parts.hostname or ""))


def variables_for(
    variables: Mapping[str, str], real_cloud: bool, emulator_url: str
) -> dict[str, str]:
    """What Terraform may see of the variables that were passed to a deployment."""
    if real_cloud and not emulator_url:
        return {"AWS_EC2_METADATA_DISABLED": "true", **variables}
    kept = {
        name: value
        for name, value in variables.items()
        if name in _REGIONS or not _CREDENTIALS.match(name)
    }
    if not emulator_url:
        return {**kept, **_WITHOUT_SETTINGS, "AWS_ENDPOINT_URL": NO_CLOUD}
    return {
        "AWS_REGION": "us-east-1",
        **kept,
        **_WITHOUT_SETTINGS,
        # With an IP address, a bucket is named in the path, and not in the host's name.
        "AWS_ENDPOINT_URL": emulator_url.replace("://localhost", "://127.0.0.1", 1),
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
    }


def advice(said: str, variables: Mapping[str, str], real_cloud: bool, emulator_url: str) -> str:
    """What to do where Terraform's errors say that there are no credentials; "" otherwise."""
    if emulator_url or not REFUSED.search(said):
        return ""
    if real_cloud:
        return (
            "The target has `real_cloud=True`, but no usable credentials were passed. "
            f"{CREDENTIALS_TO_NAME}"
        )
    withheld = sorted(
        name for name in variables if _CREDENTIALS.match(name) and name not in _REGIONS
    )
    kept_back = f" {' and '.join(withheld)} did not reach Terraform." if withheld else ""
    return (
        "This deployment would use a real account, which its target does not allow."
        f"{kept_back} Set `real_cloud=True` on the target and pass credentials in its "
        "`extra_env_vars`, or name an emulator in `[terraform-deployments].emulator_url`."
    )
