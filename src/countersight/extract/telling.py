"""On whose word a claim is told outside English: a name after `según` or before `表示`, in its own sentence."""

import re
from functools import cache
from typing import Any

from countersight.extract.grounding import with_slots
from countersight.extract.scanning import Span, split_sentences
from countersight.model.claim import Claim, Speaker
from countersight.model.evidence import mention_at
from countersight.model.text import DocumentText
from countersight.reference import load_reference
from countersight.values.folding import fold
from countersight.values.phrases import PhraseBook, expand_phrase

LONGEST = 60
"""Code points of a name at most; of Han a third."""
_STOPS = re.compile(r"[,，、;；:：،؛。.!?()（）\[\]\"“”«»「」『』|\n–—]")
_ARTICLE = re.compile(
    r"^(?:(?:el|la|los|las|le|les|l[’']|o|a|os|as|der|die|das|dem|den|des)(?:\s+|(?<=[’'])))", re.IGNORECASE
)
_HAN_TAIL = re.compile(r"(?:的)?(?:最新)?(?:报道|报导|报告|消息|说法|还|也|则|曾|就)?(?:中|显示)?$")
_HAN_NOBODY = re.compile(r"[他她它我你们这那其此谁者有]|一直|^(?:该|有人|所|名)|^[某一]|[\d\s]{6}|的$")


def tell_speaker(claim: Claim, text: DocumentText) -> Claim:
    """Return `claim`, one without a speaker with whoever its sentence gives the word to, if that is plainly named."""
    if claim.speaker is not None or not _book(text.language or ""):
        return claim
    carrying = claim.evidence[0]
    home = next(
        (s for s in split_sentences(text.text, text.language) if s.start <= carrying.start and carrying.end <= s.end),
        None,
    )
    place = _teller(text, home, carrying.start) if home is not None else None
    if place is None:
        return claim
    return with_slots(claim, text, speaker=Speaker(mention=mention_at(text, place.start, place.end)))


def _teller(text: DocumentText, home: Span, carrying: int) -> Span | None:
    """Return the name that stands nearest before the words at `carrying`, with a word that makes it their teller."""
    before = text.text[home.start : carrying]
    folded = fold(before)
    for where, begin, stop in reversed(list(_book(text.language or "").find(folded))):
        start, end = folded.span(begin, stop)
        if where == "before":
            if text.language == "zh" and before[:start][-1:].isalpha():
                continue  # within another word: `数据`
            cut = _STOPS.search(before, end)
            # Without a stop the name would run into what is said.
            name = Span(end, cut.start()) if cut else None
        else:
            cuts = [match.end() for match in _STOPS.finditer(before, 0, start)]
            is_next = len(before) - end <= LONGEST and not _STOPS.search(before[end:].strip(' ,，:：“"«「'))
            name = Span(cuts[-1] if cuts else 0, start) if is_next else None
        if name is not None and (kept := _named(before, name, text.language)) is not None:
            return Span(home.start + kept.start, home.start + kept.end)
    return None


def _named(words: str, place: Span, language: str | None) -> Span | None:
    """Cut a stretch to the name that it is; `None` where it is none, or too long for one."""
    name = words[place.start : place.end]
    start = place.start + len(name) - len(name.lstrip())
    name = name.strip()
    if language == "zh":
        name = name[: _HAN_TAIL.search(name).start()].rstrip()  # type: ignore[union-attr]  # matches emptily
        is_name = 2 <= len(name) <= LONGEST // 3 and not _HAN_NOBODY.search(name)
    else:
        bare = name[match.end() :] if (match := _ARTICLE.match(name)) else name
        is_name = 2 < len(name) <= LONGEST and (language == "ar" or bare[:1].isupper())
    return Span(start, start + len(name)) if is_name else None


@cache
def _book(language: str) -> PhraseBook[str]:
    rows: dict[str, Any] = load_reference("cues/telling.yaml").get(language, {})
    return PhraseBook(
        (spelling, where)
        for where, phrases in rows.items()
        for phrase in phrases
        for spelling in expand_phrase(str(phrase), {})
    )
