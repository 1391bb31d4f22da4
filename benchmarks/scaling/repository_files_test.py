from __future__ import annotations

import json
import os
import re
from pathlib import Path

from benchmarks.scaling.repository_files import (
    module_directory,
    pants_configuration,
    repository_files,
)
from terrapants.hcl.document import parse

FILES = dict(repository_files(12, seed=1))


def test_the_same_seed_makes_the_same_bytes() -> None:
    assert dict(repository_files(12, seed=1)) == FILES


def test_another_seed_makes_other_modules() -> None:
    other = dict(repository_files(12, seed=2))
    main = f"{module_directory(0)}/main.tf"
    assert other.keys() != FILES.keys() or other[main] != FILES[main]
    assert other[main] != FILES[main]


def test_no_path_is_made_twice() -> None:
    paths = [path for path, _ in repository_files(12, seed=1)]
    assert len(paths) == len(set(paths))


def test_number_of_modules() -> None:
    modules = [
        path
        for path, text in FILES.items()
        if path.endswith("/BUILD") and "terraform_tests" in text
    ]
    assert len(modules) == 12
    assert modules == [f"{module_directory(number)}/BUILD" for number in range(12)]


def test_files_of_each_shape_are_as_many_as_in_infra_packages() -> None:
    numbers = []
    for number in range(3):
        below = [path for path in FILES if path.startswith(f"{module_directory(number)}/")]
        numbers.append(
            (
                sum(path.endswith(".tf") for path in below),
                sum(path.endswith(".tftest.hcl") for path in below),
            )
        )
    assert numbers == [(9, 4), (10, 5), (17, 6)]


def test_every_file_parses() -> None:
    terraform = {
        path: text for path, text in FILES.items() if path.endswith((".tf", ".hcl", ".tfvars"))
    }
    assert len(terraform) > 200
    for path, text in terraform.items():
        parse(text, path)
    for path, text in FILES.items():
        if path.endswith(".json"):
            json.loads(text)
        elif path.endswith(".py"):
            compile(text, path, "exec")


def test_every_third_module_calls_one_that_exists() -> None:
    directories = {os.path.dirname(path) for path in FILES if path.endswith(".tf")}
    callers = set()
    for path, text in FILES.items():
        for source in re.findall(r'^  source = "(\.\.?/.+|\.\./\.\.)"$', text, re.MULTILINE):
            if path.endswith("main.tf"):
                assert os.path.normpath(os.path.join(os.path.dirname(path), source)) in directories
                callers.add(os.path.dirname(path))
    assert {module_directory(number) for number in range(1, 12, 3)} <= callers
    assert module_directory(0) not in callers


def test_templates_and_policies_exist() -> None:
    named = {
        os.path.normpath(os.path.join(os.path.dirname(path), name))
        for path, text in FILES.items()
        if path.endswith(".tf")
        for name in re.findall(r'file\("\$\{path\.module\}/([^"]+)"', text)
    }
    assert any(name.startswith("policies/") for name in named)
    assert any(name.endswith(".tftpl") for name in named)
    assert named <= FILES.keys()


def test_configuration_with_and_without_the_suite() -> None:
    configuration = pants_configuration(Path("/checkout/pants-plugins"))
    assert 'pythonpath = ["/checkout/pants-plugins"]' in configuration["pants.toml"]
    assert len(set(re.findall(r'"(terrapants\.\w+)"', configuration["pants.toml"]))) == 5
    builtin = pants_configuration(None)
    assert "terrapants" not in builtin["pants.toml"]
    assert "checkov" not in builtin["pants.toml"], "it would be an unknown section"
    (prelude,) = builtin.keys() - configuration.keys()
    assert f'build_file_prelude_globs = ["{prelude}"]' in builtin["pants.toml"]
