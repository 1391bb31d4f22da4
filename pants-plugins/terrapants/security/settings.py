"""What the options and a configuration file may ask of checkov."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from pants.util.docutil import bin_name

from terrapants.findings.user_error import UserError

CONFIG_NAMES = (".checkov.yaml", ".checkov.yml")

_NO_NETWORK = "a scan does not use the network"
# The only settings that the scan's own arguments cannot override. All others are harmless: checkov
# obeys them, or our arguments, which come last, replace them.
_REFUSED_KEYS = {
    "bc-api-key": _NO_NETWORK,
    "download-external-modules": _NO_NETWORK,
    "external-checks-git": _NO_NETWORK,
    "file": f"pass the modules to scan to `{bin_name()} lint`",
}
# As arguments, these would be obeyed only in part: Pants decides what fails, and looks up ids and
# directories that options name.
_REFUSED_FLAGS = {
    **{f"--{key}": reason for key, reason in _REFUSED_KEYS.items()},
    "--check": "use `[checkov].checks`",
    "--skip-check": "use `[checkov].skip_checks`",
    "--external-checks-dir": "use `[checkov].external_checks_dirs`",
    "--soft-fail": "use `[checkov].soft_fail`",
    "--soft-fail-on": "use `[checkov].soft_fail_on`",
    "--hard-fail-on": "use `[checkov].hard_fail_on`",
}
_SHORT_FLAGS = {"-c": "--check", "-f": "--file", "-s": "--soft-fail"}


class UnusableSetting(UserError):
    """A setting that checkov would not obey, or that a scan must not have."""


@dataclass(frozen=True)
class FailurePolicy:
    """Which findings are errors; the entries are check ids, or globs of them."""

    soft_fail: bool = False
    soft_fail_on: tuple[str, ...] = ()
    hard_fail_on: tuple[str, ...] = ()

    def fails(self, check_id: str) -> bool:
        """Whether a finding of this check is an error rather than a warning.

        As in checkov ("Hard and soft fail" in its documentation), the lists take precedence over
        `soft_fail`, and `hard_fail_on` over `soft_fail_on`.
        """
        if matches(check_id, self.hard_fail_on):
            return True
        return not (self.soft_fail or matches(check_id, self.soft_fail_on))


def matches(check_id: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns, which are ids or globs, matches the check's id."""
    return any(fnmatch.fnmatchcase(check_id, pattern) for pattern in patterns)


@dataclass(frozen=True)
class ConfigFile:
    """The keys of a configuration file that Pants has to know.

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
    """Checks `[checkov].args`.

    :raises UnusableSetting: one of them is refused; also if it is abbreviated, as checkov allows.
    """
    for argument in arguments:
        name = argument.split("=", 1)[0]
        name = _SHORT_FLAGS.get(name[:2], name)
        for flag, reason in _REFUSED_FLAGS.items():
            if len(name) > 2 and flag.startswith(name):
                raise UnusableSetting(
                    f"`[checkov].args` has {argument}, which is not allowed: {reason}."
                )


def refuse_blanks(settings: Mapping[str, Iterable[str]]) -> None:
    """:param settings: the values of each option.

    :raises UnusableSetting: one of them is empty, and means nothing.
    """
    for option, values in settings.items():
        if any(not value.strip() for value in values):
            raise UnusableSetting(f"`[checkov].{option}` has an empty value: remove it.")


def read_config(text: str, path: str) -> ConfigFile:
    """Reads a configuration file of checkov.

    :raises UnusableSetting: it is not a YAML mapping, or has a key that is refused.
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
            f"{path}: a configuration file of checkov must be a YAML mapping, such as "
            "`skip-check: [CKV_AWS_18]`."
        )
    values = {str(key): value for key, value in content.items()}
    for key, reason in _REFUSED_KEYS.items():
        if _is_true(values.get(key)):
            raise UnusableSetting(f"{path}: `{key}` is not allowed: {reason}.")
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
    """The items of a value that is a list, or a string, or a list of strings with commas."""
    items = value if isinstance(value, list) else [] if value is None else [value]
    parts = (part.strip() for item in items for part in str(item).split(","))
    return tuple(part for part in parts if part)
