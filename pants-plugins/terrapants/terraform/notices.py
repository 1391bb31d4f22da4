"""Warnings that each run repeats, as they are in that run.

What a rule logs is logged once as long as the daemon remembers the rule's result, and a person who
runs a command again must see its warnings again. So they are logged by rules whose results are
not remembered.

After an edit, Pants asks anew for all that a remembered result came from, before it works out
the result again, and so also for its warnings. For that reason a rule whose result is remembered
never asks for a warning by its text, which may be that of a problem that is gone. It asks for
`Given` by a subject, such as a module, and the rule for that subject finds out what there is to
say.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.engine_aware import EngineAwareReturnType
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Notices:
    """Sentences for the user. To be logged only by a rule that returns `Given`."""

    texts: tuple[str, ...]
    level: LogLevel = LogLevel.WARN


@dataclass(frozen=True)
class Logged:
    """That notices were logged, each once in a run, however many subjects it is about."""


@dataclass(frozen=True)
class Given(EngineAwareReturnType):
    """That all there is to say of a subject was logged. Whoever asked for it is asked again in each
    run: ask only where there is something to say."""

    def cacheable(self) -> bool:
        return False


@dataclass(frozen=True)
class _Notice:
    text: str
    level: LogLevel


@rule(level=LogLevel.TRACE)
async def log_notices(notices: Notices) -> Logged:
    await MultiGet(Get(Given, _Notice(text, notices.level)) for text in notices.texts)
    return Logged()


@rule(level=LogLevel.TRACE)
async def log_notice(notice: _Notice) -> Given:
    logger.log(notice.level.level, "%s", notice.text)
    return Given()


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
