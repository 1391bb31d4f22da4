"""Refuses a name that would hide a module that the service needs, and an invalid port."""

import importlib.machinery
import sys
import sysconfig

name = "{{ cookiecutter.__module }}"
NEEDED = {
    *("fastapi", "h11", "http_service", "httpx", "opentelemetry", "prometheus_client"),
    *("pydantic", "pydantic_settings", "starlette", "structlog", "structured_logging"),
    *("tests", "uvicorn"),
}
port = {{ cookiecutter.port | jsonify }}
directories = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")]
if name in sys.builtin_module_names or importlib.machinery.PathFinder.find_spec(name, directories):
    sys.exit(f"Python itself has a module {name}: choose another name")
if name in NEEDED:
    sys.exit(f"the service itself needs the module {name}: choose another name")
if not (port.isdecimal() and 1024 <= int(port) <= 65535):
    sys.exit(f"port is {port!r}: expected a number from 1024 to 65535")
