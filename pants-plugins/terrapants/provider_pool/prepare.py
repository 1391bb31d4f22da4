"""Tells the Terraform processes of one Pants how to reach the pool.

usage: python -m terrapants.provider_pool.prepare --pool DIRECTORY --settings JSON

It writes `DIRECTORY/clients/<process ID of its parent>`: the path of this Python, the path of
`client.py`, and the settings, each on a line. `init_and_run.sh`, a child of the same process, looks
there. Nothing of this is in the key of a cached process.
"""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser
from pathlib import Path

from terrapants.provider_pool import client
from terrapants.provider_pool.processes import is_alive


def prepare(pool: Path, settings: str, parent: int) -> Path:
    """Write the file for the parent, delete those of parents that are gone, and return its path."""
    pool.mkdir(mode=0o700, parents=True, exist_ok=True)
    pool.chmod(0o700)
    clients = pool / "clients"
    clients.mkdir(exist_ok=True)
    for file in clients.iterdir():
        if file.name.isdigit() and not is_alive(int(file.name)):
            file.unlink(missing_ok=True)
    lines = (sys.executable, str(Path(client.__file__).resolve()), settings)
    unfinished = clients / f"{parent}.new"
    unfinished.write_text("".join(f"{line}\n" for line in lines))
    return unfinished.rename(clients / str(parent))


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("--pool", type=Path, required=True)
    parser.add_argument("--settings", required=True)
    arguments = parser.parse_args()
    settings = json.dumps(json.loads(arguments.settings))  # on one line
    prepare(arguments.pool.resolve(), settings, os.getppid())


if __name__ == "__main__":
    main()
