"""Which rule answers a request: what `Get` leaves to Pants, and a call by name has to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import libcst as cst
from rules_of_pants import RULES

_DECORATORS = {"rule", "goal_rule"}


class UnknownRule(Exception):
    """No rule, or more than one, answers a request."""


@dataclass(frozen=True)
class Rule:
    """:param inputs: the names of its parameters' types."""

    module: str
    function: str
    output: str
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Union:
    """A class whose members are answered by rules of other modules.

    :param in_environment: whether these rules may depend on the environment.
    """

    module: str
    name: str
    in_environment: bool


@dataclass
class RuleIndex:
    rules: dict[str, list[Rule]] = field(default_factory=dict)
    unions: dict[str, Union] = field(default_factory=dict)

    @classmethod
    def of(cls, modules: Mapping[str, cst.Module]) -> RuleIndex:
        """:param modules: by dotted name."""
        index = cls()
        for name, module in modules.items():
            for rule in _rules(name, module.body):
                index.rules.setdefault(rule.output, []).append(rule)
            for union in _unions(name, module.body):
                index.unions[union.name] = union
        return index

    def find(self, output: str, request: str | None) -> Rule | Union:
        """:param request: the type of what is asked with, if anything is.

        :raises UnknownRule: unless it is clear which.
        """
        if request in self.unions:
            return self.unions[request]
        own = self.rules.get(output, [])
        fitting = [each for each in own if request is None or request in each.inputs]
        if len(fitting) == 1:
            return fitting[0]
        found = RULES.get((output, request or "")) or RULES.get(output)
        if found is not None and not fitting:
            return Rule(*found, output)
        # Another rule makes what this one takes out of what it is asked with.
        if len(own) == 1 and found is None:
            return own[0]
        names = ", ".join(f"{each.module}.{each.function}" for each in fitting or own) or "none"
        raise UnknownRule(f"{request or 'nothing'} -> {output}: {names}")


def _rules(module: str, body: Iterable[cst.CSTNode]) -> Iterator[Rule]:
    for node in _top_level(body):
        if isinstance(node, cst.FunctionDef) and any(
            name_of(each.decorator) in _DECORATORS for each in node.decorators
        ):
            if node.returns is None:
                raise UnknownRule(f"{module}.{node.name.value} does not say what it returns")
            types = (each.annotation for each in node.params.params)
            inputs = tuple(name_of(each.annotation) for each in types if each is not None)
            yield Rule(module, node.name.value, name_of(node.returns.annotation), inputs)


def _unions(module: str, body: Iterable[cst.CSTNode]) -> Iterator[Union]:
    for node in _top_level(body):
        if isinstance(node, cst.ClassDef):
            for each in node.decorators:
                if name_of(each.decorator) == "union":
                    yield Union(module, node.name.value, isinstance(each.decorator, cst.Call))


def _top_level(body: Iterable[cst.CSTNode]) -> Iterator[cst.CSTNode]:
    """Statements of a module, and of its `if`s, of which one branch is defined."""
    for node in body:
        yield node
        if isinstance(node, cst.If):
            yield from _top_level(node.body.body)
            if node.orelse is not None:
                yield from _top_level(node.orelse.body.body)


def name_of(node: cst.BaseExpression) -> str:
    """The last name of an expression: `b` of `a.b`, `a.b[c]` and `a.b(c)`."""
    if isinstance(node, cst.Call):
        return name_of(node.func)
    if isinstance(node, cst.Subscript):
        return name_of(node.value)
    if isinstance(node, cst.Attribute):
        return node.attr.value
    if isinstance(node, cst.Name):
        return node.value
    raise UnknownRule(f"no name: {cst.Module([]).code_for_node(node)}")
