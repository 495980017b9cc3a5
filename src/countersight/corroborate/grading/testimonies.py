"""What of a claim bears on how far it can be relied on, small enough to hold for every claim at once."""

from dataclasses import dataclass
from typing import Final

from countersight.corroborate.grading.classes import (
    SourceClass,
    classify_source,
    credited_agency,
    host_label,
    host_territory,
)
from countersight.corroborate.grading.ladder import reached_rung
from countersight.model.claim import Claim, Kind, Party, Precision, Qualifier, Status
from countersight.model.finding import Rung
from countersight.model.interest import Interest, find_interest
from countersight.model.parties import fold_words
from countersight.model.source import is_host, publisher_key, source_key
from countersight.model.text import DocumentText

UNNAMED: Final = "unnamed speaker"
"""The key of speakers without a name: they relay a claim, but are no source that anybody could assess."""
ARTICLES: Final = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """One claim, reduced to who says it, for what stake, and how."""

    claim_id: str
    document_id: str
    publisher: str
    """The key of who published it."""
    kind: Kind = Kind.SUPPLY
    status: Status = Status.REPORTED
    confidence: float = 1.0
    """That the words were read right."""
    publisher_class: SourceClass = SourceClass.UNKNOWN
    speaker: str | None = None
    """The key of who is quoted or referred to; none where the publisher speaks itself."""
    speaker_class: SourceClass = SourceClass.UNKNOWN
    agency: str | None = None
    """The key of the news agency that the text credits."""
    interest: Interest = Interest.OUTSIDER
    """What whoever says it has at stake."""
    is_dated: bool = False
    """Whether it tells a time."""
    is_vague: bool = False
    """Whether its figure is hedged: `some 2,700`."""

    @property
    def is_denial(self) -> bool:
        """Whether it says that something is not so."""
        return self.status is Status.DENIED

    @property
    def is_hedged(self) -> bool:
        """Whether even its source does not vouch for it."""
        return self.status is Status.ALLEGED

    @property
    def is_firsthand(self) -> bool:
        """Whether it comes from who would know: a party, an office, or a publisher that says so itself."""
        return self.interest is not Interest.OUTSIDER or (
            self.speaker is None and self.agency in (None, self.publisher)
        )

    @property
    def rung(self) -> Rung | None:
        """How far the deal has come by it."""
        return reached_rung(self.kind, self.status)

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of all whose word it is: the speaker first, the publisher last."""
        told = (self.speaker, self.agency, self.publisher)
        return tuple(dict.fromkeys(key for key in told if key and key != UNNAMED))


def testify(claim: Claim, text: DocumentText) -> Testimony:
    """Keep of a claim what it is graded by; `text` is the document text that it was taken from."""
    publisher = publisher_key(text)
    publisher_class = classify_source(publisher, text.publisher)
    speaker = _speaker_key(claim.speaker.mention.name) if claim.speaker else None
    parties = [party for party in (claim.supplier, claim.recipient) if party is not None]
    if claim.speaker is not None:
        interest = find_interest(claim.speaker.mention, parties, text)
    else:
        interest = _publisher_interest(publisher, text.publisher, parties)
    return Testimony(
        claim_id=claim.id,
        document_id=claim.document_id,
        publisher=publisher,
        kind=claim.kind,
        status=claim.status,
        confidence=claim.confidence,
        publisher_class=publisher_class,
        speaker=speaker,
        speaker_class=_speaker_class(speaker, interest),
        agency=credited_agency(text),
        interest=interest,
        is_dated=claim.when is not None and claim.when.precision is not Precision.UNKNOWN,
        is_vague=claim.quantity is not None and claim.quantity.qualifier is not Qualifier.EXACT,
    )


def _speaker_key(name: str) -> str:
    """Return the key of a speaker; whoever is only described (`officials`, `the report`) is nobody in particular."""
    words = [word for word in name.split() if word.casefold() not in ARTICLES]
    return source_key(" ".join(words)) if any(not word[0].islower() for word in words) else UNNAMED


def _speaker_class(speaker: str | None, interest: Interest) -> SourceClass:
    if speaker is None:
        return SourceClass.UNKNOWN
    if interest is Interest.OUTSIDER:
        return classify_source(speaker)
    return SourceClass.PARTY if interest is Interest.PARTY else SourceClass.OFFICIAL


def _publisher_interest(publisher: str, name: str | None, parties: list[Party]) -> Interest:
    """Tell what a publisher has at stake in its own words: its host or name is a party's, or its state is one."""
    label = host_label(publisher) if is_host(publisher) else None
    names = {fold_words(party.mention.name) for party in parties if party.mention}
    own = {fold_words(name or publisher), *((label,) if label else ())}
    if own & (names | {name.replace(" ", "") for name in names}):
        return Interest.PARTY
    states = {slot.code for party in parties for slot in party.territories}
    territory = host_territory(publisher) if is_host(publisher) else None
    return Interest.OFFICIAL if territory in states else Interest.OUTSIDER
