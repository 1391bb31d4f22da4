from __future__ import annotations

import pytest

from terrapants.terraform.module_kind import ModuleKind
from terrapants.validation.module_rules.secrets import is_secret
from terrapants.validation.module_rules.testutil import findings

RULE = "terraform-sensitive"


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "db_password",
        "master-password",
        "DB_PASSWORD",
        "passwords",
        "client_secret",
        "auth_token",
        "tokens",
        "api_key",
        "ssh_private_key",
        "private_key_pem",
        "connection_string",
        "registry_credentials",
        "kubeconfig",
        "DbPassword",
        "secretToken",
        "dbPassword",
        "DBPassword",
        "APIKey",
        "aws_secret_access_key",
        "secretAccessKey",
    ],
)
def test_names_of_secrets(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize(
    "name",
    [
        "password_length",
        "secret_arn",
        "secret_name",
        "token_ttl",
        "api_key_id",
        "access_key_id",
        "public_key",
        "public_key_pem",
        "kms_key",
        "key",
        "keys",
        "create_random_password",
        "manage_master_user_password",
        "require_mfa_token",
        "metadata_http_tokens",
        "table_version_tokens",
        "passwordless",
        "tokenizer",
        "creation_token",
        "creation_tokens",
        "creationToken",
        "client_request_token",
        "policy_expire_passwords",
        "users_to_change_password",
        "encrypted_password",
        "user_encrypted_secret",
        "CreatePassword",
        "_",
        "-",
    ],
)
def test_names_of_other_things(name: str) -> None:
    assert not is_secret(name)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("", 1),
        ("type = string", 1),
        ("type = map(string)", 1),
        ("sensitive = false", 0),
        ("type = map(number)", 0),
        ("type = list(bool)", 0),
        ("type = map(object({ ttl = number, name = string }))", 0),
        ("type = map(object({ ttl = number, password = string }))", 1),
        ("type = object({\n    value = string\n  })", 1),
        ("type = list(string)", 1),
        ("type = any", 1),
        ("sensitive = true", 0),
        ("ephemeral = true", 0),
        ("type = bool", 0),
        ("type = number", 0),
        ("default = true", 0),
        ("default = null", 1),
    ],
)
def test_a_variable_that_may_hold_a_secret_is_marked(body: str, count: int) -> None:
    assert len(findings({"a.tf": f'variable "token" {{\n  {body}\n}}\n'}, RULE)) == count


@pytest.mark.parametrize(
    ("body", "count"),
    [("value = 1", 1), ("sensitive = true", 0), ("sensitive = false", 0), ("ephemeral = true", 0)],
)
def test_an_output_that_holds_a_secret_is_marked(body: str, count: int) -> None:
    assert len(findings({"a.tf": f'output "token" {{\n  {body}\n}}\n'}, RULE)) == count


def test_what_tests_load_may_show_its_values() -> None:
    changes = {"a.tf": 'output "token" {}\n'}
    assert findings(changes, RULE, kind=ModuleKind.TEST) == ()


def test_in_json_syntax() -> None:
    changes = {"a.tf.json": '{"variable": {"token": {"sensitive": "true"}, "password": {}}}'}
    (found,) = findings(changes, RULE)
    assert '"password"' in found.message
