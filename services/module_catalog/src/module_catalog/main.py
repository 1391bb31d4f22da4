from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from fastapi import FastAPI

from http_service import Telemetry, run
from module_catalog import inventory
from module_catalog.catalog import Catalog, InventoryError
from module_catalog.server import catalog_app
from module_catalog.settings import CatalogSettings
from structured_logging import configure_logging

logger = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0, or 1 for what cannot be read or listened on."""
    options = vars(_parser().parse_args(arguments))
    command = options.pop("command")
    try:
        if command == "serve":
            return run("module-catalog", CatalogSettings, options, _application)
        configure_logging(options.get("log_level", "INFO"))
        sys.stdout.write(inventory.scan(options["root"]).dumps() + "\n")
    except InventoryError as error:
        logger.error("%s", error)
        return 1
    return 0


def _application(settings: CatalogSettings, telemetry: Telemetry) -> FastAPI:
    return catalog_app(Catalog.load(settings.inventory), settings, telemetry)


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
