"""Values that should not appear in plans."""

from __future__ import annotations

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
# How names begin that ask a question instead: `create_password`.
_QUESTIONS = frozenset(
    {
        "allow",
        "attach",
        "create",
        "disable",
        "enable",
        "generate",
        "has",
        "ignore",
        "is",
        "manage",
        "need",
        "require",
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
)
_NO_SECRETS = ("bool", "number")


def _sensitive(module: LintedModule) -> Iterator[Remark]:
    if module.kind is ModuleKind.TEST:
        return
    for variable in module.declared.variables:
        marked = variable.sensitive or variable.ephemeral
        if is_secret(variable.name) and not marked and _may_hold_text(variable):
            yield Remark(variable.position, _message("variable", variable.name))
    for output in module.declared.outputs:
        if is_secret(output.name) and not output.sensitive and not output.ephemeral:
            yield Remark(output.position, _message("output", output.name))


def is_secret(name: str) -> bool:
    """Whether a value of this name is a secret, as far as the name tells."""
    words = name.lower().replace("-", "_").split("_")
    words[-1] = _PLURALS.get(words[-1], words[-1])
    return words[0] not in _QUESTIONS and not _ends(words, _HARMLESS) and _ends(words, _ENDINGS)


def _ends(words: list[str], endings: tuple[tuple[str, ...], ...]) -> bool:
    return any(tuple(words[-len(ending) :]) == ending for ending in endings)


def _may_hold_text(variable: Variable) -> bool:
    if variable.type is not None and variable.type.text.strip('" ') in _NO_SECRETS:
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
