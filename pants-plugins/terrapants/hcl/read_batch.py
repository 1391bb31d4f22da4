"""Reads files of HCL in a process of its own.

usage: python read_batch.py LIBRARY CACHE REQUEST OUTPUT

LIBRARY has the packages that reading needs. Python is started for each batch, so what takes time
once is kept in the directory CACHE: the packages, compiled, and the parser's table. REQUEST is a
JSON file, `{"key": …, "paths": […]}`: the key names the library's content. OUTPUT gets a line for
each path, in that order: the file's facts as JSON. Without paths it gets the parser's table.
"""

from __future__ import annotations

import compileall
import gc
import json
import os
import py_compile
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator

_TABLE = "table.json"
_BUILD_TABLE = """\
import sys
sys.path.insert(0, sys.argv[1])
from terrapants.hcl import grammar
print(grammar.build_table())
"""
UNCHECKED_HASH = py_compile.PycInvalidationMode.UNCHECKED_HASH


def prepare(library: str, cache: str, key: str) -> str:
    """The directory of the compiled packages and the table; whoever comes first makes it."""
    version = "{}.{}".format(*sys.version_info[:2])
    ready = os.path.join(os.path.realpath(cache), f"{key}-{version}")
    if not os.path.exists(os.path.join(ready, _TABLE)):
        # On a worker of remote execution Pants prepares no cache.
        os.makedirs(os.path.dirname(ready), exist_ok=True)
        building = tempfile.mkdtemp(prefix="partial.", dir=os.path.dirname(ready))
        packages = os.path.join(building, "packages")
        shutil.copytree(library, packages)
        compileall.compile_dir(
            packages,
            quiet=2,
            ddir="",
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        # A process of its own, since the packages are about to be moved.
        with open(os.path.join(building, _TABLE), "w") as file:
            arguments = (sys.executable, "-I", "-S", "-c", _BUILD_TABLE, packages)
            subprocess.run(arguments, stdout=file, check=True)
        try:
            os.rename(building, ready)
        except OSError:
            # Another process was first, or a killed one left half of it.
            if os.path.exists(os.path.join(ready, _TABLE)):
                shutil.rmtree(building)
            else:
                ready = building
    sys.path.insert(0, os.path.join(ready, "packages"))
    return ready


def main(library: str, cache: str, request_path: str, output: str) -> None:
    with open(request_path) as file:
        request = json.load(file)
    ready = prepare(library, cache, request["key"])
    with open(os.path.join(ready, _TABLE)) as file:
        table = file.read()
    with open(output, "w") as file:
        file.writelines(_lines(request["paths"], table) if request["paths"] else [table])


def _lines(paths: list[str], table: str) -> Iterator[str]:
    from terrapants.hcl import grammar
    from terrapants.hcl.file_facts import read_file

    grammar.use_table(table)
    # Syntax trees have no cycles that matter for a process as short as this one.
    gc.disable()
    for path in paths:
        with open(path, "rb") as file:
            yield read_file(path, file.read()).to_json() + "\n"


if __name__ == "__main__":
    main(*sys.argv[1:])
