from __future__ import annotations

from pathlib import Path

import pytest

from module_catalog.catalog import Catalog, Input, InventoryError, Module, Provider

KMS_KEY = Module(
    name="aws/kms-key",
    required_version=">= 1.9",
    providers={"aws": Provider(source="hashicorp/aws", version="~> 5.0")},
    inputs=(Input(name="aliases", type="set(string)", default="[]"),),
    readme="Encrypts *volumes*.",
)
VPC = Module(name="aws/vpc", calls=("aws/kms-key",))


def test_modules_are_sorted_and_found_by_name() -> None:
    catalog = Catalog([VPC, KMS_KEY])
    assert catalog.modules == (KMS_KEY, VPC)
    assert catalog.find("aws/vpc") == VPC
    assert catalog.find("aws") is None


def test_two_modules_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two modules are named aws/vpc"):
        Catalog([VPC, VPC])


def test_written_catalog_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "inventory.json"
    path.write_text(Catalog([VPC, KMS_KEY]).dumps())
    assert Catalog.load(path).modules == (KMS_KEY, VPC)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("{", "Invalid JSON: EOF"),
        ("[]", "Input should be an object"),
        ("{}", "modules: Field required"),
        ('{"modules": [{}]}', "modules.0.name: Field required"),
        ('{"modules": [{"name": ""}]}', "modules.0.name: String should have at least 1 character"),
        (
            '{"modules": [{"name": "a", "required_version": 1}]}',
            "modules.0.required_version: Input should be a valid string",
        ),
        (
            '{"modules": [{"name": "a", "providers": []}]}',
            "modules.0.providers: Input should be an object",
        ),
        (
            '{"modules": [{"name": "a", "providers": {"aws": {"src": ""}}}]}',
            "modules.0.providers.aws.source: Field required",
        ),
        ('{"modules": [{"name": "a"}, {"name": "a"}]}', "two modules are named a"),
        (b"\xff", "Invalid JSON"),
    ],
)
def test_bad_inventory_is_one_error_that_names_the_file(
    tmp_path: Path, content: str | bytes, error: str
) -> None:
    path = tmp_path / "inventory.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InventoryError) as raised:
        Catalog.load(path)
    assert str(raised.value).startswith(f"{path}: ")
    assert error in str(raised.value)


def test_missing_inventory_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InventoryError, match="No such file"):
        Catalog.load(tmp_path / "inventory.json")


def test_callers_of_a_module_are_known() -> None:
    details = Catalog([VPC, KMS_KEY]).details("aws/kms-key")
    assert details
    assert details.called_by == ("aws/vpc",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["aws/kms-key", "aws/vpc"]),
        ("VPC", ["aws/vpc"]),
        ("kms volumes", ["aws/kms-key"]),
        ("aliases", ["aws/kms-key"]),
        ("kms vpc", []),
    ],
)
def test_search_looks_for_every_word(text: str, names: list[str]) -> None:
    assert [module.name for module in Catalog([VPC, KMS_KEY]).search(text)] == names
