"""The rules about READMEs and the index of modules."""

from __future__ import annotations

from terrapants.findings.finding import Finding, FindingRule, with_source_line
from terrapants.findings.sarif import SarifTool
from terrapants.hcl.file_facts import LARGEST_READ_BYTES
from terrapants.hcl.syntax_error import finding_of_syntax_error
from terrapants.terraform.hcl_files import HclFile


def _rule(rule_id: str, reason: str) -> FindingRule:
    how = f'`{{"{rule_id}": "off"}}` in `[module-readme].levels` switches it off.'
    return FindingRule(rule_id, reason, how_to_switch_off=how)


README_EXISTS = _rule("readme-exists", "The module has a README.")
README_STUB = _rule("readme-stub", "The README has more than a few words of prose.")
GENERATED_PART = _rule("generated-part", "The generated part agrees with the module's files.")
TITLE = _rule("title", "The README begins with a heading of the first level.")
DESCRIPTION = _rule("description", "A paragraph below the title says what the module is.")
USAGE_EXAMPLE = _rule("usage-example", "An HCL example calls the module, if it is reusable.")
EXAMPLE_SYNTAX = _rule("example-syntax", "HCL examples are valid HCL.")
EXAMPLE_INPUTS = _rule("example-inputs", "Examples set only inputs that exist.")
EXAMPLE_REQUIRED_INPUTS = _rule("example-required-inputs", "Examples set all required inputs.")
EXAMPLE_OUTPUTS = _rule("example-outputs", "Examples use only outputs that exist.")
EXAMPLE_SOURCE = _rule("example-source", "A local source in an example leads to a module.")
LINKS = _rule("links", "Relative links lead to files of the repository.")
ANCHORS = _rule("anchors", "Links to a heading or anchor lead to one.")
SECTIONS = _rule("sections", "The sections that the repository requires are there, in order.")
# Each of these can be switched off.
RULES = (
    README_EXISTS,
    README_STUB,
    GENERATED_PART,
    TITLE,
    DESCRIPTION,
    USAGE_EXAMPLE,
    EXAMPLE_SYNTAX,
    EXAMPLE_INPUTS,
    EXAMPLE_REQUIRED_INPUTS,
    EXAMPLE_OUTPUTS,
    EXAMPLE_SOURCE,
    LINKS,
    ANCHORS,
    SECTIONS,
)

# What prevents a generated part. Where the rule `generated-part` is switched off these are not
# reported either, except for a README that cannot be read.
README_FILE = FindingRule(
    "readme-file", "The README is a file in UTF-8 with at most one pair of markers."
)
README_SETTINGS = FindingRule(
    "readme-settings",
    "The settings of terraform-docs, and those of these rules, are valid, and name what exists.",
)
README_MODULE = FindingRule(
    "readme-module", "The module's files can be read, and its defaults are constants."
)
INDEX_FILE = FindingRule(
    "index-file", "The index is a file in UTF-8 with at most one pair of markers."
)
MODULE_INDEX = FindingRule("module-index", "The index is up to date.")

# The version of both is that of the repository they are in.
README_TOOL = SarifTool(
    "module READMEs",
    "module-readme",
    rules=(*RULES, README_FILE, README_SETTINGS, README_MODULE),
)
INDEX_TOOL = SarifTool("index of modules", "module-index", rules=(MODULE_INDEX, INDEX_FILE))


def new_finding(rule: FindingRule, path: str, line: int, message: str, column: int = 0) -> Finding:
    """:param line: 1-based, 0 for the file as a whole."""
    return Finding(rule.id, rule.severity, message, path, line, column)


def in_page(finding: Finding, content: bytes | None) -> Finding:
    """A finding in a page with its source line.

    :param content: of the page, in whatever encoding.
    """
    return with_source_line(finding, (content or b"").decode("utf-8", "replace"))


def unread_file(
    file: HclFile,
    rule: FindingRule = README_MODULE,
    effect: str = "the module's README cannot be generated",
) -> Finding:
    """Why a module's file is not read, and so cannot be documented, and the effect of that."""
    problem = file.problem
    if problem is not None:
        return finding_of_syntax_error(problem.error(), rule)
    message = (
        f"the file has {file.size_bytes / 1e6:.1f} MB: above {LARGEST_READ_BYTES / 1e6:g} MB it is "
        f"not read, so {effect}"
    )
    return new_finding(rule, file.path, 0, message)
