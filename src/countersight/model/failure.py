"""What could not be fetched, read, extracted or matched, kept as a row so that it can be counted and tried again."""

import re
from dataclasses import dataclass
from enum import StrEnum

from countersight.errors import BrokenIdentity
from countersight.values.digests import content_id

_OBEYED = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What strangers wrote may stand in an error: a terminal would obey these, or turn words around by them."""


class Stage(StrEnum):
    """The stages of the road, in their order."""

    COLLECT = "collect"
    READ = "read"
    EXTRACT = "extract"
    RESOLVE = "resolve"
    CORROBORATE = "corroborate"
    REVIEW = "review"
    RELEASE = "release"
    ANALYZE = "analyze"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One item that one stage could not do."""

    id: str
    stage: Stage
    item: str
    """An address, a document's id or a document text's id."""
    reason: str
    """The error's class: `ReaderExhausted`."""
    detail: str
    """The error in words, one line."""
    foreseen: bool = True
    """False for an error nobody expected: a run with one cannot be released."""

    def __post_init__(self) -> None:
        if self.id != (expected := failure_id(self.stage, self.item)):
            raise BrokenIdentity(f"failure {self.id} should be {expected}")


def failure_id(stage: Stage, item: str) -> str:
    """Name a failure by what failed where: a second try of the same is the same failure."""
    return content_id("fail", stage, item)


def make_failure(stage: Stage, item: str, error: Exception, *, foreseen: bool = True) -> Failure:
    """Record `error` as a failure of `item` at `stage`."""
    detail = " ".join(_OBEYED.sub(" ", str(error)).split())[:500]
    return Failure(
        id=failure_id(stage, item),
        stage=stage,
        item=item,
        reason=type(error).__name__,
        detail=detail,
        foreseen=foreseen,
    )
