"""Writes the mock defaults for AWS: `python3 build-support/mock_defaults/write.py`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from terraform_cli import formatted, provider_schema
from tfmock import mock_files
from values import NoForm

_DIRECTORY = Path(__file__).parents[2] / "infra-packages/aws/mock-defaults"


def main() -> int:
    parser = argparse.ArgumentParser(
        "build-support/mock_defaults/write.py", description="Write the mock defaults for AWS."
    )
    parser.add_argument(
        "--mirror",
        default=os.environ.get("TERRAPANTS_PROVIDER_MIRROR"),
        help="the provider mirror (default: TERRAPANTS_PROVIDER_MIRROR, else Terraform decides)",
    )
    parser.add_argument(
        "--directory", type=Path, default=_DIRECTORY, help="where to write (default: %(default)s)"
    )
    arguments = parser.parse_args()
    try:
        files = mock_files(provider_schema(arguments.mirror))
        written = {name: formatted(text) for name, text in files.items()}
    except NoForm as error:
        sys.exit(f"{error} Correct build-support/mock_defaults/catalog.py.")
    except FileNotFoundError as error:
        sys.exit(str(error))
    except subprocess.CalledProcessError as error:
        return error.returncode
    arguments.directory.mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        (arguments.directory / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
