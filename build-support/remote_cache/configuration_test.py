from __future__ import annotations

import json
import re
from pathlib import Path

from configuration import INSTANCE, READER, WRITER, access_rules, server_configuration

DIRECTORY = Path('/srv/a "quoted" directory')


def test_tls_and_tokens_are_on() -> None:
    text = server_configuration(DIRECTORY, "[::1]:8980", tls=True, client_certificates=False)
    assert 'address: "[::1]:8980"\n    insecure-mode: false\n' in text
    assert 'tls-server-key: "/srv/a \\"quoted\\" directory/server.key"' in text
    assert "tls-client-certs" not in text
    assert "method: jwt" in text


def test_client_certificates_are_of_the_same_authority() -> None:
    text = server_configuration(DIRECTORY, "[::1]:8980", tls=True, client_certificates=True)
    assert re.search(r'tls-client-certs: ".*/ca\.pem"\n', text)


def test_without_tls_there_are_no_certificates() -> None:
    text = server_configuration(DIRECTORY, "[::1]:8980", tls=False, client_certificates=False)
    assert "insecure-mode: true\n" in text
    assert "tls-" not in text


def test_only_one_kind_of_token_writes() -> None:
    writer, reader = json.loads(access_rules())[INSTANCE]["allow"]
    assert writer == {"subject": f"{WRITER}$"}
    assert reader["subject"] == f"{READER}$"
    assert "GetActionResult" in reader["requests"]
    assert not [each for each in reader["requests"] if "Update" in each or "Write" in each]
