from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pants.backend.python.util_rules.lockfile_metadata import PythonLockfileMetadataV1

from forms import lay_out

# Stands for the little of Pants that the selector asks.
PANTS = {
    "pants/__init__.py": "",
    "pants/base/__init__.py": "",
    "pants/base/exceptions.py": "class BackendConfigurationError(Exception):\n    pass\n",
    "pants/version.py": (
        "import os\nfrom types import SimpleNamespace\nVERSION = os.environ['VERSION']\n"
        "PANTS_SEMVER = SimpleNamespace(**dict(zip(('major', 'minor'), "
        "map(int, VERSION.split('.')))))\n"
    ),
    "pants/engine/__init__.py": "",
    "pants/engine/rules.py": "",
}
SUITE = {
    "__init__.py": "",
    "terraform/__init__.py": "",
    "terraform/data.txt": "data\n",
    "terraform/requirements.lock": "lark==1.3.1 --hash=sha256:0\n",
    "terraform/pants_compat.py": (
        "import os\nif os.environ['VERSION'] == '2.99.0':\n    from pants import gone\n"
    ),
    "testing/__init__.py": "",
    "testing/register.py": (
        "from pants.engine.rules import Get, rule\n\n\n"
        "@rule\nasync def area(a: Side) -> Area:\n    return await Get(Area, Side, a)\n"
    ),
}


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    write(tmp_path, PANTS)
    write(tmp_path / "terrapants", SUITE)
    lay_out(tmp_path / "terrapants")
    return tmp_path


def run(installed: Path, version: str, code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=installed,
        env={**os.environ, "VERSION": version, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("version", "form"),
    [
        ("2.17.1", "_with_get"),
        ("2.29.0", "_with_get"),
        ("2.30.0", "_by_name"),
        ("3.0.0", "_by_name"),
    ],
)
def test_the_form_is_that_of_the_release(installed: Path, version: str, form: str) -> None:
    code = (
        "import importlib.util, pkgutil, terrapants\n"
        "print(importlib.util.find_spec('terrapants.testing.register').origin)\n"
        "print(pkgutil.get_data('terrapants.terraform', 'data.txt').decode())\n"
        "print(terrapants.rules())\n"
    )
    found = run(installed, version, code)
    assert found.stderr == ""
    assert found.stdout.split() == [
        str(installed / "terrapants" / form / "testing/register.py"),
        "data",
        "()",
    ]


def test_only_one_form_calls_by_name(installed: Path) -> None:
    with_get, by_name = (
        (installed / "terrapants" / form / "testing/register.py").read_text()
        for form in ("_with_get", "_by_name")
    )
    assert with_get == SUITE["testing/register.py"]
    assert "await area(**implicitly({a: Side}))" in by_name


def test_each_lock_has_metadata_that_pants_reads_where_it_asks_for_them(installed: Path) -> None:
    with_get, by_name = (
        sorted((installed / "terrapants" / form).rglob("requirements.lock*"))
        for form in ("_with_get", "_by_name")
    )
    assert [path.name for path in with_get] == ["requirements.lock"]
    assert [path.name for path in by_name] == ["requirements.lock", "requirements.lock.metadata"]
    metadata = json.loads(by_name[1].read_text())
    assert metadata["version"] == 1
    PythonLockfileMetadataV1._from_json_dict(metadata, "the lock", "")


@pytest.mark.parametrize(
    ("version", "reason"),
    [("2.16.0", "that release is too old"), ("2.99.0", "cannot import name 'gone' from 'pants'")],
)
def test_another_pants_is_refused_in_one_sentence(
    installed: Path, version: str, reason: str
) -> None:
    found = run(installed, version, "import terrapants.testing.register")
    last = found.stderr.splitlines()[-1]
    assert last.startswith(
        "pants.base.exceptions.BackendConfigurationError: This release of terrapants does not run "
        f"on Pants {version} ({reason}"
    )
    assert "During handling" not in found.stderr
