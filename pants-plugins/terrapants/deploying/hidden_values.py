"""The values of a plan or a state that must not be shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from terrapants.deploying.addresses import address_parts
from terrapants.findings.secrets import SHORTEST, all_spellings, hide

SENSITIVE = "(sensitive)"

# What a secret of this shape would hide is everywhere, and tells nothing.
_NO_SECRETS = frozenset(("null", "none", "true", "false"))


class HiddenValues:
    """Secret values, and texts without them.

    Providers copy values that Terraform knows to be sensitive into attributes that are not: the
    `output` of a `terraform_data`, a connection string. What is sensitive in one place is therefore
    hidden everywhere, also inside longer strings.

    :param values: as they are; their escaped forms are hidden as well.
    """

    def __init__(self, values: Iterable[str]) -> None:
        wanted = {value for value in values if value.lower() not in _NO_SECRETS}
        # The lengths of the secrets by their first characters, so that the time a text takes does
        # not grow with the number of secrets.
        self._lengths: dict[str, set[int]] = {}
        self._secrets = frozenset(all_spellings(wanted))
        for secret in self._secrets:
            self._lengths.setdefault(secret[:SHORTEST], set()).add(len(secret))
        self._known: dict[str, str] = {}

    def hide(self, text: str) -> str:
        """The text with `(sensitive)` in place of each secret."""
        if not self._secrets or len(text) < SHORTEST:
            return text
        hidden = self._known.get(text)
        if hidden is None:
            found = set(self._found(text))
            hidden = hide(text, found, instead=SENSITIVE) if found else text
            self._known[text] = hidden
        return hidden

    def _found(self, text: str) -> Iterator[str]:
        for start in range(len(text) - SHORTEST + 1):
            for length in self._lengths.get(text[start : start + SHORTEST], ()):
                candidate = text[start : start + length]
                if candidate in self._secrets:
                    yield candidate

    def hide_in_address(self, address: str) -> str:
        """The names in an address are in the code and stay; a key, as in
        `aws_sqs_queue.this["a"]`, is a value."""
        return "".join(
            self.hide(part) if part.startswith("[") else part for part in address_parts(address)
        )

    def cleaned(self, value: Any, sensitive: Any = False) -> Any:
        """A value of Terraform's JSON without anything secret.

        :param sensitive: which parts are, as in `after_sensitive`: True, or like the value.
        """
        if value is None:
            return None
        if sensitive is True:
            return SENSITIVE
        if isinstance(value, str):
            return self.hide(value)
        if isinstance(value, Mapping):
            return {
                self.hide(key): self.cleaned(each, part(sensitive, key))
                for key, each in value.items()
            }
        if isinstance(value, list):
            return [self.cleaned(each, part(sensitive, n)) for n, each in enumerate(value)]
        # A number that is a secret elsewhere, such as a PIN.
        text = json.dumps(value)
        return SENSITIVE if text in self._secrets else value


def part(structure: Any, key: str | int) -> Any:
    """What `before_sensitive`, `after_unknown` and the like say of an element: False where they
    say nothing."""
    if structure is True:
        return True
    if isinstance(structure, Mapping):
        return structure.get(key, False)
    if isinstance(structure, list) and isinstance(key, int) and key < len(structure):
        return structure[key]
    return False


def sensitive_scalars(value: Any, sensitive: Any) -> Iterator[str]:
    """The strings and numbers in the sensitive parts of a value, as text."""
    if not sensitive or value is None:
        return
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from sensitive_scalars(each, part(sensitive, key))
    elif isinstance(value, list):
        for n, each in enumerate(value):
            yield from sensitive_scalars(each, part(sensitive, n))
    elif sensitive is True:
        yield value if isinstance(value, str) else json.dumps(value)


def hidden_values_of(document: Mapping[str, Any], hidden: Sequence[str] = ()) -> HiddenValues:
    """What must not be shown of a plan or a state.

    :param document: what `terraform show -json` wrote.
    :param hidden: further secrets, such as the values of environment variables.
    """
    return HiddenValues((*hidden, *_sensitive_in(document)))


def _sensitive_in(document: Mapping[str, Any]) -> Iterator[str]:
    root = _mapping(_mapping(document.get("configuration")).get("root_module"))
    declared = _mapping(root.get("variables"))
    for name, variable in _mapping(document.get("variables")).items():
        if _mapping(declared.get(name)).get("sensitive"):
            yield from sensitive_scalars(_mapping(variable).get("value"), True)
    changes = [
        *(_mapping(each) for each in document.get("resource_changes") or ()),
        *(_mapping(each) for each in document.get("resource_drift") or ()),
        *(
            _mapping(_mapping(each).get("resource_change"))
            for each in document.get("deferred_changes") or ()
        ),
    ]
    for change in (
        *(_mapping(each.get("change")) for each in changes),
        *(_mapping(each) for each in _mapping(document.get("output_changes")).values()),
    ):
        yield from sensitive_scalars(change.get("before"), change.get("before_sensitive"))
        yield from sensitive_scalars(change.get("after"), change.get("after_sensitive"))
    for invocation in (
        *(document.get("action_invocations") or ()),
        *(
            _mapping(each).get("action_invocation")
            for each in document.get("deferred_action_invocations") or ()
        ),
    ):
        said = _mapping(invocation)
        yield from sensitive_scalars(said.get("config_values"), said.get("config_sensitive"))
    for values in (
        document.get("values"),
        document.get("planned_values"),
        _mapping(document.get("prior_state")).get("values"),
    ):
        for output in _mapping(_mapping(values).get("outputs")).values():
            said = _mapping(output)
            yield from sensitive_scalars(said.get("value"), bool(said.get("sensitive")))
        for resource in resources_below(_mapping(_mapping(values).get("root_module"))):
            yield from sensitive_scalars(resource.get("values"), resource.get("sensitive_values"))


def resources_below(module: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The resources of a module of a state, or of planned values, and of those below it."""
    pending = [module]
    while pending:
        current = pending.pop()
        for resource in current.get("resources") or ():
            yield _mapping(resource)
        pending.extend(reversed([_mapping(child) for child in current.get("child_modules") or ()]))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
