from __future__ import annotations

import pytest

from terrapants.provider_pool.provider_process import Handshake, NoProvider, read_handshake


@pytest.mark.parametrize(
    ("line", "handshake"),
    [
        ("1|5|unix|/tmp/plugin1|grpc|\n", Handshake(5, "unix:/tmp/plugin1")),
        ("1|6|unix|/tmp/plugin1|grpc||true\n", Handshake(6, "unix:/tmp/plugin1")),
        ("1|6|tcp|127.0.0.1:1234|grpc\n", Handshake(6, "127.0.0.1:1234")),
    ],
)
def test_handshake(line: str, handshake: Handshake) -> None:
    assert read_handshake(line, "tiny") == handshake


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("", "which does not start as a plugin of Terraform."),
        ("This binary is a plugin.\n", "which does not start as a plugin of Terraform."),
        ("2|5|unix|/tmp/plugin1|grpc|\n", "which does not start as a plugin of Terraform."),
        ("1|4|unix|/tmp/plugin1|grpc|\n", "speaks protocol 4 (grpc over unix), and the pool"),
        ("1|5|unix|/tmp/plugin1\n", "speaks protocol 5 (netrpc over unix), and the pool"),
    ],
)
def test_no_handshake(line: str, problem: str) -> None:
    with pytest.raises(NoProvider) as refused:
        read_handshake(line, "tiny")
    assert problem in str(refused.value)
    assert str(refused.value).startswith("The provider pool cannot use tiny")
