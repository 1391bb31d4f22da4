from __future__ import annotations

import re

from benchmarks.scaling.peer_files import peer_files
from terrapants.hcl.document import parse

FILES = dict(peer_files(40, seed=1))


def test_the_same_seed_makes_the_same_bytes() -> None:
    assert dict(peer_files(40, seed=1)) == FILES
    assert dict(peer_files(40, seed=2)) != FILES


def test_modules_are_of_the_size_of_public_ones() -> None:
    modules = {path.rpartition("/")[0] for path in FILES}
    assert len(modules) == 40
    for module in modules:
        files = {path: text for path, text in FILES.items() if path.startswith(f"{module}/")}
        text = "".join(files.values())
        assert len(files) == 7, "six files and the BUILD file"
        assert 20 <= len(re.findall("^variable ", text, re.MULTILINE)) <= 60
        assert 10 <= len(re.findall("^resource ", text, re.MULTILINE)) <= 30
        assert "<!-- BEGIN_TF_DOCS -->\n<!-- END_TF_DOCS -->" in files[f"{module}/README.md"]


def test_every_file_parses() -> None:
    for path, text in FILES.items():
        if path.endswith(".tf"):
            parse(text, path)
