"""The settings of terraform-docs, as far as they are supported here."""

from __future__ import annotations

from dataclasses import dataclass

from terrapants.readme.terraform_docs.markers import Markers

SECTION_NAMES = (
    "data-sources",
    "footer",
    "header",
    "inputs",
    "modules",
    "outputs",
    "providers",
    "requirements",
    "resources",
)
CONTENT = "{{ .Content }}"


class SettingsError(Exception):
    """A settings file that terraform-docs would refuse.

    `str()` says why; `line` is 0 where it is not known.
    """

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.line = line


@dataclass(frozen=True)
class Recursion:
    """The directories below a module's own that its settings apply to."""

    enabled: bool = False
    path: str = "modules"
    include_main: bool = True
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True)
class DocsSettings:
    """The settings of one module; the defaults are those of terraform-docs.

    :param generates: whether there is a generated part at all.
    :param header_from: where the header comes from; "main.tf" may be missing.
    :param content: a template of the content, "" for the usual order.
    :param hidden: the sections that are left out, among them the footer unless `footer_from` is
        set.
    :param replaces: whether the generated part is the whole file.
    :param template: what surrounds the content: None for the markers in the page, "" for nothing.
    :param unsupported: the settings that are not supported.
    """

    generates: bool = True
    header_from: str = "main.tf"
    footer_from: str = ""
    content: str = ""
    hidden: frozenset[str] = frozenset({"footer"})
    sort: bool = True
    sort_by: str = "name"
    output_file: str = "README.md"
    replaces: bool = False
    template: str | None = None
    anchor: bool = True
    atx_closed: bool = False
    default: bool = True
    escape: bool = True
    hide_empty: bool = False
    html: bool = True
    indent: int = 2
    lockfile: bool = True
    read_comments: bool = True
    required: bool = True
    type: bool = True
    recursion: Recursion = Recursion()
    unsupported: tuple[str, ...] = ()

    def shows(self, section: str) -> bool:
        """Whether a section of `SECTION_NAMES` is shown."""
        return section not in self.hidden

    @property
    def markers(self) -> Markers | None:
        """The markers of `template`, None where any known markers will do."""
        if not self.template or self.replaces:
            return None
        first, *_, last = self.template.split("\n")
        return Markers(first.strip(), last.strip())
