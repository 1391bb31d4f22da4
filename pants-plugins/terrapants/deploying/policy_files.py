"""The policies that the options name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from pants.engine.fs import (
    Digest,
    DigestContents,
    DigestEntries,
    FileEntry,
    GlobMatchErrorBehavior,
    PathGlobs,
)
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule

from terrapants.deploying.policies.evaluation import PlanOfDeployment, apply_policies
from terrapants.deploying.policies.policy import Policy
from terrapants.deploying.policies.policy_file import read_policies
from terrapants.deploying.policies.python_policies import (
    PythonPolicy,
    apply_python_policies,
    read_python_policies,
)
from terrapants.deploying.policies.without_effect import (
    AnyPolicy,
    is_for_any,
    policies_without_effect,
)
from terrapants.deploying.subsystem import TerraformDeployments
from terrapants.findings.finding import Finding
from terrapants.findings.user_error import UserError

_PYTHON = ".py"
_SUFFIXES = (".yaml", ".yml", _PYTHON)


@dataclass(frozen=True)
class PolicyFiles:
    """:param texts: by path.

    :param digests: the SHA-256 of each file.
    """

    texts: tuple[tuple[str, str], ...] = ()
    digests: tuple[tuple[str, str], ...] = ()

    def read(self) -> Policies:
        """:raises PolicyFileError: naming the file and the line."""
        texts = dict(self.texts)
        return Policies(
            read_policies({p: text for p, text in texts.items() if not p.endswith(_PYTHON)}),
            read_python_policies({p: text for p, text in texts.items() if p.endswith(_PYTHON)}),
        )


@dataclass(frozen=True)
class Policies:
    in_yaml: tuple[Policy, ...]
    in_python: tuple[PythonPolicy, ...]

    def for_others_than(self, environments: Collection[str]) -> tuple[str, ...]:
        """The IDs of the policies that are for none of the environments."""
        every: tuple[AnyPolicy, ...] = (*self.in_yaml, *self.in_python)
        return tuple(each.id for each in every if not is_for_any(each, environments))

    def applied_to(
        self, plans: Sequence[PlanOfDeployment], environments: Iterable[str]
    ) -> tuple[tuple[Finding, ...], ...]:
        """What they say of each plan; the last ones are about the policies themselves.

        :param environments: those of deployments that were not planned.
        :raises PolicyFileError: a policy in Python fails.
        """
        results = [
            (*apply_policies(self.in_yaml, plan), *apply_python_policies(self.in_python, plan))
            for plan in plans
        ]
        found = [tuple(one for each in every for one in each.findings) for every in results]
        unused = policies_without_effect(
            (*self.in_yaml, *self.in_python),
            (each for every in results for each in every),
            (*(plan.environment for plan in plans), *environments),
        )
        return (*found, unused)


@rule
async def policy_files(options: TerraformDeployments) -> PolicyFiles:
    if not options.policies:
        return PolicyFiles()
    globs = PathGlobs(
        options.policies,
        glob_match_error_behavior=GlobMatchErrorBehavior.ignore,
    )
    digest = await Get(Digest, PathGlobs, globs)
    contents, entries = await MultiGet(
        Get(DigestContents, Digest, digest), Get(DigestEntries, Digest, digest)
    )
    wrong = [each.path for each in contents if not each.path.endswith(_SUFFIXES)]
    if wrong or not contents:
        found = f"match {wrong[0]}" if wrong else "match no file"
        raise UserError(
            f"`[terraform-deployments].policies` has {', '.join(options.policies)}, which {found}. "
            f"Name files that end in {', '.join(_SUFFIXES)}."
        )
    return PolicyFiles(
        tuple((each.path, each.content.decode("utf-8", "replace")) for each in contents),
        tuple(
            (each.path, each.file_digest.fingerprint)
            for each in entries
            if isinstance(each, FileEntry)
        ),
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
