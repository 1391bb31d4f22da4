"""What a test that configures the AWS provider may reach: AWS itself, an emulator, or neither.

A test of which all providers are mocked reaches nothing. Any other one sees what `extra_env_vars`
passes, and the metadata service of the machine it runs on, which gives credentials to whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from terrapants.terraform.json_output import Diagnostic
from terrapants.terraform.no_cloud import CREDENTIALS_TO_NAME, NO_CLOUD, REFUSED


class Reach(Enum):
    """What the AWS provider can reach. `MOCKED` is what no provider is configured for."""

    MOCKED = "mocked"
    NOTHING = "nothing"
    EMULATOR = "emulator"
    CLOUD = "cloud"


_CREDENTIALS = re.compile(
    r"AWS_(ACCESS_KEY|SECRET|SESSION_TOKEN|PROFILE|DEFAULT_PROFILE|CONTAINER_|WEB_IDENTITY_|CONFIG_FILE"
    r"|SHARED_CREDENTIALS_FILE|EC2_METADATA_DISABLED)"
)
_WITHOUT_USERS_SETTINGS = """\
for name in "${!AWS_@}" "${!TF_AWS_@}"; do
  case $name in AWS_REGION | AWS_DEFAULT_REGION) ;; *) unset "$name" ;; esac
done
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
export AWS_EC2_METADATA_DISABLED=true
root=$1
shift
"""
# Bash scripts, as `CommandRunner` has them.
WITHOUT_CLOUD = f"""\
{_WITHOUT_USERS_SETTINGS}export AWS_ENDPOINT_URL={NO_CLOUD}
exec "$@"
"""
WITH_CLOUD = """\
export AWS_EC2_METADATA_DISABLED="${AWS_EC2_METADATA_DISABLED-true}"
shift
exec "$@"
"""


def with_emulator(python: str, launch: str, emulator: str) -> str:
    """The script that starts an emulator with the command.

    :param python: the Python of the emulator, at its path in the sandbox like the others. It sets
        variables of its own, which are not for the command.
    :param launch: the script that runs both.
    :param emulator: the script that `launch` is to start.
    """
    return f"""\
{_WITHOUT_USERS_SETTINGS}environment=$root/.terrapants/environment.sh
(umask 077 && export -p >"$environment")
exec "$root/{python}" -I "$root/{launch}" "$root/{emulator}" "$BASH" "$environment" "$@"
"""


@dataclass(frozen=True)
class CloudAccess:
    """:param credentials: the names of the user's variables that speak of credentials."""

    reach: Reach
    credentials: tuple[str, ...] = ()

    @classmethod
    def of(cls, reach: Reach, env: Mapping[str, str]) -> CloudAccess:
        return cls(reach, tuple(sorted(filter(_CREDENTIALS.match, env))))

    def advice(self, errors: Iterable[Diagnostic]) -> str:
        """What to do where these errors say that a test was refused, in sentences; or nothing."""
        if not any(REFUSED.search(f"{error.summary} {error.detail}") for error in errors):
            return ""
        if self.reach is Reach.NOTHING:
            withheld = ""
            if self.credentials:
                names = " and ".join(self.credentials)
                withheld = f" {names} of `extra_env_vars` did not reach it."
            return (
                "This test would use a real AWS account, which its target does not allow."
                f'{withheld} Mock the provider (`mock_provider "aws" {{}}`), set `emulator="aws"` '
                "on the target, or, if it is to create real resources at your cost, set "
                "`real_cloud=True` and pass credentials in `extra_env_vars`."
            )
        if self.reach is Reach.CLOUD and not self.credentials:
            return (
                "The target has `real_cloud=True`, but no credentials were passed. "
                f"{CREDENTIALS_TO_NAME}"
            )
        return ""
