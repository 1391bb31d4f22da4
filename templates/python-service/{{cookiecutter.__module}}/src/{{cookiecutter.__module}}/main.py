from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

{% for line in ['from ' ~ cookiecutter.__module ~ '.server import NAME, service_app', 'from ' ~ cookiecutter.__module ~ '.settings import ServiceSettings', 'from http_service import run'] | sort -%}
{{ line }}
{% endfor %}

def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0, or 1 for invalid settings or an address that cannot be used."""
    return run(NAME, ServiceSettings, vars(_parser().parse_args(arguments)), service_app)


def _parser() -> argparse.ArgumentParser:
    # What is not given here comes from the environment.
    parser = argparse.ArgumentParser(prog=NAME, argument_default=argparse.SUPPRESS)
    parser.add_argument("--log-level", choices=("DEBUG", "INFO", "WARNING", "ERROR"))
    parser.add_argument("--host")
    parser.add_argument("--port", type=int)
    return parser


if __name__ == "__main__":
    sys.exit(main())
