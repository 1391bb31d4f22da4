"""Reads `.terraform-docs.yml`."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any

import yaml

from terrapants.readme.terraform_docs.content import render_output
from terrapants.readme.terraform_docs.go_template import TemplateError
from terrapants.readme.terraform_docs.header import FORMATS
from terrapants.readme.terraform_docs.settings import (
    CONTENT,
    SECTION_NAMES,
    DocsSettings,
    Recursion,
    SettingsError,
)

_FORMATTERS = (
    "",
    "markdown",
    "md",
    *(f"{a} {b}" for a in ("markdown", "md") for b in ("table", "tbl")),
)
_SORTS = ("name", "required", "type")
_SWITCHES = {
    "anchor": "anchor",
    "atx-closed": "atx_closed",
    "default": "default",
    "escape": "escape",
    "hide-empty": "hide_empty",
    "html": "html",
    "lockfile": "lockfile",
    "read-comments": "read_comments",
    "required": "required",
    "type": "type",
}
# Settings that have no effect on tables in terraform-docs either.
_WITHOUT_EFFECT = ("color", "description", "sensitive")
_COMMENT_BRACKETS = (
    ("<!--", "-->"),
    ("[]: # (", ")"),
    ('[]: # "', '"'),
    ("[]: # '", "'"),
    ("[//]: # (", ")"),
    ("[comment]: # (", ")"),
)


# One file often applies to all modules of a repository.
@functools.lru_cache(maxsize=256)
def read_settings(text: str, path: str, base: DocsSettings | None = None) -> DocsSettings:
    """Reads a settings file.

    :param base: the settings that it is added to: those of the module above with `recursive`.
    :raises SettingsError: it is not YAML, or a value is not allowed.
    """
    try:
        loaded = yaml.safe_load(text)
    except (RecursionError, ValueError) as error:
        # A `ValueError` is that of a date such as 2020-13-45.
        why = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise SettingsError(path, 0, f"not valid YAML: {why}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None)
        line = mark.line + 1 if mark else 0
        raise SettingsError(
            path, line, f"not valid YAML{f': {reason}' if reason else ''}"
        ) from None
    reader = _Reader(path, base or DocsSettings())
    reader.read({} if loaded is None else loaded)
    return reader.settings


class _Reader:
    """Reads one file, key by key: the keys that are left over are not supported."""

    def __init__(self, path: str, base: DocsSettings) -> None:
        self._path = path
        self.settings = replace(base, unsupported=())
        self._unsupported: list[str] = []

    def read(self, loaded: object) -> None:
        top = self._mapping("", loaded)
        readers = {
            "formatter": self._formatter,
            "header-from": self._header_from,
            "footer-from": self._footer_from,
            "content": self._content,
            "sections": self._sections,
            "output": self._output,
            "sort": self._sort,
            "settings": self._settings,
            "recursive": self._recursive,
            "output-values": self._output_values,
        }
        # In this order: whether a footer is shown depends on where it comes from.
        for key, read in readers.items():
            if top.get(key) is not None:
                read(top[key])
        self._note_unsupported("", {key: top[key] for key in top if key not in readers})
        settings = self.settings
        if settings.footer_from and settings.footer_from == settings.header_from:
            raise self._error("footer-from", "the file of header-from", "another one")
        self.settings = replace(settings, unsupported=tuple(self._unsupported))

    def _formatter(self, value: object) -> None:
        formatter = self._text("formatter", value)
        if formatter not in _FORMATTERS:
            self._unsupported.append(f'formatter "{formatter}"')
        self._set(generates=formatter in _FORMATTERS)

    def _header_from(self, value: object) -> None:
        self._set(header_from=self._section_file("header-from", value))

    def _footer_from(self, value: object) -> None:
        footer = self._section_file("footer-from", value) if value else ""
        hidden = self.settings.hidden - {"footer"} if footer else self.settings.hidden
        self._set(footer_from=footer, hidden=hidden)

    def _content(self, value: object) -> None:
        self._set(content=self._text("content", value))

    def _sections(self, value: object) -> None:
        sections = self._mapping("sections", value)
        chosen = {}
        for name in ("show", "hide"):
            chosen[name] = self._section_names(f"sections.{name}", sections.pop(name, None))
        self._note_unsupported("sections", sections)
        if chosen["show"] and chosen["hide"]:
            raise self._error("sections", "both show and hide", "one of them")
        everything = frozenset(SECTION_NAMES)
        hidden = everything if "all" in chosen["hide"] else frozenset(chosen["hide"])
        if chosen["show"]:
            hidden = frozenset() if "all" in chosen["show"] else everything - {*chosen["show"]}
        if not self.settings.footer_from:
            hidden |= {"footer"}
        self._set(hidden=hidden)

    def _output(self, value: object) -> None:
        output = self._mapping("output", value)
        file = self._text("output.file", output.pop("file", None) or self.settings.output_file)
        mode = self._text("output.mode", output.pop("mode", None) or "inject")
        template = output.pop("template", self.settings.template)
        self._note_unsupported("output", output)
        if mode not in ("inject", "replace"):
            raise self._error("output.mode", f'"{mode}"', "inject or replace")
        if template is not None:
            template = self._text("output.template", template)
            if mode == "inject":
                template = template.replace("\\n", "\n").strip("\n")
            self._check_template(template, mode)
        self._set(output_file=file, replaces=mode == "replace", template=template)

    def _check_template(self, template: str, mode: str) -> None:
        option = "output.template"
        if mode == "replace" and not template:
            return
        if CONTENT not in template:
            raise self._error(option, f"no {CONTENT}", "a template with it")
        try:
            render_output(template, "")
        except TemplateError as error:
            raise self._error(option, f"{{{{ {error} }}}}", f"{CONTENT} and quoted text") from None
        if mode == "replace":
            return
        lines = template.split("\n")
        if len(lines) < 3 or not (_is_comment(lines[0]) and _is_comment(lines[-1])):
            raise self._error(
                option,
                "no comment lines around the content",
                "a comment before it and one after it, each on a line of its own",
            )

    def _sort(self, value: object) -> None:
        sort = self._mapping("sort", value)
        enabled = self._boolean("sort.enabled", sort.pop("enabled", self.settings.sort))
        by = self._text("sort.by", sort.pop("by", None) or self.settings.sort_by)
        self._note_unsupported("sort", sort)
        if by not in _SORTS:
            raise self._error("sort.by", f'"{by}"', " or ".join(_SORTS))
        self._set(sort=enabled, sort_by=by)

    def _settings(self, value: object) -> None:
        settings = self._mapping("settings", value)
        for name, field in _SWITCHES.items():
            if name in settings:
                self._set(**{field: self._boolean(f"settings.{name}", settings.pop(name))})
        if "indent" in settings:
            indent = settings.pop("indent")
            if isinstance(indent, bool) or not str(indent).lstrip("-").isdigit():
                raise self._error("settings.indent", f"{indent!r}", "a number")
            # As terraform-docs does with a level that does not exist, or that leaves no room below.
            self._set(indent=int(indent) if 1 <= int(indent) <= 5 else 2)
        for name in _WITHOUT_EFFECT:
            settings.pop(name, None)
        self._note_unsupported("settings", settings)

    def _recursive(self, value: object) -> None:
        recursive = self._mapping("recursive", value)
        now = self.settings.recursion
        exclude = recursive.pop("exclude", None) or ()
        if not isinstance(exclude, (list, tuple)):
            raise self._error("recursive.exclude", f"{exclude!r}", "a list of names")
        recursion = Recursion(
            self._boolean("recursive.enabled", recursive.pop("enabled", now.enabled)),
            self._text("recursive.path", recursive.pop("path", None) or now.path),
            self._boolean(
                "recursive.include-main", recursive.pop("include-main", now.include_main)
            ),
            tuple(map(str, exclude)),
        )
        self._note_unsupported("recursive", recursive)
        self._set(recursion=recursion)

    def _output_values(self, value: object) -> None:
        values = self._mapping("output-values", value)
        if self._boolean("output-values.enabled", values.get("enabled", False)):
            self._unsupported.append("output-values")

    def _section_file(self, option: str, value: object) -> str:
        path = self._text(option, value)
        if not path.endswith(FORMATS):
            raise self._error(option, f'"{path}"', f"a file of {', '.join(FORMATS)}")
        return path

    def _section_names(self, option: str, value: object) -> list[str]:
        names = [value] if isinstance(value, str) else (value or [])
        if not isinstance(names, list):
            raise self._error(option, f"{value!r}", "a list of sections")
        for name in names:
            if name not in (*SECTION_NAMES, "all"):
                raise self._error(option, f'"{name}"', f"one of {', '.join(SECTION_NAMES)}, all")
        return names

    def _mapping(self, option: str, value: object) -> dict[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self._error(option, f"{value!r}", "names with values")
        return {str(key).lower(): each for key, each in value.items()}

    def _text(self, option: str, value: object) -> str:
        if not isinstance(value, str):
            raise self._error(option, f"{value!r}", "text")
        return value

    def _boolean(self, option: str, value: object) -> bool:
        if value in (True, False):
            return bool(value)
        if value in ("true", "false"):
            return value == "true"
        raise self._error(option, f"{value!r}", "true or false")

    def _note_unsupported(self, option: str, values: dict[str, Any]) -> None:
        # One without a value, such as the `version: ""` of terraform-docs' own example, is no wish.
        self._unsupported += (
            f"{option}.{name}" if option else name for name, value in values.items() if value
        )

    def _set(self, **changes: Any) -> None:
        self.settings = replace(self.settings, **changes)

    def _error(self, option: str, found: str, expected: str) -> SettingsError:
        message = f"found {found}, expected {expected}"
        return SettingsError(self._path, 0, f"{option}: {message}" if option else message)


def _is_comment(line: str) -> bool:
    """Whether terraform-docs considers a line of the template a comment."""
    return any(
        line.startswith(opening) and line.endswith(closing)
        for opening, closing in _COMMENT_BRACKETS
    )
