"""Prepares this machine for Pants. `./pants` runs it once, and again when an input has changed.

    python -I build-support/launcher PYTHON CHECKOUT STAT… <SETTINGS

It installs Pants into the user's cache, writes `.pants.rc`, and prints where the environment with
Pants is. PYTHON makes that environment. For STAT and SETTINGS, see `pants_rc.Conditions`.
It runs on CPython 3.9 alone: parsers of TOML and HCL come from the environment.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pants_rc
from environment import prepare_environment
from links import refuse_circular_links
from machine import Machine, UserError, say
from mirrors import find_mirrors
from pants_rc import Conditions
from pythons import too_new_warning
from terraform import find_terraform


def prepare(machine: Machine, python: str, conditions: Conditions) -> Path:
    """Returns the environment with Pants.

    :raises UserError: Pants cannot be started.
    """
    environment = prepare_environment(machine, python)
    sys.path[:0] = map(str, environment.glob("lib/python3.*/site-packages"))
    refuse_circular_links(machine.root)
    pants_rc.write_pex_options(machine, environment)
    if pants_rc.is_the_users(machine):
        say(
            f"{machine.rc} was not written by this launcher and stays as it is: move its options "
            "to ~/.pants.rc, then delete it."
        )
        return environment
    if warning := too_new_warning(machine):
        say(warning)
    mirrors = find_mirrors(machine)
    for mirror in mirrors:
        if warning := mirror.warning():
            say(warning)
    terraform, problem = None, ""
    try:
        terraform = find_terraform(machine)
    except UserError as error:
        problem = str(error)
        say(problem)
    pants_rc.write(machine, conditions, environment, mirrors, terraform, problem)
    return environment


def main() -> None:
    # An interrupted run deletes what it has built so far.
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    os.umask(0o077)
    python, root, *stat = sys.argv[1:]
    settings = os.fsdecode(sys.stdin.buffer.read())[:-1]  # Without the newline that bash adds.
    machine = Machine(Path(root), dict(os.environ))
    try:
        environment = prepare(machine, python, Conditions(settings, stat))
    except UserError as error:
        say(str(error))
        sys.exit(1)
    except OSError as error:  # The disk is full, for example.
        say(f"cannot prepare this machine: {error}.")
        sys.exit(1)
    sys.stdout.buffer.write(os.fsencode(environment) + b"\n")


if __name__ == "__main__":
    main()
