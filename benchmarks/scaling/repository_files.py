"""The files of the large repository: the same for the same seed and number of modules."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks.scaling.feature import SHARED_POLICIES, Feature
from benchmarks.scaling.shapes import KMS_KEY, SHAPES, module_files

_TEAMS = ("checkout", "data", "identity", "logistics", "payments", "platform", "search", "support")
_LIBRARY = Feature.read("library")
_LIBRARIES = (
    "billing",
    "catalogue",
    "clock",
    "config",
    "events",
    "identity",
    "ledger",
    "metrics",
    "notifications",
    "orders",
    "retries",
    "storage",
)
_MODULE = "terraform_module()\n"
_TESTS = 'terraform_tests(name="tests")\n'
_PRELUDE = "builtin-only.prelude"
_CONFIGURATION = """\
[GLOBAL]
pants_version = "2.17.1"
@suite
dynamic_ui = false
# The daemon is measured, not restarted.
pantsd_max_memory_usage = "64GiB"

[anonymous-telemetry]
enabled = false

[source]
root_patterns = ["/", "/packages/*/src"]

[python]
interpreter_constraints = [">=3.9"]

[python-infer]
use_rust_parser = true
"""
_SUITE_OPTIONS = """
[checkov]
# It takes seconds for each module, whatever starts it.
skip = true
"""
_BUILTIN = '"pants.backend.python", "pants.backend.experimental.terraform"'
_SUITE = ", ".join(
    f'"terrapants.{room}"' for room in ("readme", "scaffold", "security", "testing", "validation")
)


def module_directory(number: int) -> str:
    """Where the module with this number is, from 0 on."""
    shape = SHAPES[number % len(SHAPES)]
    team = _TEAMS[number // len(SHAPES) % len(_TEAMS)]
    return f"infra/{team}/{shape.name}-{number:04}"


def repository_files(modules: int, seed: int) -> Iterator[tuple[str, str]]:
    """Paths and texts of everything but the configuration of Pants."""
    rng = random.Random(seed)
    for number in range(modules):
        shape = SHAPES[number % len(SHAPES)]
        directory = module_directory(number)
        # Every third module calls a key among those before it, which may be another team's.
        keys = range(SHAPES.index(KMS_KEY), number + 1, len(SHAPES))
        key = f"../../../{module_directory(rng.choice(keys))}"
        files = module_files(shape, directory.rpartition("/")[2], key, rng)
        for path, text in files.items():
            yield f"{directory}/{path}", text
        yield f"{directory}/BUILD", _MODULE + _TESTS
        yield f"{directory}/examples/complete/BUILD", _MODULE
        if shape.has_setup:
            yield f"{directory}/tests/setup/BUILD", _MODULE
    for number in range(SHARED_POLICIES):
        actions = ("kms:Decrypt", "kms:Encrypt", f"kms:GenerateDataKey{number}")
        policy = {"administration": ["kms:Describe*", "kms:Put*"], "usage": actions}
        yield f"policies/shared-{number}.json", json.dumps(policy, indent=2) + "\n"
    for position, name in enumerate(_LIBRARIES):
        other = {"@other": rng.choice(_LIBRARIES[: position + 1])}
        yield from _LIBRARY.filled(other).named(name, rng.randint(1, 89)).files.items()


def pants_configuration(plugins: Path | None) -> dict[str, str]:
    """What makes the files a repository of Pants.

    :param plugins: the directory with the suite, None for a repository without it.
    """
    files = {".gitignore": "/.pants.d/\n/.pids/\n/dist/\n"}
    if plugins is None:
        # BUILD files stay as they are.
        files[_PRELUDE] = "def terraform_tests(**_):\n    pass\n"
        # The launcher configures the suite, whose options are unknown here.
        suite = f"""\
backend_packages = [{_BUILTIN}]
build_file_prelude_globs = ["{_PRELUDE}"]
verify_config = false"""
        more = ""
    else:
        path = json.dumps(str(plugins))
        suite = f"backend_packages = [{_BUILTIN}, {_SUITE}]\npythonpath = [{path}]"
        more = _SUITE_OPTIONS
    files["pants.toml"] = _CONFIGURATION.replace("@suite", suite) + more
    return files
