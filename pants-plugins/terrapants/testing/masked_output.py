"""The output of a test file's process without the secrets in it."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace

from terrapants.findings.secrets import hide, hide_in_address
from terrapants.terraform.json_output import Diagnostic
from terrapants.testing.output import FileOutput

_WORD = re.compile(r"[\w.-]+")
# A path as Terraform writes it in a message, but no part of an address.
_PATH = re.compile(r"(?<![\w:@/.-])[\w.][\w./-]*\.(?:tf|tfvars|hcl|json)\b")


def hide_in_output(output: FileOutput, secrets: tuple[str, ...], directory: str) -> FileOutput:
    """The output without secrets in Terraform's messages.

    Paths, names of runs and source text come from the repository: they stay as they are, also
    where a message speaks of them.

    :param directory: the module, relative to the build root.
    """
    if not secrets:
        return output
    of_runs = (found for run in output.runs for found in run.diagnostics)
    of_clean_ups = (found for each in output.failed_clean_ups for found in each.diagnostics)
    paths = {found.path for found in (*output.diagnostics, *of_runs, *of_clean_ups)}
    known = {
        directory,
        *paths,
        *(posixpath.relpath(path, directory or ".") for path in paths if path),
        *output.requirements,
        *(run.name for run in output.runs),
        *(left.partition("[")[0] for each in output.failed_clean_ups for left in each.left),
    }

    def hidden(found: Diagnostic) -> Diagnostic:
        words = _WORD.findall(f"{found.context} {found.code}")
        paths = _PATH.findall(f"{found.summary} {found.detail}")
        here = known.union(paths, words, *(word.split(".") for word in words))
        return replace(
            found,
            summary=hide(found.summary, secrets, here),
            detail=hide(found.detail, secrets, here),
            values=tuple(hide(value, secrets, here) for value in found.values),
        )

    return replace(
        output,
        diagnostics=tuple(map(hidden, output.diagnostics)),
        runs=tuple(
            replace(run, diagnostics=tuple(map(hidden, run.diagnostics))) for run in output.runs
        ),
        failed_clean_ups=tuple(
            replace(
                each,
                left=tuple(
                    hide_in_address(left, lambda keys: hide(keys, secrets)) for left in each.left
                ),
                diagnostics=tuple(map(hidden, each.diagnostics)),
            )
            for each in output.failed_clean_ups
        ),
    )
