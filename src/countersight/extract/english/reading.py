"""The close look: the sentences that a first look chose are parsed, drafted, settled and made into claims."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from countersight.extract.base import Extraction
from countersight.extract.english.assembling import assemble_claims
from countersight.extract.english.assessing import find_assessments
from countersight.extract.english.attributing import attribute_claims
from countersight.extract.english.drafts import Draft, find_drafts
from countersight.extract.english.parsing import parse
from countersight.extract.english.passage import Passage, Sentence, open_passage, wanted_sentences
from countersight.extract.english.persons import without_persons
from countersight.extract.english.remarks import find_remarks
from countersight.extract.english.scanning import Scan
from countersight.extract.english.settling import settle_drafts
from countersight.model.evidence import Evidence
from countersight.model.text import DocumentText


def read_closely(texts: Sequence[DocumentText], scans: Sequence[Scan | None], extractor: str) -> Iterator[Extraction]:
    """Yield one extraction for each text, in order; their sentences go through the parser together."""
    passages = _open_passages(texts, scans, [()] * len(texts))
    return (_extract(text, passage, extractor) for text, passage in zip(texts, passages, strict=True))


def read_beside(
    texts: Sequence[DocumentText], scans: Sequence[Scan | None], others: Sequence[Extraction], extractor: str
) -> Iterator[tuple[Extraction, Extraction]]:
    """Yield with each extraction the one that another extractor made of the text, its claims attributed."""
    passages = _open_passages(texts, scans, [[claim.evidence[0] for claim in other.claims] for other in others])
    for text, passage, other in zip(texts, passages, others, strict=True):
        claims = attribute_claims(other.claims, passage) if passage is not None else other.claims
        yield _extract(text, passage, extractor), replace(other, claims=tuple(claims))


def _extract(text: DocumentText, passage: Passage | None, extractor: str) -> Extraction:
    if passage is None:
        return Extraction(text_id=text.id, claims=())
    claims, drops = assemble_claims(_drafts(passage), passage, extractor)
    return Extraction(text_id=text.id, claims=tuple(claims), drops=tuple(drops), candidates=len(passage.scan.active))


def _open_passages(
    texts: Sequence[DocumentText], scans: Sequence[Scan | None], places: Sequence[Sequence[Evidence]]
) -> Iterator[Passage | None]:
    """Parse the sentences that the scans chose and those around `places`, those of all texts together."""
    wanted = [
        wanted_sentences(scan, quotes) if scan is not None else [] for scan, quotes in zip(scans, places, strict=True)
    ]
    docs = parse(
        text.text[scan.sentences[n].start : scan.sentences[n].end]
        for text, scan, numbers in zip(texts, scans, wanted, strict=True)
        if scan is not None
        for n in numbers
    )
    for text, scan, numbers in zip(texts, scans, wanted, strict=True):
        yield open_passage(text, scan, [(n, next(docs)) for n in numbers]) if scan is not None else None


def _drafts(passage: Passage) -> list[Draft]:
    """Return what stands: first the frames, then judgements, then passing remarks in sentences without either."""
    looked_at = [s for number in passage.scan.active if not _is_heading(s := passage.sentences[number])]
    found = without_persons((d for s in looked_at for d in find_drafts(s, passage)), passage)
    drafts = [*settle_drafts(found, passage)]
    drafts += without_persons((d for s in looked_at for d in find_assessments(s, passage)), passage)
    told = {draft.sentence.number for draft in drafts}
    remarks = (d for s in looked_at if s.number not in told for d in find_remarks(s, passage))
    return [*drafts, *settle_drafts(without_persons(remarks, passage), passage)]


def _is_heading(sentence: Sentence) -> bool:
    """Whether a line names a subject and asserts nothing: no full stop, and no verb with a subject."""
    if sentence.doc.text.rstrip().endswith((".", "!", "?", ".”", '."', ":", ";", "”", '"')):
        return False
    return not any(token.dep_ in ("nsubj", "nsubjpass") for token in sentence.doc)
