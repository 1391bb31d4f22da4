"""What a module declares for its callers and for itself: variables, outputs, local values."""

from __future__ import annotations

from dataclasses import dataclass

from terrapants.hcl.body import Attribute, Block
from terrapants.hcl.expressions import Expression, Literal, literal_string
from terrapants.hcl.position import Position


@dataclass(frozen=True)
class Validation:
    """A `validation` block of a variable."""

    condition: Expression | None
    error_message: Expression | None
    position: Position


@dataclass(frozen=True)
class Variable:
    """A `variable` block.

    `description` is None where absent or not a literal string. `sensitive`, `ephemeral` and
    `nullable` are as Terraform takes them: where the argument is absent, or no literal, False for
    the first two and True for `nullable`.
    """

    name: str
    position: Position
    type: Attribute | None = None
    default: Attribute | None = None
    description: str | None = None
    sensitive: bool = False
    ephemeral: bool = False
    nullable: bool = True
    validations: tuple[Validation, ...] = ()


@dataclass(frozen=True)
class Output:
    """An `output` block; its fields are like those of `Variable`."""

    name: str
    position: Position
    value: Attribute | None = None
    description: str | None = None
    sensitive: bool = False
    ephemeral: bool = False


@dataclass(frozen=True)
class Local:
    """An argument of a `locals` block."""

    name: str
    value: Expression
    position: Position


def read_variable(block: Block) -> Variable:
    body = block.body
    return Variable(
        name=block.labels[0],
        position=block.position,
        type=body.argument("type"),
        default=body.argument("default"),
        description=literal_string(body.attribute("description")),
        sensitive=_truth(body.attribute("sensitive"), False),
        ephemeral=_truth(body.attribute("ephemeral"), False),
        nullable=_truth(body.attribute("nullable"), True),
        validations=tuple(
            Validation(
                validation.body.attribute("condition"),
                validation.body.attribute("error_message"),
                validation.position,
            )
            for validation in body.blocks("validation")
        ),
    )


def read_output(block: Block) -> Output:
    body = block.body
    return Output(
        name=block.labels[0],
        position=block.position,
        value=body.argument("value"),
        description=literal_string(body.attribute("description")),
        sensitive=_truth(body.attribute("sensitive"), False),
        ephemeral=_truth(body.attribute("ephemeral"), False),
    )


def read_locals(block: Block) -> tuple[Local, ...]:
    return tuple(
        Local(attribute.name, attribute.value, attribute.position)
        for attribute in block.body.attributes()
    )


def _truth(value: Expression | None, otherwise: bool) -> bool:
    if isinstance(value, Literal):
        # Terraform converts the strings "true" and "false", which JSON files of other tools have.
        return value.value in (True, "true")
    return otherwise
