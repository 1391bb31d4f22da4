"""What `generate-module` writes passes every gate, and does so again after an update.

All kinds share one copy of the repository: each gate is run once for all of them.
"""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time

from end_to_end.checkout import Checkout, Finished

MODULES = {
    "infra-packages/aws/order-queue": ("--kind=terraform-module", "--name=order-queue"),
    "infra-packages/aws/order-events": (
        *("--kind=terraform-module", "--name=order-events"),
        "--set=resource=sns-topic",
    ),
    "infra-packages/aws/orders": (
        *("--kind=terraform-module", "--name=orders"),
        "--set=resource=dynamodb-table",
    ),
    "packages/orders_client": ("--kind=python-package", "--name=orders-client"),
    "services/orders_api": (
        *("--kind=python-service", "--name=OrdersApi", "--set=port=8081"),
        '--set=description=Says what was "ordered", and doesn\'t \\ forget.',
    ),
    # As long as a name can be: lines must not grow too long for the formatters.
    f"packages/{'x' * 63}": ("--kind=python-package", f"--name={'x' * 63}"),
    f"services/{'a' * 63}": ("--kind=python-service", f"--name={'a' * 63}"),
}
SPECS = [f"{directory}::" for directory in MODULES]
TERRAFORM = [spec for spec in SPECS if spec.startswith("infra-packages")]
TESTS = 3 * 2 + 2 * 2 + 2 * 2

SQS = "templates/terraform-module/templates/sqs-queue/main.tf"
PACKAGE = "templates/python-package/{{cookiecutter.__module}}"
SERVICE = "templates/python-service/{{cookiecutter.__module}}"
# What changes in the templates: file, text, and what takes its place.
TEMPLATE_CHANGES = (
    (SQS, "receive_wait_time_seconds  = 20", "receive_wait_time_seconds  = 15"),
    (
        f"{PACKAGE}/src/{{{{cookiecutter.__module}}}}/settings.py",
        "attempts: int = Field(default=3",
        "attempts: int = Field(default=4",
    ),
    (f"{PACKAGE}/tests/test_settings.py", "(10.0, 3)", "(10.0, 4)"),
    (f"{SERVICE}/src/{{{{cookiecutter.__module}}}}/server.py", "max_length=100", "max_length=80"),
)
# What a user has added to the same files.
USER_CHANGES = (
    ("infra-packages/aws/order-queue/main.tf", "locals {\n", "# Orders wait here.\nlocals {\n"),
    (
        "packages/orders_client/src/orders_client/settings.py",
        "PREFIX =",
        "# Variables start with it.\nPREFIX =",
    ),
    (
        "services/orders_api/src/orders_api/server.py",
        "    return app\n",
        (
            '    @app.get("/orders")\n    async def list_orders() -> list[str]:\n'
            "        return []\n\n    return app\n"
        ),
    ),
)


def succeed(checkout: Checkout, *arguments: str) -> Finished:
    finished = checkout.pants(*arguments)
    assert finished.exit_code == 0, f"{arguments}\n{finished.stdout}\n{finished.stderr}"
    return finished


def replace(checkout: Checkout, path: str, old: str, new: str) -> None:
    text = (checkout.root / path).read_text()
    assert old in text
    checkout.write(path, text.replace(old, new))


def changes(checkout: Checkout) -> str:
    """What git sees as changed since the last commit."""
    return subprocess.run(
        ["git", "status", "--porcelain"],
        cwd=checkout.root,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def test_modules_are_generated(checkout: Checkout) -> None:
    for directory, arguments in MODULES.items():
        finished = succeed(checkout, "generate-module", *arguments)
        assert f"Wrote {directory}. Next:\n" in finished.stdout
        assert len(finished.stdout.partition("Next:\n")[2].splitlines()) == 3
        assert finished.warnings == []
    assert changes(checkout).splitlines() == [f"?? {each}/" for each in sorted(MODULES)]
    checkout.commit()


def gates(checkout: Checkout) -> None:
    assert changes(checkout) == ""
    linted = succeed(checkout, "fmt", "lint", "check", *SPECS)
    assert changes(checkout) == ""
    for tool in (
        *("ruff check", "ruff format", "mypy"),
        *("terraform-fmt", "terraform-rules", "terraform-validate", "checkov", "module-readme"),
    ):
        assert f"✓ {tool} " in linted.stderr
    succeed(checkout, "tailor", "--check", "templates::", *SPECS)

    tested = succeed(checkout, "test", *SPECS)
    passed = [line for line in tested.stderr.splitlines() if line.startswith("✓ ")]
    assert len(passed) == TESTS, tested.stderr
    terraform_tested = succeed(checkout, "tf-test", *TERRAFORM)
    assert "6 test files: 6 passed (26 runs: 26 passed)" in terraform_tested.stdout


def test_what_was_generated_passes_every_gate(checkout: Checkout) -> None:
    gates(checkout)
    assert "7 generated modules, 0 behind." in succeed(checkout, *CHECK).stdout


CHECK = ("generate-module", "--check", "::")


def test_after_an_update_it_passes_every_gate_again(checkout: Checkout) -> None:
    for path, old, new in (*TEMPLATE_CHANGES, *USER_CHANGES):
        replace(checkout, path, old, new)
    checkout.commit()
    behind = checkout.pants(*CHECK)
    assert behind.exit_code == 1
    assert behind.stdout.splitlines()[-1] == "7 generated modules, 5 behind: `--update` merges."

    updated = succeed(checkout, "generate-module", "--update", "::")
    words = [" ".join(line.split()) for line in updated.stdout.splitlines()]
    for path, _, _ in USER_CHANGES:
        directory = next(each for each in MODULES if path.startswith(f"{each}/"))
        assert f"merged {path[len(directory) + 1 :]}" in words
    for path, _, new in USER_CHANGES:
        assert new in (checkout.root / path).read_text()
    for path, text in (
        ("infra-packages/aws/order-queue/main.tf", "receive_wait_time_seconds  = 15"),
        ("packages/orders_client/src/orders_client/settings.py", "attempts: int = Field(default=4"),
        ("services/orders_api/src/orders_api/server.py", "max_length=80"),
    ):
        assert text in (checkout.root / path).read_text()
    checkout.commit()
    assert "7 generated modules, 0 behind." in succeed(checkout, *CHECK).stdout
    gates(checkout)


def test_templates_are_invisible_to_other_goals(checkout: Checkout) -> None:
    # Plain files of //:templates, and nothing else.
    listed = succeed(checkout, "list", "templates::")
    assert listed.stdout
    assert all(line.endswith("../templates") for line in listed.stdout.splitlines())
    before = changes(checkout)
    for goal in ("fmt", "lint", "check", "test"):
        assert succeed(checkout, goal, "templates::").stdout == ""
    assert changes(checkout) == before
    found = succeed(checkout, "--filter-target-type=terraform_module,terraform_files", "list", "::")
    assert "templates" not in found.stdout
    assert "infra-packages/aws/orders:orders" in found.stdout.splitlines()
    tests = checkout.pants("tf-test", "templates::")
    assert tests.exit_code == 1
    assert tests.stderr.startswith("0 test files. `templates::` has no test file, ")


def test_a_terminal_is_asked(checkout: Checkout) -> None:
    text, exit_code = converse(
        checkout, "generate-module", answers=["2", "class", "by_hand", "", ""]
    )
    assert exit_code == 0, text
    assert "  1  python-package\r\n" in text
    assert "Name of the service: " in text
    assert "The name 'class' is a Python keyword: choose another." in text
    assert "Port that it listens on [8080]: " in text
    assert (checkout.root / "services/by_hand/src/by_hand/main.py").is_file()


def test_without_a_terminal_nothing_is_waited_for(checkout: Checkout) -> None:
    finished = checkout.pants("generate-module", "--kind=python-package")
    assert finished.exit_code == 1
    assert finished.stderr.splitlines()[-1] == (
        "Specify the name, as in `./pants generate-module --kind=python-package --name=my-name`."
    )


def converse(checkout: Checkout, *arguments: str, answers: list[str]) -> tuple[str, int]:
    """Runs Pants on a terminal of its own: what it wrote there, and its exit code."""
    terminal, other_end = pty.openpty()
    process = subprocess.Popen(
        ["./pants", *arguments],
        cwd=checkout.root,
        env=checkout.environment,
        stdin=other_end,
        stdout=other_end,
        stderr=other_end,
        start_new_session=True,
    )
    os.close(other_end)
    written = b""
    remaining = [*answers, "y"]
    end = time.monotonic() + 300
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.5)[0]:
            try:
                read = os.read(terminal, 4096)
            except OSError:
                # The other end is closed: Linux says so by an error.
                break
            written += read
        elif remaining and written.endswith(b": "):
            os.write(terminal, f"{remaining.pop(0)}\n".encode())
    os.close(terminal)
    return written.decode(), process.wait(timeout=30)
