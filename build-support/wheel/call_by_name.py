"""Rewrites rules that ask Pants by `Get`, so that they call rules by name.

Pants 2.30 and 2.31 print a warning for each `Get` at every start, and 2.32 has none. Pants 2.17 has
no calls by name. So the suite is written with `Get`, and the wheel holds both forms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Union as Either

import libcst as cst
from rule_index import Rule, RuleIndex, Union, UnknownRule, name_of
from rules_of_pants import EFFECTS

_RULES_MODULE = "pants.engine.rules"
_REPLACED = ("Effect", "Get", "MultiGet")
_Statement = Either[cst.SimpleStatementLine, cst.BaseCompoundStatement]


def call_rules_by_name(modules: Mapping[str, str]) -> dict[str, str]:
    """:param modules: the text of every module of the suite by its dotted name.

    :return: the same, rewritten.
    :raises UnknownRule: naming every request for which it is not clear which rule answers it.
    """
    parsed = {name: cst.parse_module(text) for name, text in modules.items()}
    index = RuleIndex.of(parsed)
    problems: list[str] = []
    rewritten = {}
    for name, module in parsed.items():
        rewriter = _Rewriter(name, index)
        rewritten[name] = module.visit(rewriter).code
        problems += [f"{name}: {each}" for each in rewriter.problems]
    if problems:
        raise UnknownRule("\n".join(problems))
    return rewritten


class _Rewriter(cst.CSTTransformer):
    """Of one module.

    A rule has another name where it is called, since variables often have the name of the rule
    whose result they hold. Only rules that are defined below their call keep theirs: that is how
    Pants finds them.
    """

    def __init__(self, name: str, index: RuleIndex) -> None:
        self.name = name
        self.index = index
        self.problems: list[str] = []
        self.imports: set[tuple[str, str]] = set()
        # By the name of the rule that answers for all members: who asks it first, and for what.
        self.unions: dict[str, tuple[str, Union, str]] = {}
        self.renamed: set[str] = set()
        self.open: list[str] = []
        self.defined: set[str] = set()

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        self.open.append(node.name.value)

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        self.open.pop()
        if not self.open:
            self.defined.add(original_node.name.value)
        return updated_node

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:
        if (
            not isinstance(original_node.func, cst.Name)
            or original_node.func.value not in _REPLACED
        ):
            return updated_node
        try:
            return self._replaced(original_node, updated_node)
        except UnknownRule as error:
            self.problems.append(str(error))
            return updated_node

    def _replaced(self, call: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        kind = cst.ensure_type(call.func, cst.Name).value
        if kind == "MultiGet":
            return updated.with_changes(func=cst.Name("concurrently"))
        output = name_of(call.args[0].value)
        if kind == "Effect":
            self.imports.add(EFFECTS[output])
            return cst.Call(cst.Name(_alias(EFFECTS[output][1])), [cst.Arg(call.args[-1].value)])
        request, argument = _request(call.args[1:], updated.args[1:])
        function = self._function(self.index.find(output, request), output)
        given = cst.Call(cst.Name("implicitly"), [] if argument is None else [cst.Arg(argument)])
        return cst.Call(cst.Name(function), [cst.Arg(given, star="**")])

    def _function(self, rule: Rule | Union, output: str) -> str:
        if isinstance(rule, Union):
            function = f"_any_{output.lower()}"
            self.unions.setdefault(function, (self.open[0], rule, output))
            return function
        if rule.module != self.name:
            self.imports.add((rule.module, rule.function))
        elif rule.function in self.defined:
            self.renamed.add(rule.function)
        else:
            return rule.function
        return _alias(rule.function)

    def leave_Module(self, original_node: cst.Module, updated_node: cst.Module) -> cst.Module:
        body: list[_Statement] = []
        for statement in updated_node.body:
            name = statement.name.value if isinstance(statement, cst.FunctionDef) else ""
            for function, (user, union, output) in self.unions.items():
                if user == name:
                    body += cst.parse_module(_polymorphic(function, union, output)).body
            body.append(statement)
            if name in self.renamed:
                body.append(cst.parse_statement(f"{_alias(name)} = {name}\n"))
            if _is_import_of_rules(statement):
                body += cst.parse_module(self._added_imports()).body
        return updated_node.with_changes(body=body)

    def leave_ImportFrom(
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> cst.ImportFrom:
        if not _imports_rules(updated_node) or isinstance(updated_node.names, cst.ImportStar):
            return updated_node
        names = [str(each.name.value) for each in updated_node.names if each.asname is None]
        names = [each for each in names if each not in _REPLACED]
        # What the calls need is known only at the end of the module; unused names do no harm.
        names += ["concurrently", "implicitly"]
        return updated_node.with_changes(
            names=[cst.ImportAlias(cst.Name(each)) for each in names], lpar=None, rpar=None
        )

    def _added_imports(self) -> str:
        lines = [
            f"from {module} import {function} as {_alias(function)}\n"
            for module, function in sorted(self.imports)
        ]
        if any(union.in_environment for _, union, _ in self.unions.values()):
            lines.append("from pants.engine.environment import EnvironmentName\n")
        return "".join(lines)


def _alias(function: str) -> str:
    return f"_rule_{function}"


def _polymorphic(function: str, union: Union, output: str) -> str:
    environment = ", environment: EnvironmentName" if union.in_environment else ""
    return (
        "@rule(polymorphic=True)\n"
        f"async def {function}(request: {union.name}{environment}) -> {output}:\n"
        "    raise NotImplementedError\n"
    )


def _request(
    arguments: Sequence[cst.Arg], updated: Sequence[cst.Arg]
) -> tuple[str | None, cst.BaseExpression | None]:
    """What a `Get` asks with: the name of its type, and the argument of `implicitly`."""
    if not arguments:
        return None, None
    if len(arguments) == 2:
        pair = cst.DictElement(updated[1].value, updated[0].value)
        return name_of(arguments[0].value), cst.Dict([pair])
    value = arguments[0].value
    if not isinstance(value, cst.Call):
        raise UnknownRule(f"not a call: {cst.Module([]).code_for_node(value)}")
    # A class, or a constructor of one such as `Class.of`.
    of_class = isinstance(value.func, cst.Attribute) and name_of(value.func.value)[:1].isupper()
    name = name_of(cst.ensure_type(value.func, cst.Attribute).value if of_class else value.func)
    return name, updated[0].value


def _is_import_of_rules(statement: cst.CSTNode) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and any(
        isinstance(each, cst.ImportFrom) and _imports_rules(each) for each in statement.body
    )


def _imports_rules(node: cst.ImportFrom) -> bool:
    return node.module is not None and cst.Module([]).code_for_node(node.module) == _RULES_MODULE
