"""Modules that come from elsewhere, and whether the same source always gives the same files.

The forms are those of "Module Sources" in Terraform's documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Optional
from urllib.parse import parse_qs

from terrapants.hcl.module_calls import CalledModule
from terrapants.hcl.paths import is_local_source, is_registry_source

_EXACT_VERSION = re.compile(r"=?\s*v?\d+(\.\d+)*(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SHORT_COMMIT = re.compile(r"[0-9a-f]{7,}")
_GIT_PREFIXES = ("git::", "git@", "git://", "github.com/", "bitbucket.org/")
_MERCURIAL_PREFIX = "hg::"
# Files of this machine, and what is text only once Terraform has evaluated it.
_NOT_REMOTE = ("/", "file:", "~")
_TEMPLATES = ("${", "%{")


class Pinned(Enum):
    """Whether a source names something that does not change."""

    YES = "yes"
    NO = "no"
    # The text does not say whether a name is that of a tag or of a branch.
    GIT_DECIDES = "git decides"


@dataclass(frozen=True)
class GitRevision:
    """What is checked out of a repository.

    :param branch: "" where no branch is.
    :param tags: all that name the commit.
    """

    commit: str
    branch: str
    tags: tuple[str, ...]

    def is_fixed(self, name: str) -> bool:
        """Whether this is what the name always stands for: a tag or a commit."""
        tag = name
        for prefix in ("refs/", "tags/"):
            tag = tag[len(prefix) :] if tag.startswith(prefix) else tag
        commit = name.lower()
        is_commit = _SHORT_COMMIT.fullmatch(commit) is not None and self.commit.startswith(commit)
        return not self.branch and (tag in self.tags or is_commit)


@dataclass(frozen=True)
class RemoteSource:
    """The `source` and `version` of a module call, as they are written."""

    source: str
    version: Optional[str] = None

    def __str__(self) -> str:
        return self.source if self.version is None else f"{self.source} {self.version}"

    @property
    def pinned(self) -> Pinned:
        if is_registry_source(self.source):
            return _answer(_EXACT_VERSION.fullmatch((self.version or "").strip()) is not None)
        if self.is_git:
            revision = self.revision
            if not revision or _COMMIT.fullmatch(revision.lower()):
                return _answer(bool(revision))
            return Pinned.GIT_DECIDES
        if self.source.startswith(_MERCURIAL_PREFIX):
            return _answer(_COMMIT.fullmatch(_parameter(self.source, "rev").lower()) is not None)
        checksum = _parameter(self.source, "checksum")
        # One in a file that is downloaded as well is no more fixed than the archive.
        return _answer(bool(checksum) and not checksum.startswith("file:"))

    @property
    def is_git(self) -> bool:
        return self.source.startswith(_GIT_PREFIXES)

    @property
    def revision(self) -> str:
        """The name of a git revision, "" where there is none."""
        return _parameter(self.source, "ref")

    @property
    def package(self) -> str:
        """The source without the directory within what is downloaded (`//modules/vpc`)."""
        address, question_mark, query = self.source.partition("?")
        start = address.find("://") + 3 if "://" in address else 0
        return address[:start] + address[start:].partition("//")[0] + question_mark + query

    def why_fetched_again(self, caller: str = "") -> str:
        """What a source that is not pinned lacks, and how to pin it, in a sentence.

        :param caller: the source of the remote module that calls it.
        """
        lack, remedy = self._lack_and_remedy()
        called = f", which {caller} calls," if caller else ""
        return (
            f"The module {self.source}{called} {lack}, so it is fetched again in each run; with "
            f"{remedy} it would be fetched once."
        )

    def _lack_and_remedy(self) -> tuple[str, str]:
        if is_registry_source(self.source):
            if self.version is None:
                return "has no `version`", "an exact version"
            return f'has the version constraint "{self.version}"', "an exact version"
        if self.is_git:
            lack = "has no `ref`"
            if self.revision:
                lack = f"has a `ref`, {self.revision}, that is neither a tag nor a commit"
            return lack, "a tag or a commit as `?ref=`"
        if self.source.startswith(_MERCURIAL_PREFIX):
            return "has no full changeset ID as `?rev=`", "one"
        return "has no checksum", "`?checksum=sha256:…`"


def is_remote_source(source: str) -> bool:
    """Whether it is an address that can be fetched without knowing who calls the module."""
    return (
        bool(source)
        and not is_local_source(source)
        and not source.startswith(_NOT_REMOTE)
        and not any(template in source for template in _TEMPLATES)
    )


def remote_source(call: CalledModule) -> Optional[RemoteSource]:
    """What a call has Terraform fetch; None if it is of a local module, or not literal."""
    if call.source is None or not call.has_literal_version or not is_remote_source(call.source):
        return None
    return RemoteSource(call.source, call.version)


def _answer(is_pinned: bool) -> Pinned:
    return Pinned.YES if is_pinned else Pinned.NO


def _parameter(source: str, name: str) -> str:
    values: Iterable[str] = parse_qs(source.partition("?")[2]).get(name, ())
    return next(iter(values), "")
