"""What the checks of a README find, and the ids by which each can be switched off."""

from __future__ import annotations

from dataclasses import dataclass

README_EXISTS = "readme-exists"
README_STUB = "readme-stub"
GENERATED_PART = "generated-part"
TITLE = "title"
DESCRIPTION = "description"
USAGE_EXAMPLE = "usage-example"
EXAMPLE_SYNTAX = "example-syntax"
EXAMPLE_INPUTS = "example-inputs"
EXAMPLE_REQUIRED_INPUTS = "example-required-inputs"
EXAMPLE_OUTPUTS = "example-outputs"
EXAMPLE_SOURCE = "example-source"
LINKS = "links"
ANCHORS = "anchors"
SECTIONS = "sections"

RULES = {
    README_EXISTS: "The module has a README.",
    README_STUB: "The README has more than a few words.",
    GENERATED_PART: "The generated part says what the module's files say.",
    TITLE: "The README begins with a heading of the first level.",
    DESCRIPTION: "A paragraph says what the module is, before the first section.",
    USAGE_EXAMPLE: "An HCL example calls the module.",
    EXAMPLE_SYNTAX: "HCL examples are valid HCL.",
    EXAMPLE_INPUTS: "Examples set only inputs that exist.",
    EXAMPLE_REQUIRED_INPUTS: "Examples set all required inputs.",
    EXAMPLE_OUTPUTS: "Examples use only outputs that exist.",
    EXAMPLE_SOURCE: "A local source in an example leads to a module.",
    LINKS: "Relative links lead to files of the repository.",
    ANCHORS: "Links to a heading or anchor lead to one.",
    SECTIONS: "The sections that the repository asks for are there, in their order.",
}


@dataclass(frozen=True, order=True)
class Finding:
    """Something to mend. `line` counts from 1; 0 stands for the file as a whole."""

    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.rule}: {self.message}"
