"""Refuses a name that would hide a module of Python itself, or one that the package needs."""

import importlib.machinery
import sys
import sysconfig

name = "{{ cookiecutter.__module }}"
NEEDED = {"pydantic", "pydantic_settings", "pytest", "structlog", "structured_logging"}
directories = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")]
if name in sys.builtin_module_names or importlib.machinery.PathFinder.find_spec(name, directories):
    sys.exit(f"Python itself has a module {name}: choose another name")
if name in NEEDED:
    sys.exit(f"the package itself needs the module {name}: choose another name")
if name == "tests":
    sys.exit("tests is the name of the test directory: choose another name")
