"""What a module declares for its callers and for itself: variables, outputs, local values."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Optional

from terrapants.hcl.body import Attribute, Block, Body
from terrapants.hcl.constants import ConstantValue, NotConstant, constant_value
from terrapants.hcl.expressions import Expression, Literal, literal_string
from terrapants.hcl.json_text import json_text
from terrapants.hcl.position import Position
from terrapants.hcl.references import referred
from terrapants.hcl.tautologies import never_false

# The text of the comment right above a block, "" where there is none.
CommentAbove = Callable[[Position], str]


@dataclass(frozen=True)
class VariableType:
    """The type of a variable as it is written.

    `is_quoted` where it is in quotation marks, as before Terraform 0.12; `text` is without them.
    """

    text: str
    position: Position
    is_quoted: bool = False


@dataclass(frozen=True)
class VariableDefault:
    """The default of a variable.

    `json` is the value as indented JSON, in Go's spelling. `type` is the kind of value: "any" for
    null, "bool", "string", "number", "list" or "map". Where the default is not constant, which
    Terraform refuses, both are "" and `not_constant` is the place of what it depends on.
    """

    json: str
    type: str
    not_constant: Optional[Position] = None


@dataclass(frozen=True)
class Variable:
    """A `variable` block.

    `description` is None where absent or not a literal string, and `sensitive` where the argument
    is absent. `ephemeral` is as Terraform takes it: False where the argument is absent or not a
    literal. `validations` are the positions of its `validation` blocks,
    without those whose condition is false for no value, and `own_references` what all of them
    refer to. `comment` is the text right above the block.
    """

    name: str
    position: Position
    type: Optional[VariableType] = None
    default: Optional[VariableDefault] = None
    description: Optional[str] = None
    sensitive: Optional[bool] = None
    ephemeral: bool = False
    validations: tuple[Position, ...] = ()
    own_references: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True)
class Output:
    """An `output` block; its fields are like those of `Variable`."""

    name: str
    position: Position
    description: Optional[str] = None
    sensitive: Optional[bool] = None
    ephemeral: bool = False
    comment: str = ""


@dataclass(frozen=True)
class Local:
    """An argument of a `locals` block."""

    name: str
    position: Position


def read_variable(block: Block, comment_above: CommentAbove) -> Variable:
    body = block.body
    validations = body.blocks("validation")
    in_json = block.position.path.endswith(".json")
    type_ = _type(body.argument("type"))
    nullable = body.attribute("nullable")
    may_be_null = not (isinstance(nullable, Literal) and nullable.value in (False, "false"))
    address = f"var.{block.labels[0]}"
    return Variable(
        name=block.labels[0],
        position=block.position,
        type=type_,
        default=_default(body.argument("default")),
        description=literal_string(body.attribute("description")),
        sensitive=_sensitive(body),
        ephemeral=_truth(body.attribute("ephemeral")),
        validations=tuple(
            validation.position
            for validation in validations
            if not never_false(
                validation.body.attribute("condition"),
                address,
                type_.text if type_ is not None else "",
                may_be_null,
            )
        ),
        own_references=tuple(
            address
            for validation in validations
            for argument in ("condition", "error_message")
            for address in referred(validation.body.attribute(argument), in_json)
        ),
        comment=comment_above(block.position),
    )


def read_output(block: Block, comment_above: CommentAbove) -> Output:
    body = block.body
    return Output(
        name=block.labels[0],
        position=block.position,
        description=literal_string(body.attribute("description")),
        sensitive=_sensitive(body),
        ephemeral=_truth(body.attribute("ephemeral")),
        comment=comment_above(block.position),
    )


def read_locals(block: Block) -> tuple[Local, ...]:
    return tuple(Local(attribute.name, attribute.position) for attribute in block.body.attributes())


def _type(declared: Attribute | None) -> VariableType | None:
    if declared is None:
        return None
    quoted = literal_string(declared.value)
    if quoted is None:
        return VariableType(declared.text, declared.position)
    return VariableType(unicodedata.normalize("NFC", quoted), declared.position, True)


def _default(declared: Attribute | None) -> VariableDefault | None:
    if declared is None:
        return None
    try:
        value = constant_value(declared.value)
    except NotConstant as error:
        return VariableDefault("", "", error.position)
    return VariableDefault(json_text(value), _type_of(value))


def _type_of(value: ConstantValue) -> str:
    if value is None:
        return "any"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, str):
        return "string"
    if isinstance(value, Mapping):
        return "map"
    return "list" if isinstance(value, tuple) else "number"


def _sensitive(body: Body) -> bool | None:
    value = body.attribute("sensitive")
    return None if value is None else _truth(value)


def _truth(value: Expression | None) -> bool:
    # Terraform converts the strings "true" and "false", which JSON files of other tools have.
    return isinstance(value, Literal) and value.value in (True, "true")
