from __future__ import annotations

import os
import stat
from pathlib import Path

from terrapants.deploying.runner.job import Deployment
from terrapants.deploying.runner.unwritten_state import keep


def test_the_message_has_the_commands_that_push_the_state(tmp_path: Path) -> None:
    deployment = Deployment(
        "live/net:dev",
        "dev",
        "",
        "live/net",
        backend_file="live/my dev.tfbackend",
        workspace="blue",
    )
    directory = tmp_path / "a b"
    text = keep(b"{}", deployment, directory)
    (kept,) = directory.iterdir()
    assert f"It is kept in {kept}, and may hold secrets." in text
    assert (
        "in live/net, run `terraform init '-backend-config=../my dev.tfbackend'` and "
        f"`TF_WORKSPACE=blue terraform state push '{kept}'`, then delete the file."
    ) in text


def test_the_module_of_the_build_root(tmp_path: Path) -> None:
    text = keep(b"{}", Deployment("//:dev", "dev", "", ""), tmp_path)
    assert "in the root directory, run `terraform init` and `terraform state push " in text


def test_it_can_be_read_by_its_owner_alone_from_the_beginning(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        keep(b"{}", Deployment("net:dev", "dev", "", "net"), tmp_path)
    finally:
        os.umask(before)
    (kept,) = tmp_path.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.read_bytes() == b"{}"
