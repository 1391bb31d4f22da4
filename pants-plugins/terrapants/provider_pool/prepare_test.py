from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

from terrapants.provider_pool import client
from terrapants.provider_pool.prepare import prepare


def test_the_client_is_named_for_the_parent(tmp_path: Path) -> None:
    pool = tmp_path / "pool"
    gone = subprocess.Popen(("true",))
    gone.wait()
    (pool / "clients").mkdir(parents=True)
    (pool / "clients" / str(gone.pid)).touch()
    (pool / "clients" / str(os.getppid())).touch()
    file = prepare(pool, '{"idle_seconds": 30}', os.getpid())
    assert file == pool / "clients" / str(os.getpid())
    python, client_file, settings = file.read_text().splitlines()
    assert (python, Path(client_file)) == (sys.executable, Path(client.__file__).resolve())
    assert json.loads(settings) == {"idle_seconds": 30}
    assert stat.S_IMODE(pool.stat().st_mode) == 0o700
    assert {each.name for each in file.parent.iterdir()} == {str(os.getpid()), str(os.getppid())}


def test_command(tmp_path: Path) -> None:
    (tmp_path / "named cache").mkdir()
    (tmp_path / "providers").symlink_to("named cache")
    subprocess.run(
        (
            *(sys.executable, "-m", "terrapants.provider_pool.prepare"),
            *("--pool", str(tmp_path / "providers/pool"), "--settings", '{\n"max_providers": 2}'),
        ),
        env={"PYTHONPATH": str(Path(client.__file__).parents[2])},
        check=True,
    )
    file = tmp_path / "named cache/pool/clients" / str(os.getpid())
    assert file.read_text().splitlines()[2] == '{"max_providers": 2}'
