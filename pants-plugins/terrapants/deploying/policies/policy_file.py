"""Reads policies from YAML, and says where a mistake in them is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Optional

import yaml

from terrapants.deploying.planned_changes import Action
from terrapants.deploying.policies.planned_value import path_steps
from terrapants.deploying.policies.policy import (
    AllowedRegions,
    AllowedTypes,
    Demand,
    DeniedTypes,
    ForbiddenActions,
    MaxResources,
    Policy,
    PolicyException,
    PolicyFileError,
    RequiredAttributes,
    RequiredTags,
    WhenUnknown,
)
from terrapants.findings.finding import Severity
from terrapants.findings.suggestion import did_you_mean

_DEMANDS = (
    "forbid_actions",
    "required_tags",
    "allowed_regions",
    "allowed_types",
    "denied_types",
    "max_resources",
    "required_attributes",
)
_KEYS = (
    "id",
    "message",
    "level",
    "environments",
    "resources",
    "unknown",
    "exceptions",
    *_DEMANDS,
)
_LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING}
_ACTIONS = tuple(each.value for each in Action if each is not Action.NONE)
_ID = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)
# How YAML calls what a scalar is.
_KINDS = {"int": "a number", "float": "a number", "bool": "a truth value", "null": "nothing"}
_KINDS["timestamp"] = "a date"


def read_policies(files: Mapping[str, str]) -> tuple[Policy, ...]:
    """The policies in YAML files, in the order given.

    :param files: texts by path, relative to the build root.
    :raises PolicyFileError: one of them is not valid, or two policies have the same ID.
    """
    policies: dict[str, Policy] = {}
    for path, text in files.items():
        for policy in _File(path).policies(text):
            other = policies.setdefault(policy.id, policy)
            if other is not policy:
                raise PolicyFileError(
                    f"{policy.path}:{policy.line}: The ID {policy.id} is already that of the policy"
                    f" in {other.path}:{other.line}. Every policy needs its own."
                )
    return tuple(policies.values())


class _File:
    def __init__(self, path: str) -> None:
        self._path = path

    def policies(self, text: str) -> list[Policy]:
        try:
            root = yaml.compose(text, yaml.SafeLoader)  # type: ignore[no-untyped-call]
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self._error(mark, f"This is not valid YAML: {error.problem}.") from None
        except (yaml.YAMLError, RecursionError) as error:
            said = " ".join(str(error).split())
            raise self._error(None, f"This is not valid YAML: {said}.") from None
        if root is None:
            raise self._error(None, "This file is empty; it needs a list `policies`.")
        entries = self._mapping(root, ("policies",), "A file of policies")
        if "policies" not in entries:
            raise self._error(root.start_mark, "There is no list `policies` here.")
        policies = self._list(entries["policies"], "`policies`")
        if not policies:
            raise self._error(entries["policies"].start_mark, "The list `policies` is empty.")
        return [self._policy(node) for node in policies]

    def _policy(self, node: yaml.Node) -> Policy:
        entries = self._mapping(node, _KEYS, "A policy")
        for name in ("id", "message"):
            if name not in entries:
                raise self._error(node.start_mark, f"This policy has no `{name}`.")
        policy_id = self._text(entries["id"], "`id`")
        if not _ID.fullmatch(policy_id):
            raise self._error(
                entries["id"].start_mark,
                f"`id` is {policy_id}, but it may only have letters, digits, `-`, `_` and `.`.",
            )
        level = "error"
        if "level" in entries:
            level = self._choice(entries["level"], "`level` is", _LEVELS)
        unknown = WhenUnknown.WARN.value
        if "unknown" in entries:
            unknown = self._choice(
                entries["unknown"], "`unknown` is", [each.value for each in WhenUnknown]
            )
        return Policy(
            id=policy_id,
            message=self._text(entries["message"], "`message`"),
            demand=self._demand(node, entries),
            severity=_LEVELS[level],
            environments=self._texts(entries.get("environments"), "`environments`"),
            resources=self._texts(entries.get("resources"), "`resources`"),
            exceptions=tuple(
                self._exception(each)
                for each in self._list(entries.get("exceptions"), "`exceptions`")
            ),
            unknown=WhenUnknown(unknown),
            path=self._path,
            line=node.start_mark.line + 1,
        )

    def _demand(self, node: yaml.Node, entries: Mapping[str, yaml.Node]) -> Demand:
        names = [name for name in _DEMANDS if name in entries]
        if len(names) != 1:
            found = f"it has {' and '.join(f'`{each}`' for each in names)}"
            found = found if names else "it has none"
            raise self._error(
                node.start_mark,
                f"A policy needs exactly one of {', '.join(f'`{each}`' for each in _DEMANDS)}, but "
                f"{found}.",
            )
        name = names[0]
        value = entries[name]
        if name == "forbid_actions":
            items = self._list(value, "`forbid_actions`", or_one=True)
            if not items:
                raise self._error(value.start_mark, "`forbid_actions` is empty.")
            return ForbiddenActions(
                tuple(self._choice(each, "`forbid_actions` has", _ACTIONS) for each in items)
            )
        if name == "required_tags":
            return RequiredTags(self._patterns_by_name(value, "`required_tags`", "a tag"))
        if name == "required_attributes":
            attributes = self._patterns_by_name(value, "`required_attributes`", "an attribute")
            for path, _ in attributes:
                try:
                    list(path_steps(path))
                except ValueError as error:
                    raise self._error(value.start_mark, str(error)) from None
            return RequiredAttributes(attributes)
        if name == "max_resources":
            return MaxResources(self._number(value, "`max_resources`"))
        patterns = self._texts(value, f"`{name}`")
        if not patterns:
            raise self._error(value.start_mark, f"`{name}` is empty.")
        if name == "allowed_regions":
            return AllowedRegions(patterns)
        return AllowedTypes(patterns) if name == "allowed_types" else DeniedTypes(patterns)

    def _exception(self, node: yaml.Node) -> PolicyException:
        entries = self._mapping(node, ("address", "reason"), "An exception")
        for name in ("address", "reason"):
            if name not in entries:
                raise self._error(node.start_mark, f"This exception has no `{name}`.")
        return PolicyException(
            self._text(entries["address"], "`address`"), self._text(entries["reason"], "`reason`")
        )

    def _patterns_by_name(
        self, node: yaml.Node, what: str, one: str
    ) -> tuple[tuple[str, tuple[str, ...]], ...]:
        if isinstance(node, yaml.MappingNode):
            found = tuple((self._text(key, one), self._values(value)) for key, value in node.value)
        else:
            found = tuple((name, ()) for name in self._texts(node, what))
        if not found:
            raise self._error(node.start_mark, f"{what} is empty.")
        return found

    def _values(self, node: yaml.Node) -> tuple[str, ...]:
        """Patterns of values; `true` and `5` are values as well."""
        if isinstance(node, yaml.SequenceNode):
            return tuple(value for each in node.value for value in self._values(each))
        if not isinstance(node, yaml.ScalarNode):
            raise self._error(node.start_mark, "Expected a value or a list of values.")
        kind = node.tag.rpartition(":")[2]
        if kind == "null":
            return ()
        if kind == "bool":
            return (str(yaml.SafeLoader.bool_values[node.value.lower()]).lower(),)
        return (str(node.value),)

    def _mapping(self, node: yaml.Node, known: Iterable[str], what: str) -> dict[str, yaml.Node]:
        known = tuple(known)
        names = ", ".join(f"`{each}`" for each in known)
        if not isinstance(node, yaml.MappingNode):
            raise self._error(node.start_mark, f"{what} has names and values: {names}.")
        entries: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self._text(key, "a name")
            if name not in known:
                hint = did_you_mean(name, known, "`") or f" The names are {names}."
                raise self._error(key.start_mark, f"{what} has no `{name}`.{hint}")
            if name in entries:
                raise self._error(key.start_mark, f"`{name}` is here twice.")
            entries[name] = value
        return entries

    def _list(self, node: Optional[yaml.Node], what: str, or_one: bool = False) -> list[yaml.Node]:
        if node is None:
            return []
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        if or_one and isinstance(node, yaml.ScalarNode):
            return [node]
        raise self._error(node.start_mark, f"{what} must be a list.")

    def _texts(self, node: Optional[yaml.Node], what: str) -> tuple[str, ...]:
        return tuple(self._text(each, what) for each in self._list(node, what, or_one=True))

    def _text(self, node: yaml.Node, what: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self._error(node.start_mark, f"{what} must be text.")
        kind = node.tag.rpartition(":")[2]
        if kind != "str":
            hint = f' Put it in quotation marks: "{node.value}".' if node.value else ""
            raise self._error(
                node.start_mark,
                f"{what} must be text, but YAML takes this for {_KINDS.get(kind, kind)}.{hint}",
            )
        text = str(node.value).strip()
        if not text:
            raise self._error(node.start_mark, f"{what} is empty.")
        return text

    def _number(self, node: yaml.Node, what: str) -> int:
        if isinstance(node, yaml.ScalarNode) and re.fullmatch(r"\d{1,9}", node.value):
            return int(node.value)
        raise self._error(node.start_mark, f"{what} must be a whole number.")

    def _choice(self, node: yaml.Node, what: str, choices: Iterable[str]) -> str:
        """
        :param what: the beginning of a sentence that ends with the text.
        """
        text = self._text(node, what.rpartition(" ")[0])
        choices = tuple(choices)
        if text not in choices:
            hint = did_you_mean(text, choices) or f" Use one of {', '.join(choices)}."
            raise self._error(node.start_mark, f"{what} {text}, which is not known.{hint}")
        return text

    def _error(self, mark: Optional[yaml.Mark], message: str) -> PolicyFileError:
        line = f":{mark.line + 1}" if mark is not None else ""
        return PolicyFileError(f"{self._path}{line}: {message[0].upper()}{message[1:]}")
