"""The one number and the time of a claim, from the words of its clause."""

from spacy.tokens import Token

from countersight.extract.english.clauses import phrase_tokens
from countersight.extract.english.drafts import Draft
from countersight.extract.english.lexicon import words
from countersight.extract.english.passage import Passage, Sentence
from countersight.extract.scanning import Span
from countersight.model.claim import Precision, Qualifier, Quantity, When
from countersight.model.evidence import mention_at
from countersight.values.quantities import NumberMention, find_quantities
from countersight.values.times import TimeMention, find_times

LEAST = 3
"""A bare one or two ("one user", "the two countries") seldom measures a claim; money always may."""
_AFTER = 24
"""Code points after the clause within which its time may stand: `sold cameras to Ruritania in 2012`."""
_OPENING = 30
"""Code points from the start of a sentence within which a time belongs to all of it: `In May 2012, ...`."""
_UNITLESS = "units"


def measure_of(draft: Draft, span: Span, passage: Passage) -> Quantity | None:
    """Return the first number of the clause that counts something other than its supplier or time."""
    text, sentence = passage.text, draft.sentence
    for number in find_quantities(text.text[span.start : span.end]):
        start, end = span.start + number.start, span.start + number.end
        token = _token_at(sentence, end - 1)
        noun = _counted(token) if token is not None else None
        if not _may_measure(number, noun) or _in_supplier(draft, start):
            continue
        unit = number.currency or _UNITLESS
        if number.currency is None and noun is not None:
            unit, end = _unit(noun, end, span, sentence)
        mention = mention_at(text, start, end)
        return Quantity(value=number.value, unit=unit, qualifier=Qualifier(number.hedge), mention=mention)
    return None


def time_of(draft: Draft, span: Span, passage: Passage) -> When | None:
    """Return when it was, is or will be: from the clause, else from the opening words of its sentence."""
    text, home = passage.text, draft.sentence.span
    times = find_times(text.text[home.start : home.end], text.published)
    known = [(time, home.start + time.start, home.start + time.end) for time in times if time.grain != "unknown"]
    inside = [row for row in known if span.start <= row[1] and row[2] <= span.end + _AFTER]
    opening = [row for row in known if row[2] - home.start < _OPENING]
    return next((_when(*row, passage) for row in inside or opening), None)


def _when(time: TimeMention, start: int, end: int, passage: Passage) -> When:
    return When(
        start=time.first,
        end=time.last,
        precision=Precision(time.grain),
        mention=mention_at(passage.text, start, end),
        anchored_to=passage.text.published if time.anchored else None,
    )


def _may_measure(number: NumberMention, noun: Token | None) -> bool:
    if number.currency is not None:
        return True
    return number.value >= LEAST and noun is not None and noun.lower_ not in words("no_units")


def _in_supplier(draft: Draft, place: int) -> bool:
    supplier = draft.supplier
    return supplier is not None and supplier.span.start <= place < supplier.span.end


def _token_at(sentence: Sentence, place: int) -> Token | None:
    return next((t for t in sentence.doc if sentence.start_of(t) <= place < sentence.end_of(t)), None)


def _counted(token: Token) -> Token | None:
    """Return the noun that a number counts; of a number that stands alone as an object, the number itself."""
    while token.dep_ in ("nummod", "quantmod", "compound", "npadvmod", "amod", "advmod") and token.head != token:
        token = token.head
        if token.pos_ in ("NOUN", "PROPN"):
            return token
    return token if token.dep_ in ("dobj", "pobj", "nsubjpass") else None


def _unit(noun: Token, end: int, span: Span, sentence: Sentence) -> tuple[str, int]:
    """Return what is counted, and where the number with its unit ends."""
    tokens = [t for t in phrase_tokens(noun) if sentence.start_of(t) >= end and t.i <= noun.i]
    if not tokens or sentence.end_of(noun) > span.end:
        return _UNITLESS, end
    place = sentence.hull(tokens)
    return sentence.doc.text[place.start - sentence.span.start : place.end - sentence.span.start], place.end
