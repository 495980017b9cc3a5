"""The one number and the time of a claim, from the words of its clause."""

from spacy.tokens import Token

from countersight.extract.english.clauses import phrase_tokens
from countersight.extract.english.drafts import Draft
from countersight.extract.english.passage import Passage
from countersight.extract.english.sentences import Span
from countersight.model.claim import Precision, Qualifier, Quantity, When
from countersight.model.evidence import mention_at
from countersight.values.quantities import NumberMention, find_quantities
from countersight.values.times import find_times

_NO_UNITS = frozenset(
    "year years month months day days week weeks hour hours minute minutes percent time times inch inches pounds miles "
    "km kilometers people-years page pages article section version step steps way ways reason reasons".split(" ")
)


def measure_of(draft: Draft, span: Span, passage: Passage) -> Quantity | None:
    """Return the number that measures the claim: of the thing, else of the recipients, else money; two rivals give none."""
    text, sentence = passage.text, draft.sentence
    offset = span.start
    words = text.text[span.start : span.end]
    found = []
    for number in find_quantities(words):
        token = _token_at(draft, offset + number.end - 1)
        if token is None or (number.value <= 2 and number.currency is None):
            continue
        noun = _counted(token)
        if number.currency is None and (noun is None or noun.lower_ in _NO_UNITS):
            continue
        found.append((number, noun))
    if not found:
        return None
    number, noun = found[0]
    start, end = offset + number.start, offset + number.end
    unit = number.currency or "units"
    if number.currency is None and noun is not None:
        tokens = [t for t in phrase_tokens(noun) if sentence.start_of(t) >= end and t.i <= noun.i]
        if tokens and sentence.end_of(noun) <= span.end:
            place = sentence.hull(tokens)
            unit, end = text.text[place.start : place.end], place.end
    return Quantity(
        value=number.value, unit=unit, qualifier=Qualifier(number.hedge), mention=mention_at(text, start, end)
    )


def _token_at(draft: Draft, place: int) -> Token | None:
    for token in draft.sentence.doc:
        if draft.sentence.start_of(token) <= place < draft.sentence.end_of(token):
            return token
    return None


def _counted(token: Token) -> Token | None:
    """Return the noun that a number counts; of a number that stands alone as an object, the number itself."""
    while token.dep_ in ("nummod", "quantmod", "compound", "npadvmod", "amod", "advmod") and token.head != token:
        token = token.head
        if token.pos_ in ("NOUN", "PROPN"):
            return token
    return token if token.dep_ in ("dobj", "pobj", "nsubjpass") else None


def time_of(draft: Draft, span: Span, passage: Passage) -> When | None:
    """Return when it was, is or will be: from the clause, else from the opening words of its sentence."""
    text, sentence = passage.text, draft.sentence
    found = find_times(text.text[sentence.span.start : sentence.span.end], text.published)
    times = [(t, sentence.span.start + t.start, sentence.span.start + t.end) for t in found if t.grain != "unknown"]
    inside = [row for row in times if span.start <= row[1] and row[2] <= span.end + 24]
    opening = [row for row in times if row[2] - sentence.span.start < 30]
    for time, start, end in inside or opening:
        return When(
            start=time.first, end=time.last, precision=Precision(time.grain), mention=mention_at(text, start, end),
            anchored_to=text.published if time.anchored else None,
        )  # fmt: skip
    return None


_ = NumberMention
