"""The generated part of a README, as the `markdown table` formatter of terraform-docs writes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from terrapants.readme.terraform_docs.content import SECTIONS
from terrapants.readme.terraform_docs.escaping import escape_name, section_text, table_cell
from terrapants.readme.terraform_docs.markers import TableStyle
from terrapants.readme.terraform_docs.rows import Input, ModuleRows, ResourceRow
from terrapants.readme.terraform_docs.settings import DocsSettings


@dataclass(frozen=True)
class GeneratedSections:
    """The sections by name, and all of them in order, without a line break at the end."""

    by_name: dict[str, str]
    content: str


def generate_sections(
    rows: ModuleRows, settings: DocsSettings, style: TableStyle, header: str = "", footer: str = ""
) -> GeneratedSections:
    """Renders a module's tables.

    :param header: the text of the header, not yet escaped; "" for none. So is the footer.
    """
    renderer = _Renderer(rows, settings, style)
    raw = {
        "header": renderer.text(header) if settings.shows("header") else "",
        "requirements": renderer.requirements(),
        "providers": renderer.providers(),
        "modules": renderer.modules(),
        "resources": renderer.resources(),
        "inputs": renderer.inputs(),
        "outputs": renderer.outputs(),
        "footer": renderer.text(footer) if settings.shows("footer") else "",
    }
    return GeneratedSections(
        {name: _tidy(text) for name, text in raw.items()},
        _tidy("".join(raw[name] for name in SECTIONS)),
    )


class _Renderer:
    def __init__(self, rows: ModuleRows, settings: DocsSettings, style: TableStyle) -> None:
        self._rows = rows
        self._settings = settings
        self._style = style

    def text(self, text: str) -> str:
        return section_text(text, escape=self._settings.escape) + "\n\n" if text else ""

    def requirements(self) -> str:
        return self._section(
            "requirements",
            "Requirements",
            ("Name", "Version"),
            (
                (self._anchor("requirement", each.name), each.version or "n/a")
                for each in self._rows.requirements
            ),
        )

    def providers(self) -> str:
        providers = self._rows.providers
        by_name = sorted(providers, key=lambda each: (each.name, each.alias))
        by_place = sorted(
            providers, key=lambda each: (each.position.path, each.position.line, each.full_name)
        )
        return self._section(
            "providers",
            "Providers",
            ("Name", "Version"),
            (
                (self._anchor("provider", each.full_name), each.version or "n/a")
                for each in (by_name if self._settings.sort else by_place)
            ),
        )

    def modules(self) -> str:
        by = self._settings.sort_by if self._settings.sort else ""
        modules = sorted(
            self._rows.modules,
            key=lambda each: {
                "name": (each.name,),
                "required": (each.name,),
                "type": (each.source, each.name),
            }.get(by, (each.position.path, each.position.line)),
        )
        return self._section(
            "modules",
            "Modules",
            ("Name", "Source", "Version"),
            (
                (self._anchor("module", each.name), each.source, each.version or "n/a")
                for each in modules
            ),
        )

    def resources(self) -> str:
        if not (self._settings.shows("resources") or self._settings.shows("data-sources")):
            return ""
        kinds = {"managed": "resources", "data": "data-sources"}
        shown = [row for row in self._rows.resources if self._settings.shows(kinds[row.mode])]
        return self._titled_table("Resources", ("Name", "Type"), map(_resource_cells, shown))

    def inputs(self) -> str:
        settings = self._settings
        columns = ["Name", "Description"]
        columns += ["Type"] if settings.type else []
        columns += ["Default"] if settings.default else []
        columns += ["Required"] if settings.required else []
        return self._section(
            "inputs", "Inputs", columns, map(self._input_cells, self._sorted_inputs())
        )

    def outputs(self) -> str:
        outputs = self._rows.outputs
        by_name = sorted(outputs, key=lambda each: each.name)
        by_place = sorted(outputs, key=lambda each: (each.position.path, each.position.line))
        return self._section(
            "outputs",
            "Outputs",
            ("Name", "Description"),
            (
                (self._anchor("output", each.name), self._cell(each.description))
                for each in (by_name if self._settings.sort else by_place)
            ),
        )

    def _sorted_inputs(self) -> list[Input]:
        keys: dict[str, Callable[[Input], tuple[object, ...]]] = {
            "name": lambda each: (each.name,),
            "required": lambda each: (not each.required, each.name),
            "type": lambda each: (each.type, each.name),
        }
        by = self._settings.sort_by if self._settings.sort else ""
        key = keys.get(by, lambda each: (each.position.path, each.position.line))
        return sorted(self._rows.inputs, key=key)

    def _input_cells(self, found: Input) -> Iterable[str]:
        yield self._anchor("input", found.name)
        yield self._cell(found.description)
        if self._settings.type:
            yield self._cell(_code(found.type))
        if self._settings.default:
            yield self._cell(_code(found.default) if found.default else "n/a")
        if self._settings.required:
            yield "yes" if found.required else "no"

    def _cell(self, text: str) -> str:
        return table_cell(
            text,
            escape=self._settings.escape,
            html=self._settings.html,
            line_break=self._style.line_break,
        )

    def _anchor(self, kind: str, name: str) -> str:
        shown = escape_name(name, self._settings.escape)
        if not self._settings.anchor:
            return shown
        anchor = f"{kind}_{name}"
        return f'<a name="{anchor}"></a> [{shown}](#{escape_name(anchor, self._settings.escape)})'

    def _section(
        self, name: str, title: str, columns: Sequence[str], rows: Iterable[Iterable[str]]
    ) -> str:
        return self._titled_table(title, columns, rows) if self._settings.shows(name) else ""

    def _titled_table(
        self, title: str, columns: Sequence[str], rows: Iterable[Iterable[str]]
    ) -> str:
        lines = [f"| {' | '.join(cells)} |" for cells in rows]
        marks = "#" * self._settings.indent
        heading = f"{marks} {title}{' ' + marks if self._settings.atx_closed else ''}\n\n"
        if lines:
            table = [f"| {' | '.join(columns)} |", self._delimiters(columns), *lines]
            return heading + "\n".join(table) + "\n\n"
        return "\n\n" if self._settings.hide_empty else f"{heading}No {title.lower()}.\n\n"

    def _delimiters(self, columns: Sequence[str]) -> str:
        if self._style.spaced_delimiters:
            cells = (
                f":{'-' * (len(column) - 2)}:" if column == "Required" else "-" * len(column)
                for column in columns
            )
            return f"| {' | '.join(cells)} |"
        cells = (
            f":{'-' * len(column)}:" if column == "Required" else "-" * (len(column) + 2)
            for column in columns
        )
        return f"|{'|'.join(cells)}|"


def _resource_cells(row: ResourceRow) -> tuple[str, str]:
    name = f"[{row.address}]({row.url})" if row.url else row.address
    return name, "resource" if row.mode == "managed" else "data source"


def _code(text: str) -> str:
    return f"\n\n```\n{text}\n```\n" if "\n" in text else f"`{text}`"


# "format/util.go" in terraform-docs: two spaces at the end of a line are a line break in Markdown.
_TRAILING = re.compile(r" +(?=\r?\n)")
_BLANK = re.compile(r"(\r?\n)  (\r?\n)")
_NEWLINES = re.compile(r"(\r?\n){3,}")


def _tidy(text: str) -> str:
    text = _TRAILING.sub(lambda found: "  " if len(found.group()) >= 2 else "", text).rstrip(" ")
    text = _BLANK.sub(r"\1", text)
    text = _NEWLINES.sub(r"\1\1", text)
    return re.sub(r"(\r?\n){2,}\Z", "", text)
