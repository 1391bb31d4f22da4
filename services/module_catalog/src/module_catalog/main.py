from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from http_service import Telemetry, problems, serve, trace_fields
from module_catalog import inventory
from module_catalog.catalog import Catalog, InventoryError
from module_catalog.server import catalog_app
from module_catalog.settings import CatalogSettings
from structured_logging import configure_logging

logger = logging.getLogger(__name__)


class AddressError(Exception):
    """An address that cannot be listened on."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0, or 1 for what cannot be read or listened on."""
    options = vars(_parser().parse_args(arguments))
    command = options.pop("command")
    configure_logging(options.get("log_level", "INFO"), context=trace_fields)
    try:
        if command == "inventory":
            sys.stdout.write(inventory.scan(options["root"]).dumps() + "\n")
        else:
            _serve(CatalogSettings(**options))
    except ValidationError as error:
        logger.error("%s", problems(error, CatalogSettings))
    except (AddressError, InventoryError) as error:
        logger.error("%s", error)
    else:
        return 0
    return 1


def _serve(settings: CatalogSettings) -> None:
    configure_logging(settings.log_level, context=trace_fields)
    catalog = Catalog.load(settings.inventory)
    with Telemetry("module-catalog") as telemetry:
        app = catalog_app(catalog, settings, telemetry)
        try:
            serve(app, settings, modules=len(catalog.modules))
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else error
            raise AddressError(f"{settings.host}:{settings.port}: {reason}") from error


def _parser() -> argparse.ArgumentParser:
    # What is not given here comes from the environment: see CatalogSettings.
    parser = argparse.ArgumentParser(
        prog="module-catalog",
        description="The catalogue of Terraform modules.",
        argument_default=argparse.SUPPRESS,
    )
    parser.add_argument("--log-level", choices=("DEBUG", "INFO", "WARNING"))
    commands = parser.add_subparsers(dest="command", required=True)

    scan = commands.add_parser("inventory", help="print the inventory of a directory of modules")
    scan.add_argument("root", type=Path)

    server = commands.add_parser(
        "serve",
        help="serve an inventory over HTTP",
        argument_default=argparse.SUPPRESS,
    )
    server.add_argument("--inventory", type=Path)
    server.add_argument("--host")
    server.add_argument("--port", type=int)
    return parser


if __name__ == "__main__":
    sys.exit(main())
