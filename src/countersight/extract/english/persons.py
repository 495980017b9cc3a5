"""Private persons are no parties: the trade is watched, never people."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from countersight.extract.english.drafts import Draft
from countersight.extract.english.parsing import mark_names
from countersight.extract.english.parties import Actor
from countersight.extract.english.passage import Passage

_HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "sir", "madam", "lady", "lord"})
_LEAST_WORDS = 2
"""Words of a name from which the model's "person" is believed: single names of firms are often taken for persons."""


def without_persons(drafts: Iterable[Draft], passage: Passage) -> Iterator[Draft]:
    """Yield the drafts with persons taken out of their parties.

    A draft falls away when its recipients, or all of its named parties, were persons: that is no trade with a state.
    """
    for draft in drafts:
        supplier = draft.supplier if draft.supplier and not _is_person(draft.supplier, passage) else None
        recipients = tuple(actor for actor in draft.recipients if not _is_person(actor, passage))
        lost_all = bool(draft.recipients or draft.supplier) and not (recipients or supplier)
        if (lost_all or (draft.recipients and not recipients)) and not draft.places:
            continue
        yield replace(draft, supplier=supplier, recipients=recipients)


def _is_person(actor: Actor, passage: Passage) -> bool:
    """Whether a name that nothing else is known of is a person's. Offices stand for their agency and are kept."""
    sentence = passage.sentences.get(actor.sentence)
    if actor.sort not in ("name", "other") or actor.organization is not None or sentence is None:
        return False
    offset = sentence.span.start
    own = [t for t in sentence.doc if actor.span.start <= t.idx + offset < actor.span.end and t.pos_ == "PROPN"]
    if not own:
        return False
    before = {token.lower_.rstrip(".") for token in sentence.doc[max(0, own[0].i - 1) : own[-1].i]}
    if before & _HONORIFICS:
        return True
    mark_names(sentence.doc)
    return len(own) >= _LEAST_WORDS and all(token.ent_type_ == "PERSON" for token in own)
