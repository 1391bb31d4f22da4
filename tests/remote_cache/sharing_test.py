"""A second checkout on a machine where everything differs that may differ executes nothing."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from remote_cache.checkout import MODULE, ROOT, Checkout, Finished
from remote_cache.server import Server
from terrapants.testutil.module_server import GitRepository

PAGE = ROOT / "docs/using/remote-cache.md"
# `fix` writes the tables of the READMEs, and `check` and `lint` look at them.
GOALS = ("fix", "tf-test", "check", "lint")
BACKENDS = ("terrapants.readme", "terrapants.validation")
# What is in the description of each kind of process, and what the documentation calls it.
KINDS = {
    r"Read \d+ files? of HCL": "reading HCL",
    r"Ask Terraform for its version": "`terraform version`",
    r"terraform test: ": "`terraform test`",
    r"terraform validate: ": "`terraform validate`",
    r"terraform fmt": "`terraform fmt`",
    r"Fetch the module git::": "fetching a remote module",
    r"List the Terraform provider mirrors": "listing provider mirrors",
    r"(Searching for|Test binary) ": "finding bash and Python",
}


def kind_of(description: str) -> str:
    (kind,) = (kind for pattern, kind in KINDS.items() if re.match(pattern, description))
    return kind


def mirror(place: Path) -> Path:
    """A mirror with a provider that no module here needs."""
    package = place / "registry.terraform.io/example/example/1.0.0/linux_amd64"
    package.mkdir(parents=True)
    (package / "terraform-provider-example_v1.0.0").write_text("#!/bin/sh\n")
    return place


@pytest.fixture(scope="module")
def calls_remote(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The module `two`, which calls a module in a git repository."""
    repository = GitRepository(tmp_path_factory.mktemp("git") / "repository")
    repository.commit({"main.tf": MODULE.format(name="remote")}, tag="v1")
    source = f"git::file://{repository.directory}?ref=v1"
    return f'{MODULE.format(name="two")}\nmodule "remote" {{\n  source = "{source}"\n}}\n'


def run_all(checkout: Checkout, *options: str) -> Finished:
    finished = checkout.pants(*options, *GOALS, "::")
    assert "Traceback" not in finished.stderr, finished.stderr
    assert "remote cache" not in finished.stderr, finished.stderr
    assert "What it is called." in (checkout.root / "one/README.md").read_text()
    return finished


@pytest.fixture(scope="module")
def first(server: Server, calls_remote: str, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    place = tmp_path_factory.mktemp("first")
    checkout = Checkout(place, server.options(write=True), "one", "two", backends=BACKENDS)
    checkout.write("two/main.tf", calls_remote)
    return run_all(checkout, f"--terraform-providers-mirrors=['{mirror(place / 'mirror')}']")


@pytest.fixture(scope="module")
def second(
    server: Server, first: Finished, calls_remote: str, tmp_path_factory: pytest.TempPathFactory
) -> Finished:
    place = tmp_path_factory.mktemp("elsewhere") / "a longer path, with blanks"
    home, temporary = place / "home", place / "temporary"
    environment = {
        **server.options(write=False),
        "HOME": str(home),
        "USER": "somebody",
        "LOGNAME": "somebody",
        "LC_ALL": "en_GB.UTF-8",
        "LANG": "de_DE.UTF-8",
        "TZ": "Asia/Kathmandu",
        "TMPDIR": str(temporary),
        "XDG_CACHE_HOME": str(home / "caches"),
        "PANTS_PROCESS_EXECUTION_LOCAL_PARALLELISM": "1",
    }
    # Another order of making the files is another order of listing them.
    checkout = Checkout(place, environment, "two", "one", umask=0o077, cores={0}, backends=BACKENDS)
    checkout.write("two/main.tf", calls_remote)
    home.mkdir()
    temporary.mkdir()
    for file in checkout.root.rglob("*"):
        os.utime(file, (0, 1_000_000_000))
    mirrors = mirror(place / "elsewhere/mirror")
    return run_all(checkout, f"--terraform-providers-mirrors=['{mirrors}']")


def shared_or_local(run: Finished) -> dict[str, str]:
    """For each kind of process, whether its results come from the server."""
    found: dict[str, str] = {}
    for process in run.processes:
        source = "local" if process["source"] == "Ran" else "shared"
        kind = kind_of(process["description"])
        assert found.setdefault(kind, source) == source, process["description"]
    return found


def test_the_first_checkout_stores_what_it_executes(first: Finished) -> None:
    # In one run no process is executed twice, and what has a count of zero is not there.
    assert first.metrics.get("remote_cache_write_errors", 0) == 0
    assert first.metrics["remote_cache_write_successes"] >= 6


def test_the_second_checkout_executes_nothing_that_may_be_shared(second: Finished) -> None:
    executed = {
        process["description"]
        for process in second.processes
        if process["source"] == "Ran" and process["scope"] in ("Always", "Successful")
    }
    assert executed == set()
    for module in ("one", "two"):
        assert f"passed {module} tests/name.tftest.hcl 1 passed cached remotely" in second.rows


def test_both_come_to_the_same_results(first: Finished, second: Finished) -> None:
    def results(run: Finished) -> tuple[int, str]:
        return run.exit_code, re.sub(r" +(\d+\.\d\ds|cached.*)", "", run.stdout)

    assert results(first) == results(second)


def test_the_page_has_the_kinds_of_processes(second: Finished) -> None:
    rows = re.findall(r"^\| ([^|]+) \| (shared|local) \| [^|]+ \|$", PAGE.read_text(), re.M)
    assert dict(rows) == shared_or_local(second), "Correct the table on the page."


def test_what_is_stored_is_small(server: Server, second: Finished) -> None:
    """Neither providers nor Terraform, which is an input of each process, are stored."""
    assert max(blob.stat().st_size for blob in server.stored()) < 2_000_000


def test_another_python_makes_no_difference(
    server: Server, first: Finished, tmp_path: Path
) -> None:
    """The path of the interpreter that reads HCL is not a part of what is asked for."""
    reads = [each for each in first.processes if each["description"].startswith("Read ")]
    assert reads
    for read in reads:
        assert read["definition"]["argv"][:2] == ["/usr/bin/env", "python3"]


def test_a_checkout_without_the_local_store_of_ci_needs_no_terraform(
    server: Server, first: Finished, calls_remote: str, tmp_path: Path
) -> None:
    """After a change of one module only that one is tested."""
    checkout = Checkout(tmp_path / "changed", server.options(write=False), "one", "two")
    checkout.write("two/main.tf", calls_remote)
    mirrors = mirror(tmp_path / "mirror")
    checkout.write("one/main.tf", (checkout.root / "one/main.tf").read_text() + "# changed\n")
    option = f"--terraform-providers-mirrors=['{mirrors}']"
    rows = checkout.pants(option, "tf-test", "::").rows
    assert re.fullmatch(r"passed one tests/name.tftest.hcl 1 passed \d+\.\d\ds", rows[0])
    assert rows[1] == "passed two tests/name.tftest.hcl 1 passed cached remotely"
    shutil.rmtree(checkout.place)


def test_secrets_do_not_leave_the_machine(server: Server, tmp_path: Path) -> None:
    """Neither in what a process was given, which is stored with its result, nor in its output."""
    secret = "a-secret-that-nobody-else-has"
    checkout = Checkout(tmp_path / "secrets", server.options(write=True), "secretive")
    checkout.write(
        "secretive/tests/name.tftest.hcl",
        'run "has_a_long_name" {\n  command = plan\n\n  assert {\n'
        "    condition     = length(output.name) > 20\n"
        '    error_message = "It is short."\n  }\n}\n',
    )
    stored = set(server.stored())
    finished = checkout.pants(
        "--tf-test-extra-env-vars=TF_VAR_name", "tf-test", "::", TF_VAR_name=secret
    )
    assert finished.exit_code == 0, finished.stdout + finished.stderr
    assert finished.warnings == []
    new = set(server.stored()) - stored
    # What its files say is stored.
    assert new
    assert not [blob for blob in new if secret.encode() in blob.read_bytes()]
