"""The close look: the sentences that a first look chose are parsed, drafted, settled and made into claims."""

from collections.abc import Iterator

from countersight.extract.base import Extraction
from countersight.extract.english.assembling import assemble_claims
from countersight.extract.english.assessing import find_assessments
from countersight.extract.english.drafts import Draft, find_drafts
from countersight.extract.english.parsing import parse
from countersight.extract.english.passage import Passage, Sentence, open_passage, wanted_sentences
from countersight.extract.english.persons import without_persons
from countersight.extract.english.remarks import find_remarks
from countersight.extract.english.scanning import Scan
from countersight.extract.english.settling import settle_drafts
from countersight.model.text import DocumentText


def read_closely(texts: list[DocumentText], scans: list[Scan | None], extractor: str) -> Iterator[Extraction]:
    """Yield one extraction for each text, in order; their sentences go through the parser together."""
    wanted = [wanted_sentences(found) if found else [] for found in scans]
    docs = parse(
        text.text[found.sentences[n].start : found.sentences[n].end]
        for text, found, numbers in zip(texts, scans, wanted, strict=True)
        if found
        for n in numbers
    )
    for text, found, numbers in zip(texts, scans, wanted, strict=True):
        if found is None:
            yield Extraction(text_id=text.id, claims=())
            continue
        passage = open_passage(text, found, [(number, next(docs)) for number in numbers])
        claims, drops = assemble_claims(_drafts(passage), passage, extractor)
        yield Extraction(text_id=text.id, claims=tuple(claims), drops=tuple(drops), candidates=len(found.active))


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
