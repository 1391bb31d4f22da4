"""The environment with Pants, from the hash-checked 3rdparty/python/pants.lock.

An environment cannot be moved, so each build has a directory of its own, and a small file named
after the lock's hash (a pointer) says which one is in use. It appears when its environment is
whole: a killed build leaves a directory that nothing points to.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Optional

from machine import SHARED_TMP, Machine, UserError, platform_names, say, sha256

DAY = 24 * 60 * 60
UNUSED_AFTER = 30 * DAY


def prepare_environment(machine: Machine, python: str) -> Path:
    """Returns the environment for the checkout's lock, which is built if need be."""
    if not machine.lock.is_file():
        raise UserError(
            f"{machine.lock} is missing: restore it with 'git checkout -- 3rdparty/python'."
        )
    environments = usable_cache(machine)
    pointer = environments / f"py39-{platform_names()[1]}-{sha256(machine.lock)}"
    environment = follow(pointer)
    if environment is None:
        with only_one_build(environments / "lock"):
            environment = follow(pointer) or build(machine, python, pointer)
    let_native_client_run(environment)
    delete_unused(environments, environment)
    return environment


def usable_cache(machine: Machine) -> Path:
    """Returns the directory of environments, which this user can write to."""
    environments = machine.cache / "environments"
    with contextlib.suppress(OSError):
        environments.mkdir(parents=True, exist_ok=True)
        # Everyone can make directories in /var/tmp: the one there must be this user's own.
        if machine.cache.parent == SHARED_TMP:
            status = machine.cache.lstat()
            own = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()
        else:
            own = True
        if own and os.access(environments, os.W_OK):
            return environments
    raise UserError(
        f"cannot use {machine.cache} as a cache: set XDG_CACHE_HOME to a directory that you can "
        "write to."
    )


def is_whole(environment: Path) -> bool:
    return os.access(environment / "bin/python", os.X_OK) and all(
        (environment / name).is_file() for name in ("bin/pants", "pex-cli/pex")
    )


def follow(pointer: Path) -> Optional[Path]:
    """Returns the environment that the pointer names, if that is whole."""
    try:
        environment = Path(pointer.read_text().rstrip("\n"))
    except OSError:
        return None
    return environment if is_whole(environment) else None


@contextlib.contextmanager
def only_one_build(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another run is installing Pants: waiting until it has finished.")
            fcntl.flock(file, fcntl.LOCK_EX)
        except OSError:
            pass  # A file system without locks. Of two builds at once, one is used.
        yield


def build(machine: Machine, python: str, pointer: Path) -> Path:
    environment = Path(tempfile.mkdtemp(prefix="build.", dir=pointer.parent))
    say("installing Pants from 3rdparty/python/pants.lock (once for each version of the lock)")
    try:
        install(python, machine.lock, environment)
        new_pointer = environment / "pointer"
        new_pointer.write_text(f"{environment}\n")
        new_pointer.replace(pointer)
    except subprocess.CalledProcessError:
        log = (environment / "log").read_text(errors="replace").splitlines()
        print(*log[-20:], sep="\n", file=sys.stderr)  # noqa: T201
        raise UserError(
            "Pants could not be installed, see above. pip ran with your own settings (index, "
            "proxy)."
        ) from None
    finally:
        if follow(pointer) != environment:
            shutil.rmtree(environment, ignore_errors=True)
    return environment


def install(python: str, lock: Path, environment: Path) -> None:
    """Installs the lock into the directory, and makes the PEX tool from it.

    Nothing is installed without a matching hash: what the registry has as source only is built
    with the locked setuptools.
    """
    variables = {
        **os.environ,
        "PIP_USER": "0",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PEX_IGNORE_RCFILES": "1",
    }
    checked = ("-q", "--no-input", "--no-deps", "--require-hashes")
    entries = lock.read_text()

    with (environment / "log").open("wb") as log:

        def run(*command: str) -> None:
            subprocess.run(
                command,
                cwd=environment,
                env=variables,
                # The PEX tool holds file modes: with one umask it has the same bytes everywhere.
                umask=0o022,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                check=True,
            )

        run(python, "-m", "venv", str(environment))
        pex = locked(entries, "pex")
        (environment / "build.txt").write_text(locked(entries, "setuptools", "wheel"))
        (environment / "pex.txt").write_text(pex)
        own_python = str(environment / "bin/python")
        pip = (own_python, "-m", "pip")
        run(*pip, "install", *checked, "-r", "build.txt")
        run(*pip, "install", *checked, "--no-build-isolation", "-r", str(lock))
        run(*pip, "download", *checked, "-d", "pex-cli", "-r", "pex.txt")
        run(
            *(own_python, "-m", "pex", "--disable-cache", "--no-index", "--find-links", "pex-cli"),
            *(pex.split()[0], "-c", "pex", "--no-compile", "-o", "pex-cli/pex"),
        )


def let_native_client_run(environment: Path) -> None:
    """Makes Pants' native client a program, which it is not in the wheel.

    It hands a command to Pants' daemon a second sooner than `bin/pants` does, which imports Pants
    first, and it runs `bin/pants` where there is no daemon yet. Without it, `./pants` does that.
    """
    client = environment / "lib/python3.9/site-packages/pants/bin/native_client"
    with contextlib.suppress(OSError):
        client.chmod(0o755)


def locked(entries: str, *names: str) -> str:
    """Returns a lock's entries for the packages, with their hashes."""
    found = re.findall(r"^[^\s#].*\n(?:[ #].*\n)*", entries, re.MULTILINE)
    return "".join(entry for entry in found if entry.partition("==")[0] in names)


def delete_unused(environments: Path, current: Path) -> None:
    """Deletes environments that no run used for 30 days, and killed builds after a day.

    Other checkouts share the cache. One that comes back later builds its environment again.
    """
    pointers = {}
    for pointer in environments.glob("py39-*"):
        with contextlib.suppress(OSError):
            pointers[Path(pointer.read_text().rstrip("\n"))] = pointer
    for environment in environments.glob("build.*"):
        # What ends half-way is deleted next time.
        with contextlib.suppress(OSError):
            if environment == current or is_recent(environment, environment in pointers):
                continue
            if is_running(environment):
                continue
            if environment in pointers:
                pointers[environment].unlink()
            # In one step, so that no run finds half of it.
            environment.rename(environments / f"deleted.{environment.name}")
    for deleted in environments.glob("deleted.*"):
        shutil.rmtree(deleted, ignore_errors=True)


def is_recent(environment: Path, whole: bool) -> bool:
    if not whole:
        return time.time() - environment.stat().st_mtime < DAY
    used = environment / "used"
    if not used.exists():
        used.touch()  # Earlier launchers recorded no uses: the 30 days begin now.
    return time.time() - used.stat().st_mtime < UNUSED_AFTER


def is_running(environment: Path) -> bool:
    """Whether another process was started from the environment, or has loaded a library of it."""
    wanted, own = os.fsencode(f"{environment}/"), os.getpid()
    if not Path("/proc/self/maps").exists():
        command = ("ps", "-axww", "-o", "pid=,command=")
        lines = subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout.splitlines()
        return any(wanted in line and int(line.split()[0]) != own for line in lines)
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # It is another user's, or has ended.
            texts = [(process / name).read_bytes() for name in ("cmdline", "maps")]
            if int(process.name) != own and any(wanted in text for text in texts):
                return True
    return False
