from __future__ import annotations

from pathlib import Path

import pytest

from module_catalog.catalog import Catalog, InventoryError, Module, Provider

KMS_KEY = Module("aws/kms-key", ">= 1.9", {"aws": Provider("hashicorp/aws", "~> 5.0")})
VPC = Module("aws/vpc")


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
        ("{", "Expecting property name"),
        ("[]", "list indices"),
        ("{}", "'modules' is missing"),
        ('{"modules": [{}]}', "'name' is missing"),
        ('{"modules": [{"name": ""}]}', "`name` is ''"),
        ('{"modules": [{"name": "a", "required_version": 1}]}', "`required_version` of a"),
        ('{"modules": [{"name": "a", "providers": []}]}', "no attribute 'items'"),
        ('{"modules": [{"name": "a", "providers": {"aws": {"src": ""}}}]}', "src"),
        ('{"modules": [{"name": "a"}, {"name": "a"}]}', "two modules are named a"),
    ],
)
def test_bad_inventory_is_one_error_that_names_the_file(
    tmp_path: Path, content: str, error: str
) -> None:
    path = tmp_path / "inventory.json"
    path.write_text(content)
    with pytest.raises(InventoryError) as raised:
        Catalog.load(path)
    assert str(raised.value).startswith(f"{path}: ")
    assert error in str(raised.value)


def test_missing_inventory_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InventoryError, match="No such file"):
        Catalog.load(tmp_path / "inventory.json")
