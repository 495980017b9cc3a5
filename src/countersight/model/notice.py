"""What is said in public about what was published: withdrawals, corrections, replies. An append-only chain."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from countersight.errors import BadNotice, BrokenChain
from countersight.model.source import publisher_key, source_key
from countersight.model.text import DocumentText
from countersight.values.digests import content_id

SOURCE = "source:"
"""What the subject begins with where it is a source: its key (`model.source.source_key`) comes after."""


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
    """A document, claim or finding; or `source:` and the key of a source."""
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

    def __post_init__(self) -> None:
        if self.id != (expected := _link(**{name: getattr(self, name) for name in LINKED})):
            raise BrokenChain(f"notice {self.sequence} is {self.id}, its content says {expected}")

    @property
    def source(self) -> str | None:
        """The key of the source that it is about, if it is about one."""
        return self.subject_id.removeprefix(SOURCE) if self.subject_id.startswith(SOURCE) else None

    def is_about(
        self, subject_ids: Container[str], claim_ids: Iterable[str] = (), sources: Container[str] = ()
    ) -> bool:
        """Whether it is about one of these records, a finding that shared one of these claims, or one of these sources.

        `sources` are keys.
        """
        is_on_source = self.source is not None and self.source in sources
        return self.subject_id in subject_ids or is_on_source or not set(self.claim_ids).isdisjoint(claim_ids)


LINKED = ("sequence", "kind", "subject_id", "words", "by", "party", "claim_ids", "at", "previous")
"""The fields that a notice's id is the hash of."""


def make_notice(
    kind: NoticeKind,
    subject_id: str,
    words: str,
    *,
    by: str,
    at: datetime,
    party: str | None = None,
    claim_ids: Iterable[str] = (),
    after: Notice | None,
) -> Notice:
    """Make the next link of the chain, `after` the last one.

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
    }
    return Notice(id=_link(**content), **content)


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """The withdrawals that stand, each with its notice."""

    documents: dict[str, Notice]
    """By document id."""
    sources: dict[str, Notice]
    """By the key of a source."""

    def of_text(self, text: DocumentText) -> Notice | None:
        """Return the notice by which a text is withdrawn, with its document or with its publisher."""
        return self.find(text.document_id, publisher_key(text))

    def find(self, document_id: str, source: str | None) -> Notice | None:
        """Return the notice by which a document is withdrawn, for itself or with its source (a key, if it is known)."""
        return self.documents.get(document_id) or (self.sources.get(source) if source is not None else None)

    def __bool__(self) -> bool:
        return bool(self.documents or self.sources)


def standing_withdrawals(chain: Iterable[Notice]) -> Withdrawals:
    """Return what is withdrawn; `chain` is in order of sequence, and a restoration ends what came before it."""
    last: dict[str, Notice] = {}
    for notice in chain:
        if notice.kind in (NoticeKind.WITHDRAWAL, NoticeKind.RESTORATION):
            last[notice.subject_id] = notice
    standing = [notice for notice in last.values() if notice.kind is NoticeKind.WITHDRAWAL]
    return Withdrawals(
        {notice.subject_id: notice for notice in standing if notice.source is None},
        {notice.source: notice for notice in standing if notice.source is not None},
    )


def source_subject(name: str) -> str:
    """Name a source, as a publisher or host is written, as the subject of a notice."""
    return SOURCE + source_key(name)


def _link(**content: Any) -> str:
    return content_id("ntc", [content[name] for name in LINKED])
