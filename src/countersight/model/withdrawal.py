"""What stands withdrawn, and by which notice a document or claim is held out."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from countersight.model.claim import Claim
from countersight.model.imprint import Imprint
from countersight.model.notice import About, Notice, NoticeKind
from countersight.model.source import hosts_above
from countersight.model.speakers import Credited, word_keys


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """The withdrawals that stand, each with its notice."""

    documents: dict[str, Notice] = field(default_factory=dict)
    """By document id."""
    sources: dict[str, Notice] = field(default_factory=dict)
    """By each key of a publisher."""
    speakers: dict[str, Notice] = field(default_factory=dict)
    """By the key of a speaker."""
    agencies: dict[str, Notice] = field(default_factory=dict)
    """By the key of a news agency."""

    def of_document(self, document_id: str, imprint: Imprint) -> Notice | None:
        """Return the notice by which a document is held out whole: for itself, with its publisher or with its agency.

        It rests on a publisher that any of its texts names. It also does if everyone who served it is withdrawn, as
        what a withdrawn source says of others' publishing is its word alone; bytes that somebody else served, too, do
        not need it.
        """
        return self.documents.get(document_id) or self.of_publisher(imprint) or self._of_agency(imprint)

    def of_publisher(self, imprint: Imprint) -> Notice | None:
        """Return the notice by which a document is held out with its publisher."""
        served = [self.of_source(keys) for keys in imprint.served]
        return self.of_source(imprint.named) or (served[0] if served and all(served) else None)

    def of_source(self, keys: Iterable[str]) -> Notice | None:
        """Return the notice by which a publisher of these keys is withdrawn; a host is with any host above it."""
        for key in sorted(keys):
            for each in (key, *hosts_above(key)):
                if each in self.sources:
                    return self.sources[each]
        return None

    def of_claim(self, claim: Claim, text: Credited) -> Notice | None:
        """Return the notice by which a claim is held out for whose word it is."""
        return self.of_word(claim.speaker.mention.name if claim.speaker else None, claim.extractor, text)

    def of_word(self, speaker: str | None, extractor: str, text: Credited) -> Notice | None:
        """As `of_claim`, of what tells whose word a claim is: see `model.speakers.word_keys`."""
        if not (self.speakers or self.agencies):
            return None
        told = self.speakers | self.agencies
        return next((told[key] for key in sorted(word_keys(speaker, extractor, text)) if key in told), None)

    def _of_agency(self, imprint: Imprint) -> Notice | None:
        return next((self.agencies[key] for key in sorted(imprint.agencies) if key in self.agencies), None)

    def __bool__(self) -> bool:
        return bool(self.documents or self.sources or self.speakers or self.agencies)


def standing_withdrawals(chain: Iterable[Notice]) -> Withdrawals:
    """Return what is withdrawn; `chain` is in order of sequence, and a restoration ends what came before it."""
    last: dict[str, Notice] = {}
    for notice in chain:
        if notice.kind in (NoticeKind.WITHDRAWAL, NoticeKind.RESTORATION):
            last[notice.subject_id] = notice
    return hold_withdrawn(notice for notice in last.values() if notice.kind is NoticeKind.WITHDRAWAL)


def hold_withdrawn(notices: Iterable[Notice]) -> Withdrawals:
    """Take it that all that these notices are about is withdrawn by them."""
    held = Withdrawals()
    places = {
        About.DOCUMENT: held.documents,
        About.SOURCE: held.sources,
        About.SPEAKER: held.speakers,
        About.AGENCY: held.agencies,
    }
    for notice in notices:
        if notice.about in places:
            places[notice.about] |= dict.fromkeys((notice.name, *notice.also), notice)
    return held
