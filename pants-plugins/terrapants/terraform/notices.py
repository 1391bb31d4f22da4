"""Warnings that each run repeats.

What a rule logs is logged once as long as the daemon remembers the rule's result. A person who runs
a command again must see its warnings again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.engine_aware import EngineAwareReturnType
from pants.engine.rules import Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Notice:
    """A warning to log."""

    text: str


@dataclass(frozen=True)
class Given(EngineAwareReturnType):
    """That a notice was logged. Whoever asked for it is asked again in each run: ask only where
    there is something to say."""

    def cacheable(self) -> bool:
        return False


@rule(level=LogLevel.TRACE)
async def give_notice(notice: Notice) -> Given:
    logger.warning("%s", notice.text)
    return Given()


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
