from __future__ import annotations

import pytest

from terrapants.findings.user_error import UserError
from terrapants.scaffold.answers import read_settings, recorded_answers
from terrapants.scaffold.template import Template, Variable

TEMPLATE = Template(
    "templates/thing",
    "",
    (
        Variable("name", "my-thing", "name"),
        Variable("title", "My thing", "title"),
        Variable("size", "small", "size", ("small", "large"), ("small", "large")),
        Variable("public", False, "public"),
        Variable("tags", {}, "tags"),
    ),
    (),
)


def test_values_are_read_according_to_the_type_of_their_variable() -> None:
    settings = ["name=BigThing", "title=a=b c", "size=large", "public=yes", 'tags={"a": "b"}']
    assert read_settings(TEMPLATE, settings) == {
        "name": "big-thing",
        "title": "a=b c",
        "size": "large",
        "public": True,
        "tags": {"a": "b"},
    }
    assert read_settings(TEMPLATE, ["public=No", "title="]) == {"public": False, "title": ""}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (["title"], "`--set=title` has no value: use `--set=title=…`."),
        ([""], "`--set=` has no value: use `--set=key=…`."),
        (["title=a", "title=b"], "The variable 'title' is set twice."),
        (
            ["titel=a"],
            (
                "The template templates/thing has no variable 'titel', only name, title, size, "
                "public, tags. Did you mean title?"
            ),
        ),
        (["_private=a"], "has no variable '_private'"),
        (["size=larg"], "'size' is 'larg', but can only be small or large. Did you mean large?"),
        (["public=perhaps"], "'public' is 'perhaps', but can only be yes or no."),
        (["tags=[1]"], "'tags' is '[1]', but can only be a JSON object."),
        (["tags={"], "'tags' is '{', but can only be a JSON object."),
        (["title=a\nb"], "The value of 'title' has a line break or another control character."),
        (["name=class"], "The name 'class' is a Python keyword"),
    ],
)
def test_settings_that_are_refused(settings: list[str], message: str) -> None:
    with pytest.raises(UserError) as error:
        read_settings(TEMPLATE, settings)
    assert message in str(error.value)


def test_answers_that_are_no_longer_valid_are_dropped() -> None:
    recorded = {"name": "x", "size": "medium", "gone": "1", "public": False}
    assert recorded_answers(TEMPLATE, recorded) == {"name": "x", "public": False}
