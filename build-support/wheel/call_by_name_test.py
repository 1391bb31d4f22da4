from __future__ import annotations

import ast

import pytest

from call_by_name import call_rules_by_name
from rule_index import UnknownRule

HEAD = "from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule\n"
SHAPES = f"""{HEAD}
@rule
async def area(square: Square) -> Area:
    return Area(square.side**2)

@rule
async def square_of_area(area: Area) -> Square:
    return Square(area.value**0.5)
"""


def rewritten(text: str, **others: str) -> str:
    """The module `m`, without blank lines and what it imports from `pants.engine.rules`."""
    found = call_rules_by_name({"m": HEAD + text, "shapes": SHAPES, **others})["m"]
    ast.parse(found)
    assert "Get(" not in found
    lines = [line for line in found.splitlines() if line.strip()]
    assert lines[0] == (
        "from pants.engine.rules import Rule, collect_rules, rule, concurrently, implicitly"
    )
    return "\n".join(lines[1:])


@pytest.mark.parametrize(
    ("request_", "call"),
    [
        ("Get(Area, Square(side=2))", "_rule_area(**implicitly(Square(side=2)))"),
        ("Get(Area, Square.of(2))", "_rule_area(**implicitly(Square.of(2)))"),
        ("Get(Area, Square, found)", "_rule_area(**implicitly({found: Square}))"),
        ("Get(Area, shapes.Square, found)", "_rule_area(**implicitly({found: shapes.Square}))"),
        ("Get(Area)", "_rule_area(**implicitly())"),
        # Pants finds out how to get from a circle to what the only rule for areas takes.
        ("Get(Area, Circle, found)", "_rule_area(**implicitly({found: Circle}))"),
        (
            "MultiGet(Get(Area, Square, each) for each in found)",
            "concurrently(_rule_area(**implicitly({each: Square})) for each in found)",
        ),
        (
            "Get(Area, Square, await Get(Square, Area, found))",
            (
                "_rule_area(**implicitly({await _rule_square_of_area(**implicitly({found: Area}))"
                ": Square}))"
            ),
        ),
    ],
)
def test_a_rule_of_another_module(request_: str, call: str) -> None:
    found = rewritten(f"async def f(found):\n    return await {request_}\n")
    assert found.endswith(f"async def f(found):\n    return await {call}")
    assert "from shapes import area as _rule_area" in found


@pytest.mark.parametrize(
    ("request_", "imported"),
    [
        ("Get(Digest, MergeDigests(found))", "from pants.engine.intrinsics import merge_digests"),
        ("Get(Digest, PathGlobs, found)", "from pants.engine.intrinsics import path_globs_to_dig"),
        # It becomes a digest on the way.
        ("Get(Snapshot, PathGlobs, found)", "from pants.engine.intrinsics import digest_to_snap"),
        ("Get(Targets, RawSpecs, found)", "from pants.engine.internals.graph import resolve_targ"),
    ],
)
def test_a_rule_of_pants(request_: str, imported: str) -> None:
    assert rewritten(f"async def f(found):\n    await {request_}\n").startswith(imported)


def test_a_rule_of_ours_comes_before_one_of_pants() -> None:
    own = f"{HEAD}@rule\nasync def mine(request: Mine) -> Digest:\n    ...\n"
    requests = "Get(Digest, Mine, found), await Get(Digest, AddPrefix(found, 'a'))"
    found = rewritten(f"async def f(found):\n    await {requests}\n", own=own)
    assert "await _rule_mine(**implicitly({found: Mine}))" in found
    assert "await _rule_add_prefix(**implicitly(AddPrefix(found, 'a')))" in found


def test_a_rule_above_has_another_name_where_it_is_called() -> None:
    """Else the variable would hide it."""
    assert rewritten(
        "@rule\nasync def hue(of: Colour) -> Hue:\n    ...\n"
        "@rule\nasync def mixed(found: Paint) -> Mixed:\n    hue = await Get(Hue, Colour, found)\n"
    ).splitlines()[3:] == [
        "_rule_hue = hue",
        "@rule",
        "async def mixed(found: Paint) -> Mixed:",
        "    hue = await _rule_hue(**implicitly({found: Colour}))",
    ]


def test_a_rule_below_and_one_that_calls_itself_keep_their_names() -> None:
    found = rewritten(
        "@rule\nasync def hue(of: Colour) -> Hue:\n"
        "    await Get(Hue, Colour, of)\n    await Get(Mixed, Paint, of)\n"
        "@rule\nasync def mixed(found: Paint) -> Mixed:\n    ...\n"
    )
    assert "await hue(**implicitly({of: Colour}))" in found
    assert "await mixed(**implicitly({of: Paint}))" in found


@pytest.mark.parametrize("scoped", [True, False])
def test_members_of_a_union(scoped: bool) -> None:
    decorator = "@union(in_scope_types=[EnvironmentName])" if scoped else "@union"
    union = f"{decorator}\nclass Shape:\n    ...\n"
    found = rewritten(
        "def unrelated():\n    ...\n"
        "@goal_rule\nasync def goal(found: A) -> B:\n    await Get(Colours, Shape, found)\n",
        union=union,
    )
    environment = ", environment: EnvironmentName" if scoped else ""
    assert ("from pants.engine.environment import EnvironmentName" in found) == scoped
    assert found.splitlines()[-6:] == [
        "@rule(polymorphic=True)",
        f"async def _any_colours(request: Shape{environment}) -> Colours:",
        "    raise NotImplementedError",
        "@goal_rule",
        "async def goal(found: A) -> B:",
        "    await _any_colours(**implicitly({found: Shape}))",
    ]


def test_effects_are_calls_without_implicit_arguments() -> None:
    text = (
        "from pants.engine.rules import Effect\n"
        "async def f(process):\n"
        "    return await Effect(InteractiveProcessResult, InteractiveProcess, process)\n"
    )
    found = call_rules_by_name({"m": text})["m"]
    assert "await _rule_run_interactive_process(process)" in found
    assert "import Effect" not in found


def test_other_text_stays_as_it_is() -> None:
    text = '"""Of `Get`."""\n\nimport os  # Get(A, B)\n\n\ndef f():\n    return os.getenv("A")\n'
    assert call_rules_by_name({"m": text}) == {"m": text}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("await Get(Area, Square, a), await Get(Shade, B(c))", "m: B -> Shade: none"),
        ("await Get(Area, found)", "m: not a call: found"),
        ("await Get(Twice, Anything, found)", "m: Anything -> Twice: two.a, two.b"),
        ("await Get(Twice, One, found)", "m: One -> Twice: two.a, two.b"),
    ],
)
def test_every_unclear_request_is_named(text: str, problem: str) -> None:
    two = "".join(f"@rule\nasync def {name}(one: One) -> Twice:\n    ...\n" for name in "ab")
    with pytest.raises(UnknownRule) as caught:
        rewritten(f"async def f(found):\n    {text}\n", two=two)
    assert str(caught.value) == problem
