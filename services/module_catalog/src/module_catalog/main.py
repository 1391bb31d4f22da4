from __future__ import annotations

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from module_catalog import inventory
from module_catalog.catalog import Catalog, InventoryError
from module_catalog.server import CatalogServer
from structured_logging import configure_logging

logger = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0, or 1 for an inventory that cannot be read."""
    options = _parser().parse_args(arguments)
    configure_logging(options.log_level)
    try:
        if options.command == "inventory":
            sys.stdout.write(inventory.scan(options.root).dumps() + "\n")
        else:
            serve(Catalog.load(options.inventory), options.host, options.port)
    except InventoryError as error:
        logger.error("%s", error)
        return 1
    return 0


def serve(catalog: Catalog, host: str, port: int) -> None:
    """Answers until SIGTERM or SIGINT, then finishes the requests under way."""
    with CatalogServer((host, port), catalog) as server:

        def stop(signal_number: int, _: FrameType | None) -> None:
            logger.info("stopping", extra={"signal": signal.Signals(signal_number).name})
            # `shutdown` waits for `serve_forever`, which this handler has interrupted.
            threading.Thread(target=server.shutdown).start()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        logger.info(
            "serving",
            extra={"host": host, "port": server.server_port, "modules": len(catalog.modules)},
        )
        server.serve_forever()
    logger.info("stopped")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="module-catalog", description="The catalogue of Terraform modules."
    )
    parser.add_argument("--log-level", default="INFO", choices=("DEBUG", "INFO", "WARNING"))
    commands = parser.add_subparsers(dest="command", required=True)

    scan = commands.add_parser("inventory", help="print the inventory of a directory of modules")
    scan.add_argument("root", type=Path)

    server = commands.add_parser("serve", help="serve an inventory over HTTP")
    server.add_argument("--inventory", type=Path, required=True)
    server.add_argument("--host", default="127.0.0.1")
    server.add_argument("--port", type=int, default=8080)
    return parser


if __name__ == "__main__":
    sys.exit(main())
