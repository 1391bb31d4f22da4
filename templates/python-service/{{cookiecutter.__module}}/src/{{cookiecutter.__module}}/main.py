from __future__ import annotations

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Sequence
from types import FrameType

{% for line in ['from ' ~ cookiecutter.__module ~ ' import server', 'from structured_logging import configure_logging'] | sort -%}
{{ line }}
{% endfor %}
NAME = "{{ cookiecutter.name }}"

logger = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0, or 1 if the service cannot listen on the address."""
    options = _parser().parse_args(arguments)
    configure_logging(options.log_level)
    try:
        serve(options.host, options.port)
    except OSError as error:
        logger.error("%s:%s: %s", options.host, options.port, error.strerror or error)
        return 1
    return 0


def serve(host: str, port: int) -> None:
    """Serves requests until SIGTERM or SIGINT, then finishes those in progress."""
    with server.Server((host, port)) as running:

        def stop(signal_number: int, _: FrameType | None) -> None:
            logger.info("stopping", extra={"signal": signal.Signals(signal_number).name})
            # `shutdown` waits for `serve_forever`, which this handler has interrupted.
            threading.Thread(target=running.shutdown).start()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        logger.info("serving", extra={"host": host, "port": running.server_port})
        running.serve_forever()
    logger.info("stopped")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=NAME)
    parser.add_argument("--log-level", default="INFO", choices=("DEBUG", "INFO", "WARNING"))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default={{ cookiecutter.port }})
    return parser


if __name__ == "__main__":
    sys.exit(main())
