from __future__ import annotations

from terrapants.deploying.addresses import address_parts, is_managed, without_keys


def test_the_pieces_of_an_address() -> None:
    assert list(address_parts('module.a["b.]\\"["].x.y[0]')) == [
        "module.a",
        '["b.]\\"["]',
        ".x.y",
        "[0]",
    ]


def test_addresses_without_keys() -> None:
    assert without_keys('module.a["b.c"].x.y[0]') == "module.a.x.y"
    assert without_keys('x.y["a\\"]b"]') == "x.y"
    assert without_keys('x.y["') == "x.y"


def test_which_addresses_are_of_resources() -> None:
    assert is_managed("aws_vpc.a")
    assert is_managed('module.data["data.x"].aws_vpc.data')
    assert not is_managed("data.aws_vpc.a")
    assert not is_managed('module.a["b.c"].data.aws_vpc.a[0]')
    assert not is_managed("ephemeral.aws_x.a")
