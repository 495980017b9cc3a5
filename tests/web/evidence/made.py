"""Made-up texts with claims on them, valid as any."""

from collections.abc import Sequence

from hypothesis import strategies as st

from countersight.model.claim import Claim, Kind, Party, Qualifier, Quantity, Status, TechnologySlot, TerritorySlot
from countersight.model.document import Document
from countersight.model.evidence import evidence_at, mention_at
from countersight.model.text import DocumentText, Page, text_id
from countersight.read.freezing import freeze_text
from countersight.web.evidence.dossiers import DocumentDossier

LETTERS = "ab c\n\n\u0301é中文نص\u202b\u200f\u0650\U0001f3a5<&>\"'\t\u00a0\u00ad"


def make_text(
    words: str,
    *,
    document_id: str = "0" * 64,
    language: str | None = None,
    pages: tuple[Page, ...] = (),
    reader: str = "plain@1",
) -> DocumentText:
    """Make a document text."""
    name = text_id(document_id, reader, words)
    return DocumentText(id=name, document_id=document_id, reader=reader, text=words, language=language, pages=pages)


def make_claim(
    text: DocumentText,
    quote: tuple[int, int],
    *,
    supplier: tuple[int, int] | None = None,
    recipient: tuple[int, int] | None = None,
    quantity: tuple[int, int] | None = None,
    kind: Kind = Kind.SUPPLY,
    status: Status = Status.REPORTED,
    territories: tuple[str, ...] = (),
) -> Claim:
    """Make a claim whose slots stand within its quote; a slot outside is left out. `territories` are a recipient's."""
    slots = tuple(TerritorySlot(code=code, inferred="a test") for code in territories)

    def within(span: tuple[int, int] | None) -> bool:
        return span is not None and quote[0] <= span[0] < span[1] <= quote[1]

    def party(span: tuple[int, int] | None) -> Party | None:
        return Party(mention=mention_at(text, *span)) if span is not None and within(span) else None

    return Claim.make(
        document_id=text.document_id,
        kind=kind,
        status=status,
        evidence=(evidence_at(text, *quote),),
        confidence=0.5,
        extractor="test@1",
        supplier=party(supplier),
        recipient=party(recipient) or (Party(territories=slots) if slots else None),
        quantity=Quantity(value=3, unit="cameras", qualifier=Qualifier.EXACT, mention=mention_at(text, *quantity))
        if quantity and within(quantity)
        else None,
        technology=(TechnologySlot(label="video_surveillance", inferred="a test"),),
    )


def make_dossier(text: DocumentText, claims: Sequence[Claim]) -> DocumentDossier:
    """Put a text and its claims together as a document."""
    ordered = sorted(claims, key=lambda claim: (claim.evidence[0].start, claim.evidence[0].end, claim.id))
    document = Document(id=text.document_id, size=1, media_type="text/plain")
    reviews = {claim.id: "unreviewed" for claim in claims}
    return DocumentDossier(document=document, captures=(), texts=(text,), claims=tuple(ordered), reviews=reviews)


@st.composite
def texts_with_claims(draw: st.DrawFn) -> tuple[DocumentText, list[Claim]]:
    """Draw a frozen text in several scripts, and claims that overlap in every way."""
    words = freeze_text(draw(st.text(alphabet=st.sampled_from(LETTERS), min_size=1, max_size=120)))
    text = make_text(words or "a", language=draw(st.sampled_from([None, "en", "zh", "ar"])))
    spans = st.tuples(st.integers(0, len(text.text)), st.integers(0, len(text.text))).map(sorted).map(tuple)
    claims = {}
    for _ in range(draw(st.integers(0, 5))):
        quote = draw(spans)
        if text.text[quote[0] : quote[1]].strip():
            claim = make_claim(text, quote, supplier=draw(spans), recipient=draw(spans), quantity=draw(spans))
            claims[claim.id] = claim
    return text, list(claims.values())
