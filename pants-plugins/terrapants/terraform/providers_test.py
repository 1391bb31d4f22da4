from __future__ import annotations

import re
from dataclasses import replace

import pytest
from pants.util.docutil import bin_name
from pants.util.frozendict import FrozenDict

from terrapants.hcl.document import parse
from terrapants.terraform.providers import (
    ProviderMirrors,
    UnusableMirror,
    mirrors_from_listing,
)

AWS = "registry.terraform.io/hashicorp/aws"
LISTING = f"""\
provider {AWS} 5.100.0
provider {AWS} 5.100.0
provider {AWS} 5.99.0
provider example.com/acme/foo 1.0.0
key 1234-56
"""


def test_the_listing_of_two_mirrors() -> None:
    assert mirrors_from_listing(LISTING, ("/opt/a", "/opt/b")) == ProviderMirrors(
        "1234-56",
        2,
        FrozenDict({"example.com/acme/foo": ("1.0.0",), AWS: ("5.100.0", "5.99.0")}),
    )


def test_no_mirrors() -> None:
    assert mirrors_from_listing("key 1-1\n", ()) == ProviderMirrors("1-1", 0, FrozenDict())


def test_a_missing_mirror_is_named_with_the_option_and_what_to_do() -> None:
    with pytest.raises(UnusableMirror) as raised:
        mirrors_from_listing("missing /opt/my mirror\n", ("/opt/my mirror",))
    assert str(raised.value) == (
        "`[terraform-providers].mirrors` names /opt/my mirror, which is not a directory. "
        "Correct the option. If `.pants.rc` has it, delete that file: the next "
        f"`{bin_name()}` looks for mirrors again."
    )


def test_a_mirror_that_everyone_can_change_is_refused_with_the_command_that_helps() -> None:
    with pytest.raises(UnusableMirror) as raised:
        mirrors_from_listing("writable /opt/my mirror/a\n", ("/opt/my mirror",), "machine_mirrors")
    assert str(raised.value) == (
        "The mirrors that `[terraform-providers].machine_mirrors` names are not used, because "
        "everyone can write to /opt/my mirror/a: run `chmod -R go-w '/opt/my mirror'`."
    )
    with pytest.raises(UnusableMirror, match="run `chmod go-w /opt`"):
        mirrors_from_listing("writable /opt\n", ("/opt/my mirror",))


def test_a_mirror_found_before_a_missing_one_does_not_hide_it() -> None:
    with pytest.raises(UnusableMirror, match="names /opt/b,"):
        mirrors_from_listing(f"provider {AWS} 5.100.0\nmissing /opt/b\n", ("/opt/a", "/opt/b"))


def test_what_a_mirror_holds_comes_from_there_only() -> None:
    text = mirrors_from_listing(LISTING, ("/opt/a", "/opt/b")).cli_configuration()
    assert text == (
        "disable_checkpoint = true\n"
        "provider_installation {\n"
        '  filesystem_mirror { path = "@ROOT@/.terrapants/providers/store/1234-56" }\n'
        "  filesystem_mirror {\n"
        '    path = "@ROOT@/.terrapants/providers/mirrors/1234-56/0"\n'
        f'    include = ["example.com/acme/foo", "{AWS}"]\n'
        "  }\n"
        "  filesystem_mirror {\n"
        '    path = "@ROOT@/.terrapants/providers/mirrors/1234-56/1"\n'
        f'    include = ["example.com/acme/foo", "{AWS}"]\n'
        "  }\n"
        f'  direct {{ exclude = ["example.com/acme/foo", "{AWS}"] }}\n'
        "}\n"
    )


def test_workers_of_remote_execution_have_the_mirrors_where_they_are_here() -> None:
    """A link that one worker makes in its sandbox is gone when the next process starts."""
    mirrors = mirrors_from_listing(LISTING, ("/opt/a", "/opt/b"))
    text = replace(mirrors, workers_paths=("/opt/a", "/opt/b")).cli_configuration()
    assert text == re.sub(r"@ROOT@\S*/mirrors/1234-56/(\d)", _path_of, mirrors.cli_configuration())


def _path_of(link: re.Match[str]) -> str:
    return ("/opt/a", "/opt/b")[int(link[1])]


def test_without_mirrors_everything_may_come_from_registries() -> None:
    text = mirrors_from_listing("key 1-1\n", ()).cli_configuration()
    assert "direct {}\n" in text
    assert "mirrors/" not in text


@pytest.mark.parametrize(("listing", "mirrors"), [(LISTING, ("/opt/a",)), ("key 1-1\n", ())])
def test_the_configuration_is_valid_hcl(listing: str, mirrors: tuple[str, ...]) -> None:
    text = mirrors_from_listing(listing, mirrors).cli_configuration()
    (installation,) = parse(text, "terraform.rc").body.blocks("provider_installation")
    assert len(installation.body.blocks("filesystem_mirror")) == 1 + len(mirrors)
    assert len(installation.body.blocks("direct")) == 1


def test_the_configuration_does_not_depend_on_where_the_mirrors_are() -> None:
    here = mirrors_from_listing(LISTING, ("/opt/a",))
    there = mirrors_from_listing(LISTING, ("/srv/mirror",))
    assert here == there
    assert here.cli_configuration() == there.cli_configuration()
