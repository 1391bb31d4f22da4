"""What a configuration file and `[checkov].args` may ask of checkov."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

from terrapants.findings.user_error import UserError

CONFIG_NAMES = (".checkov.yaml", ".checkov.yml")

_NO_NETWORK = "a scan uses no network"
_MODULES = "name the modules to scan to `./pants lint`"
_NO_SCAN = "it does not scan"
_REPORTS = "use `[findings].sarif` or `[checkov].junit`"

# Why a flag may not stand in `[checkov].args`.
REFUSED_ARGUMENTS = {
    "-c": "use `[checkov].checks`",
    "--check": "use `[checkov].checks`",
    "--skip-check": "use `[checkov].skip_checks`",
    "--framework": "use `[checkov].frameworks`",
    "--skip-framework": "use `[checkov].frameworks`",
    "-s": "use `[checkov].soft_fail`",
    "--soft-fail": "use `[checkov].soft_fail`",
    "--soft-fail-on": "use `[checkov].soft_fail_on`",
    "--hard-fail-on": "use `[checkov].hard_fail_on`",
    "--config-file": "use `[checkov].config`",
    "--external-checks-dir": "use `[checkov].external_checks_dirs`",
    "-o": _REPORTS,
    "--output": _REPORTS,
    "--output-file-path": _REPORTS,
    "--output-bc-ids": _NO_NETWORK,
    "-d": _MODULES,
    "--directory": _MODULES,
    "-f": _MODULES,
    "--file": _MODULES,
    "--bc-api-key": _NO_NETWORK,
    "--prisma-api-url": _NO_NETWORK,
    "--support": _NO_NETWORK,
    "--use-enforcement-rules": _NO_NETWORK,
    "--external-checks-git": _NO_NETWORK,
    "--download-external-modules": _NO_NETWORK,
    "--docker-image": _NO_NETWORK,
    "--image": _NO_NETWORK,
    "--no-fail-on-crash": "a scan that crashes fails",
    "-l": _NO_SCAN,
    "--list": _NO_SCAN,
    "-h": _NO_SCAN,
    "--help": _NO_SCAN,
    "-v": _NO_SCAN,
    "--version": _NO_SCAN,
    "--add-check": _NO_SCAN,
    "--show-config": _NO_SCAN,
    "--create-config": _NO_SCAN,
    "--create-baseline": _NO_SCAN,
}
# In a configuration file other keys are read, or the scan's own arguments take their place.
_REFUSED_KEYS = {
    name.lstrip("-"): reason
    for name, reason in REFUSED_ARGUMENTS.items()
    if name.startswith("--") and reason in (_NO_NETWORK, _NO_SCAN)
} | {
    "file": _MODULES,
    "output-file-path": _REPORTS,
    "no-fail-on-crash": REFUSED_ARGUMENTS["--no-fail-on-crash"],
    "skip-framework": "list the others in `framework`",
}


class UnusableSetting(UserError):
    """A setting that checkov would not obey, or that a scan must not have."""


@dataclass(frozen=True)
class FailurePolicy:
    """Which findings are errors; the entries are check ids or globs of them."""

    soft_fail: bool = False
    soft_fail_on: tuple[str, ...] = ()
    hard_fail_on: tuple[str, ...] = ()

    def fails(self, check_id: str) -> bool:
        """Whether what a check found is an error, not a warning.

        As checkov has it ("Hard and soft fail" in its documentation): what is named says more
        than `soft_fail`, and `hard_fail_on` more than `soft_fail_on`.
        """
        if matches(check_id, self.hard_fail_on):
            return True
        return not (self.soft_fail or matches(check_id, self.soft_fail_on))


def matches(check_id: str, patterns: Iterable[str]) -> bool:
    """Whether one of the ids, or of the globs, is the check's."""
    return any(fnmatch.fnmatchcase(check_id, pattern) for pattern in patterns)


@dataclass(frozen=True)
class ConfigFile:
    """The keys of a configuration file that matter to what runs checkov.

    :param path: relative to the build root; empty where there is no file.
    :param files: the paths that it names, relative to the build root: variable files and such.
    """

    path: str = ""
    checks: tuple[str, ...] = ()
    skip_checks: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    external_checks_dirs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    policy: FailurePolicy = field(default_factory=FailurePolicy)


def refuse_arguments(arguments: Iterable[str]) -> None:
    """Reads `[checkov].args`.

    :raises UnusableSetting: there is a flag that has an option, needs the network, or does not
        scan; also where it is shortened, as checkov allows.
    """
    for argument in arguments:
        name = argument.split("=", 1)[0]
        if name.startswith("--"):
            refused = [
                flag for flag in REFUSED_ARGUMENTS if len(name) > 2 and flag.startswith(name)
            ]
        else:
            refused = [name[:2]] if name[:2] in REFUSED_ARGUMENTS else []
        if refused:
            flag = name if name in REFUSED_ARGUMENTS else refused[0]
            raise UnusableSetting(
                f"`[checkov].args` has {argument}, which is refused: {REFUSED_ARGUMENTS[flag]}."
            )


def read_config(text: str, path: str) -> ConfigFile:
    """Reads a configuration file of checkov.

    :raises UnusableSetting: it is no YAML mapping, or has a key that a scan must not have.
    """
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else path
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise UnusableSetting(f"{where}: this is not YAML: {problem}.") from None
    if content is None:
        return ConfigFile(path)
    if not isinstance(content, dict):
        raise UnusableSetting(
            f"{path}: a configuration file of checkov is a YAML mapping, as in `skip-check: "
            "[CKV_AWS_18]`."
        )
    values = {str(key): value for key, value in content.items()}
    for key, reason in _REFUSED_KEYS.items():
        if _is_true(values.get(key)):
            raise UnusableSetting(f"{path}: `{key}` is refused: {reason}.")
    return ConfigFile(
        path,
        checks=_texts(values.get("check")),
        skip_checks=_texts(values.get("skip-check")),
        frameworks=_texts(values.get("framework")),
        external_checks_dirs=_texts(values.get("external-checks-dir")),
        files=(
            *_texts(values.get("var-file")),
            *_texts(values.get("baseline")),
            *_texts(values.get("external-checks-public-key")),
        ),
        policy=FailurePolicy(
            _is_true(values.get("soft-fail")),
            _texts(values.get("soft-fail-on")),
            _texts(values.get("hard-fail-on")),
        ),
    )


def _is_true(value: Any) -> bool:
    return bool(value) and str(value).lower() not in ("false", "no", "0", "none")


def _texts(value: Any) -> tuple[str, ...]:
    """A value that is a text, a list, or texts with commas between them."""
    items = value if isinstance(value, list) else [] if value is None else [value]
    parts = (part.strip() for item in items for part in str(item).split(","))
    return tuple(part for part in parts if part)
