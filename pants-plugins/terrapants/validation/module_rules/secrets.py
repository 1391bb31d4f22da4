"""Values that should not appear in plans."""

from __future__ import annotations

import re
from collections.abc import Iterator

from terrapants.findings.finding import Severity
from terrapants.hcl.declarations import Variable
from terrapants.terraform.module_kind import ModuleKind
from terrapants.validation.module_rules.linted_module import LintedModule
from terrapants.validation.module_rules.module_rule import ModuleRule, Remark

# A name is one of a secret by what it ends with: `db_password` is, `password_length` is not.
_ENDINGS = (
    ("password",),
    ("passwd",),
    ("passphrase",),
    ("secret",),
    ("credential",),
    ("token",),
    ("kubeconfig",),
    ("api", "key"),
    ("apikey",),
    ("private", "key"),
    ("secret", "key"),
    ("secret", "access", "key"),
    ("signing", "key"),
    ("connection", "string"),
    ("key", "pem"),
    ("secret", "string"),
    ("secret", "value"),
    ("shared", "key"),
    ("account", "key"),
    ("license", "key"),
)
_PLURALS = {
    "credentials": "credential",
    "keys": "key",
    "passphrases": "passphrase",
    "passwords": "password",
    "tokens": "token",
}
# What asks a question instead, first in the name or right before its end: `create_password`,
# `policy_expire_passwords`.
_QUESTIONS = frozenset(
    {
        "allow",
        "attach",
        "create",
        "change",
        "disable",
        "enable",
        "expire",
        "force",
        "generate",
        "has",
        "ignore",
        "include",
        "is",
        "manage",
        "need",
        "require",
        "reset",
        "rotate",
        "store",
        "use",
        "with",
    }
)
# What looks like a secret but is not: settings of instance metadata, public keys, and tokens for a
# version or for the next page.
_HARMLESS = (
    ("http", "token"),
    ("public", "key", "pem"),
    ("version", "token"),
    ("next", "token"),
    ("page", "token"),
    ("continuation", "token"),
    ("creation", "token"),
    ("idempotency", "token"),
    ("client", "token"),
    ("client", "request", "token"),
    ("design", "token"),
)
# What is not readable needs no mark: `encrypted_password`.
_UNREADABLE = frozenset({"encrypted", "hashed", "sealed"})
_NO_SECRETS = ("bool", "number")
# Where a word of a name begins, in snake_case, kebab-case, camelCase and PascalCase.
_WORD = re.compile(r"[_-]|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# In a type: an attribute of an object, and what may be text.
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=(?!=)")
_TEXT = re.compile(r"\b(string|any|list|map|set)\b(?!\s*\()")
_VALUES = frozenset({"value", "values", "content", "data"})


def _sensitive(module: LintedModule) -> Iterator[Remark]:
    if module.kind is ModuleKind.TEST:
        return
    for variable in module.declared.variables:
        marked = variable.sensitive is not None or variable.ephemeral
        if is_secret(variable.name) and not marked and _may_hold_text(variable):
            yield Remark(variable.position, _message("variable", variable.name))
    for output in module.declared.outputs:
        # Whoever writes `sensitive = false` has thought of it.
        if is_secret(output.name) and output.sensitive is None and not output.ephemeral:
            yield Remark(output.position, _message("output", output.name))


def is_secret(name: str) -> bool:
    """Whether a value of this name is a secret, as far as the name tells."""
    words = [word.lower() for word in _WORD.split(name) if word]
    if not words or words[0] in _QUESTIONS or _UNREADABLE.intersection(words):
        return False
    words[-1] = _PLURALS.get(words[-1], words[-1])
    ending = next((each for each in _ENDINGS if _ends(words, each)), None)
    if ending is None or any(_ends(words, each) for each in _HARMLESS):
        return False
    return len(words) == len(ending) or words[-len(ending) - 1] not in _QUESTIONS


def _ends(words: list[str], ending: tuple[str, ...]) -> bool:
    return tuple(words[-len(ending) :]) == ending


def _may_hold_text(variable: Variable) -> bool:
    """Whether a value of the variable may be a secret, as far as its type and default tell."""
    if variable.type is not None:
        names = _ATTRIBUTE.findall(variable.type.text)
        if names:
            # An object says of each of its parts what it is: `map(object({ ttl = number }))`.
            return any(is_secret(name) or name in _VALUES for name in names)
        if not _TEXT.search(variable.type.text):
            return False
    return variable.default is None or variable.default.type not in _NO_SECRETS


def _message(what: str, name: str) -> str:
    return f'{what} "{name}" looks like a secret, but is not marked: set sensitive = true'


RULES = (
    ModuleRule(
        "terraform-sensitive",
        Severity.ERROR,
        "Terraform shows a value in plans and logs unless it is marked as sensitive.",
        _sensitive,
    ),
)
