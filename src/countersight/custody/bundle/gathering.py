"""What a bundle is about: the documents, texts, claims, decisions and acts behind one id, or a refusal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from countersight.errors import NotAllowed
from countersight.model.claim import Claim
from countersight.model.custody import Act, CustodyEvent
from countersight.model.decision import Decision
from countersight.model.document import Capture, Document
from countersight.model.evidence import Evidence
from countersight.model.finding import Finding
from countersight.model.notice import Notice
from countersight.model.source import publisher_keys
from countersight.model.text import DocumentText
from countersight.store.base import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that a claim rests on, and their place in two countings."""

    claim_id: str
    evidence: Evidence
    document_id: str
    first_byte: int
    """In the text as UTF-8, counted from zero."""
    last_byte: int
    """Behind the last one."""
    page: int | None
    at: str | None
    """Where in the document's own bytes they stand, where the reader kept that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One document with all that is to be shown of it."""

    document: Document
    captures: tuple[Capture, ...]
    texts: tuple[DocumentText, ...]
    events: tuple[CustodyEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a bundle is about."""

    id: str
    word: str
    """`document`, `claim` or `finding`."""
    documents: tuple[Held, ...]
    claims: tuple[Claim, ...]
    quotes: tuple[Quote, ...]
    finding: Finding | None
    decisions: tuple[Decision, ...]
    events: tuple[CustodyEvent, ...]
    """What was done to the claims and the finding themselves; also that the log was begun, if some of this is older."""
    notices: tuple[Notice, ...]
    """What was made known of any of it: withdrawals, corrections, replies."""

    def all_events(self) -> list[CustodyEvent]:
        """Return every act that is shown, in order."""
        found = {event.sequence: event for held in self.documents for event in held.events}
        return [event for _, event in sorted((found | {event.sequence: event for event in self.events}).items())]


def find_documents(view: View, beginning: str) -> list[str]:
    """Return the documents behind the id of a document, claim or finding, or the beginning of one.

    Raises:
        NotFound: nothing has such an id.
        AmbiguousId: more than one begins so.
    """
    if beginning.startswith("clm-"):
        return [view.claim(beginning).document_id]
    if beginning.startswith("fnd-"):
        return sorted({view.claim(name).document_id for name in view.finding(beginning).claim_ids})
    return [view.find_document(beginning).id]


def gather_subject(view: View, beginning: str, *, by: str) -> Subject:
    """Gather all that there is behind an id, for a person.

    Raises:
        NotFound: nothing has such an id.
        AmbiguousId: more than one begins so.
        NotAllowed: something of it is restricted, and not to this person.
    """
    finding = view.finding(beginning) if beginning.startswith("fnd-") else None
    if finding is not None:
        name, word, claims = finding.id, "finding", [view.claim(each) for each in finding.claim_ids]
    elif beginning.startswith("clm-"):
        claims = [view.claim(beginning)]
        name, word = claims[0].id, "claim"
    else:
        name, word = view.find_document(beginning).id, "document"
        claims = list(view.claims(document_id=name))
    names = sorted({claim.document_id for claim in claims} | ({name} if word == "document" else set()))
    _refuse_hidden(view, [name, *names, *(claim.id for claim in claims)], by)
    texts = {each.text_id: view.text(each.text_id) for claim in claims for each in claim.evidence}
    documents = tuple(_hold(view, each, texts) for each in names)
    decided = [name, *(claim.id for claim in claims)] if word != "claim" else [name]
    return Subject(
        id=name,
        word=word,
        documents=documents,
        claims=tuple(claims),
        quotes=tuple(_quote(claim, each, texts[each.text_id]) for claim in claims for each in claim.evidence),
        finding=finding,
        decisions=tuple(link for each in decided for link in view.decisions(subject_id=each)),
        events=(
            *(event for each in {*decided} - {*names} for event in view.custody(each)),
            *_beginning(view, documents),
        ),
        notices=tuple(_notices_on(view, {*decided, *names}, documents)),
    )


def _beginning(view: View, documents: Iterable[Held]) -> Iterator[CustodyEvent]:
    """Yield the act that began the log, where some of this was there before it."""
    for held in documents:
        told = {event.told("capture") or event.told("text") for event in held.events}
        if not told.issuperset([*(each.id for each in held.captures), *(each.id for each in held.texts)]):
            yield from (event for event in view.custody("") if event.act is Act.BEGUN)
            return


def _notices_on(view: View, names: set[str], documents: Iterable[Held]) -> Iterator[Notice]:
    sources = {key for held in documents for text in held.texts for key in publisher_keys(text)}
    told = {event.told("notice") for held in documents for event in held.events}
    return (one for one in view.notices() if one.id in told or one.is_about(names, names, sources))


def _refuse_hidden(view: View, names: Iterable[str], by: str) -> None:
    hidden = view.hidden_from(by)
    if any(name in hidden for name in names):
        raise NotAllowed(f"something of this is restricted, and {by} is not among those who may see it")


def _hold(view: View, name: str, texts: dict[str, DocumentText]) -> Held:
    rested_on = {text.id: text for text in texts.values() if text.document_id == name}
    return Held(
        document=view.document(name),
        captures=tuple(view.captures(name)),
        texts=tuple((rested_on or {text.id: text for text in view.texts(document_id=name)}).values()),
        events=tuple(view.custody(name)),
    )


def _quote(claim: Claim, evidence: Evidence, text: DocumentText) -> Quote:
    first = len(text.text[: evidence.start].encode())
    part = text.part_at(evidence.start)
    return Quote(
        claim_id=claim.id,
        evidence=evidence,
        document_id=text.document_id,
        first_byte=first,
        last_byte=first + len(evidence.quote.encode()),
        page=text.page_at(evidence.start),
        at=part.at if part else None,
    )
