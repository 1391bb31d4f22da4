"""The real thing: Pants from the real lock, with this machine's CPython 3.9 and package index."""

from __future__ import annotations

import os
import subprocess
import tomllib
from pathlib import Path

from launcher.machine import Machine

# The version is for the official launcher, as that of this repository's pants.toml.
PANTS_TOML = """\
[GLOBAL]
pants_version = "2.27.0"
backend_packages = ["pants.backend.python"]
plugins = ["python-hcl2==8.1.4"]
verify_config = false

[anonymous-telemetry]
enabled = false
"""

CLI_CONFIG = """\
provider_installation {
  filesystem_mirror {
    path    = "/srv/mirror one" # the first
    include = ["example.com/*/*"]
  }
  # filesystem_mirror { path = "/not/this" }
  filesystem_mirror { path = "/srv/two" }
  direct {
    exclude = ["example.com/*/*"]
  }
}

credentials "app.example.com" {
  token = "do-not-copy"
}
"""


def test_first_run_from_an_empty_cache(machine: Machine) -> None:
    (machine.root / "pants.toml").write_text(PANTS_TOML)
    config = machine.home / "cli.tfrc"
    config.write_text(CLI_CONFIG)
    env = {name: value for name, value in os.environ.items() if not name.startswith("PANTS_")}
    env |= {
        "XDG_CACHE_HOME": str(machine.cache),
        "TF_CLI_CONFIG_FILE": str(config),
        "TERRAPANTS_TERRAFORM_URL": f"file://{machine.home}/none",
    }

    def run(cwd: Path, *args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(machine.root / "pants"), "--no-pantsd", *args],
            cwd=cwd,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )

    first = run(machine.root, "--version")
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines() == ["2.17.1"]

    # The PEX tool runs, and Pants has python-hcl2 without resolving it.
    (build,) = machine.environments.glob("build.*")
    pex = subprocess.run(
        [build / "bin/python", build / "pex-cli/pex", "--version"],
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    options = (build / "pex-cli/options").read_text().splitlines()
    assert options[0] == "VERSION=v" + pex.stdout.strip()
    rc = tomllib.loads(machine.rc.read_text())
    subprocess.run([build / "bin/python", "-c", "import hcl2, pkg_resources"], check=True)

    # A next environment is made from the same CPython, not from this environment.
    python = Path(machine.call("find_python"))
    assert build not in python.parents
    assert rc["python-bootstrap"]["search_path"]["add"] == [str(python.parent)]

    assert rc["terraform-providers"] == {"machine_mirrors": ["/srv/mirror one", "/srv/two"]}
    assert "do-not-copy" not in machine.rc.read_text()

    # From a subdirectory as well, Pants has the file's options.
    below = machine.root / "below"
    below.mkdir()
    later = run(below, "help-advanced", "pex-cli")
    assert later.returncode == 0, later.stderr
    assert "installing" not in later.stderr
    assert f"file://{build}/pex-cli/pex" in later.stdout
