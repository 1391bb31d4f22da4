"""The option by which every tool writes its findings as SARIF, and the rule that writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.fs import EMPTY_DIGEST, CreateDigest, Digest, FileContent
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.option.option_types import BoolOption, StrOption
from pants.option.subsystem import Subsystem
from pants.util.logging import LogLevel
from pants.util.strutil import help_text, softwrap

from terrapants.findings.adopted_sarif import adopted_sarif
from terrapants.findings.finding import Finding
from terrapants.findings.sarif import SarifTool, sarif_log


class FindingsSubsystem(Subsystem):
    options_scope = "findings"
    help = help_text("What `lint` and `check` found, for machines to read.")

    sarif = BoolOption(
        default=False,
        help=softwrap(
            """
            Write the findings of each tool as SARIF 2.1.0, also where there are none: of `lint`
            to `dist/lint/<tool>/<tool>.sarif`, of `check` to `dist/check/<tool>/<tool>.sarif`.
            """
        ),
    )
    baseline = StrOption(
        default="lint-baseline.json",
        help=softwrap(
            """
            The file of the findings that are accepted for now, if there is one, as the goal
            `lint-baseline` writes it. They are neither shown nor do they fail `lint` or `check`.
            """
        ),
    )
    show_all = BoolOption(
        default=False,
        help="Show every finding. Of many, only the first few of each rule are shown otherwise.",
    )


@dataclass(frozen=True)
class FindingsReportRequest:
    """All findings of a tool in this run."""

    tool: SarifTool
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class FindingsReport:
    """`digest` is the `report` of a `LintResult` or `CheckResult`; empty unless asked for.

    Pants writes it to `dist/<goal>/<tool>/` if the tool gives only one result in the run: return
    one result for all modules, not one for each.
    """

    digest: Digest


@dataclass(frozen=True)
class AdoptedReportRequest:
    """What a tool with SARIF of its own wrote, in one log or several.

    :param id: the tool's option scope.
    :param paths: of the files it was given, relative to the build root.
    """

    id: str
    logs: tuple[str, ...]
    paths: tuple[str, ...]


@rule(desc="Write findings as SARIF", level=LogLevel.DEBUG)
async def findings_report(
    request: FindingsReportRequest, subsystem: FindingsSubsystem
) -> FindingsReport:
    if not subsystem.sarif:
        return FindingsReport(EMPTY_DIGEST)
    content = sarif_log(request.tool, request.findings).encode("utf-8", "replace")
    file = FileContent(f"{request.tool.id}.sarif", content)
    return FindingsReport(await Get(Digest, CreateDigest([file])))


@rule(desc="Write findings as SARIF", level=LogLevel.DEBUG)
async def adopted_report(request: AdoptedReportRequest) -> FindingsReport:
    """Whoever asks has looked at `[findings].sarif`: only then does the tool write SARIF."""
    content = adopted_sarif(request.logs, request.id, request.paths).encode("utf-8", "replace")
    file = FileContent(f"{request.id}.sarif", content)
    return FindingsReport(await Get(Digest, CreateDigest([file])))


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
