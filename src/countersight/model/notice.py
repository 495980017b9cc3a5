"""What is said in public about what was published: withdrawals, corrections, replies. An append-only chain."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from countersight.errors import BadNotice, BrokenChain
from countersight.model.record import EMPTY
from countersight.model.source import source_key
from countersight.model.speakers import named_key
from countersight.values.digests import content_id


class About(StrEnum):
    """What a notice can be about."""

    DOCUMENT = "document"
    CLAIM = "claim"
    FINDING = "finding"
    SOURCE = "source"
    """A publisher, by a key of `model.source.source_key`."""
    SPEAKER = "speaker"
    """Whoever claims are told by, by a key of `model.speakers.named_key`; a mapped dataset is one, too."""
    AGENCY = "agency"
    """A news agency, by a key of `model.speakers.named_key`."""


KEYED = {f"{about}:": about for about in (About.SOURCE, About.SPEAKER, About.AGENCY)}
"""What a subject begins with that is no record: its key comes after."""
RECORDS = {"clm-": About.CLAIM, "fnd-": About.FINDING}
"""What the id of a record begins with that is no document."""


class NoticeKind(StrEnum):
    """What is made known."""

    WITHDRAWAL = "withdrawal"
    """A document or source is relied on no longer, and nothing that rests on it is published any more."""
    RESTORATION = "restoration"
    """A withdrawal is taken back."""
    CORRECTION = "correction"
    """Something published was wrong, and is put right."""
    REPLY = "reply"
    """A party's answer to what is said of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One link in the append-only chain of notices."""

    id: str
    """Hash of everything below, `previous` included: a change anywhere breaks the chain from there on."""
    sequence: int
    """Counted from one."""
    kind: NoticeKind
    subject_id: str
    """The id of a document, claim or finding; or `source:`, `speaker:` or `agency:` and a key."""
    words: str
    """What readers are told: why it is withdrawn, what was wrong and what is right, what the party answers."""
    by: str
    """Who makes it known, for the project."""
    party: str | None
    """Who replies, in the name under which it asks to be heard."""
    claim_ids: tuple[str, ...]
    """What a finding rested on when it was replied to or corrected: what is said stays with these claims."""
    at: datetime
    """In UTC; of withdrawals and restorations the very moment at which claims ceased to stand, or stood again."""
    previous: str
    """Id of the link before, on whatever subject; empty for the first."""
    also: tuple[str, ...] = ()
    """Of a source: further keys by which the project declares the same publisher."""
    documents: int | None = None
    """Of withdrawals and restorations: documents that it held out or let back, or claims of which it did."""
    claims: int | None = None
    """Claims that ceased to stand by it, or that stand again."""
    findings: int | None = None
    """Of withdrawals: findings that rested on those claims; what was left of them was made anew."""

    def __post_init__(self) -> None:
        if self.id != (expected := _link(**{name: getattr(self, name) for name in (*LINKED, *LINKED_IF_TOLD)})):
            raise BrokenChain(f"notice {self.sequence} is {self.id}, its content says {expected}")

    @property
    def about(self) -> About:
        """What it is about."""
        word, colon, _ = self.subject_id.partition(":")
        return KEYED.get(word + colon) or RECORDS.get(self.subject_id[:4], About.DOCUMENT)

    @property
    def name(self) -> str:
        """The key of the source, speaker or agency that it is about, or the id of the record."""
        return self.subject_id.partition(":")[2] or self.subject_id

    @property
    def is_keyed(self) -> bool:
        """Whether it is about a source, speaker or agency, and no record."""
        return self.about in KEYED.values()

    def is_about(
        self, subject_ids: Container[str], claim_ids: Iterable[str] = (), sources: Container[str] = ()
    ) -> bool:
        """Whether it is about one of these records, a finding that shared one of these claims, or one of these sources.

        `sources` are keys.
        """
        is_on_source = self.about is About.SOURCE and any(key in sources for key in (self.name, *self.also))
        return self.subject_id in subject_ids or is_on_source or not set(self.claim_ids).isdisjoint(claim_ids)


LINKED = ("sequence", "kind", "subject_id", "words", "by", "party", "claim_ids", "at", "previous")
"""The fields that a notice's id is the hash of."""
LINKED_IF_TOLD = ("also", "documents", "claims", "findings")
"""Fields that came later: where empty they are in no hash and no record, so that old links stay as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What a withdrawal or restoration changed, in numbers."""

    documents: int
    claims: int
    findings: int | None = None


def make_notice(
    kind: NoticeKind,
    subject_id: str,
    words: str,
    *,
    by: str,
    at: datetime,
    party: str | None = None,
    claim_ids: Iterable[str] = (),
    also: Iterable[str] = (),
    changed: Changed | None = None,
    after: Notice | None,
) -> Notice:
    """Make the next link of the chain, `after` the last one. `changed` tells what a withdrawal or restoration changed.

    Raises:
        BadNotice: it says nothing, nobody is named, or a reply has no party or another notice has one.
    """
    words, by, party = words.strip(), " ".join(by.split()), " ".join((party or "").split())
    if not words or not by:
        raise BadNotice("a notice needs words for its readers, and the name of who makes it known")
    if bool(party) != (kind is NoticeKind.REPLY):
        raise BadNotice("a reply names the party that replies; nothing else does")
    content: dict[str, Any] = {
        "sequence": after.sequence + 1 if after else 1,
        "kind": kind,
        "subject_id": subject_id,
        "words": words,
        "by": by,
        "party": party or None,
        "claim_ids": tuple(sorted(claim_ids)),
        "at": at.astimezone(UTC),
        "previous": after.id if after else "",
        "also": tuple(sorted(also)),
        "documents": changed.documents if changed else None,
        "claims": changed.claims if changed else None,
        "findings": changed.findings if changed else None,
    }
    return Notice(id=_link(**content), **content)


def source_subject(name: str) -> str:
    """Name a source, as a publisher or host is written, as the subject of a notice."""
    return f"{About.SOURCE}:{source_key(name)}"


def speaker_subject(name: str) -> str:
    """Name a speaker, as it is written, as the subject of a notice."""
    return f"{About.SPEAKER}:{named_key(name)}"


def agency_subject(name: str) -> str:
    """Name a news agency, in any form of its name, as the subject of a notice."""
    return f"{About.AGENCY}:{named_key(name)}"


def _link(**content: Any) -> str:
    told = {name: content[name] for name in LINKED_IF_TOLD if content[name] not in EMPTY}
    return content_id("ntc", [content[name] for name in LINKED], *([told] if told else []))
