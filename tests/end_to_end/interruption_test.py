"""Interrupted and concurrent runs leave nothing behind and break nothing."""

from __future__ import annotations

import signal

import pytest

from end_to_end.checkout import Checkout, finish, wait_until

MARKER = "86399"


@pytest.fixture(scope="module", autouse=True)
def hanging_module(checkout: Checkout) -> None:
    checkout.write(
        "hanging/main.tf",
        'resource "terraform_data" "hangs" {\n  provisioner "local-exec" {\n'
        f'    command = "sleep {MARKER}"\n  }}\n}}\n',
    )
    checkout.write("hanging/tests/hangs.tftest.hcl", 'run "hangs" {}\n')
    checkout.write("hanging/BUILD", 'terraform_module()\nterraform_tests(name="tests")\n')
    checkout.write("quick/main.tf", 'output "one" {\n  value = 1\n}\n')
    checkout.write("quick/tests/quick.tftest.hcl", 'run "plans" {\n  command = plan\n}\n')
    checkout.write("quick/BUILD", 'terraform_module()\nterraform_tests(name="tests")\n')


def left_over(checkout: Checkout) -> list[str]:
    # Other tests run Terraform at the same time, but not in a module of this name.
    return checkout.processes(f"sleep {MARKER}") + checkout.processes("terraform test", "hanging")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_an_ended_run_leaves_no_process_and_the_next_works(
    checkout: Checkout, sent: signal.Signals
) -> None:
    running = checkout.start("tf-test", "hanging::")
    assert wait_until(lambda: checkout.processes(f"sleep {MARKER}"), 180)
    running.send_signal(sent)
    ended = finish(running)

    assert ended.exit_code != 0
    assert "Traceback" not in ended.stderr
    assert wait_until(lambda: not left_over(checkout), 30), left_over(checkout)
    finished = checkout.pants("tf-test", "quick::")
    assert finished.exit_code == 0, finished.stdout + finished.stderr
    assert finished.line("passed  quick  tests/quick.tftest.hcl")


def test_a_hanging_test_is_stopped_at_its_timeout(checkout: Checkout) -> None:
    finished = checkout.pants("tf-test", "--timeout-default=10", "hanging::", "quick::")

    assert finished.exit_code == 1
    assert finished.line("timed out  hanging  tests/hangs.tftest.hcl")
    assert finished.line("passed     quick    tests/quick.tftest.hcl")
    assert 'Stopped after 10 seconds, in run "hangs".' in finished.stdout
    assert wait_until(lambda: not left_over(checkout), 30), left_over(checkout)


def test_two_runs_at_once_both_give_verdicts(checkout: Checkout) -> None:
    runs = [checkout.start("tf-test", "--force", "quick::") for _ in range(2)]

    for run in runs:
        finished = finish(run)
        assert finished.exit_code == 0, finished.stdout + finished.stderr
        assert finished.line("passed  quick  tests/quick.tftest.hcl")
