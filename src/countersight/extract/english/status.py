"""How far a clause goes in asserting: denied, cancelled, planned, alleged, or plainly so; or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from countersight.extract.english.clauses import governors, phrase_tokens
from countersight.extract.english.lexicon import load_lexicon, words
from countersight.model.claim import Status

ORDER = (Status.DENIED, Status.CANCELLED, Status.PLANNED, Status.ALLEGED)
_CONDITIONS = frozenset({"if", "whether", "unless", "lest"})
_HYPOTHETICAL = frozenset({"should", "must", "ought", "can", "cannot", "shall"})
_CLAUSAL = frozenset(
    ["ccomp", "xcomp", "acl", "advcl", "pcomp", "dobj", "pobj", "prep", "relcl", "conj", "oprd", "attr", "nsubj",
     "nsubjpass", "agent", "dative", "appos"]
)  # fmt: skip
"""Dependencies through which a governing word bears on a predicate."""


@dataclass(frozen=True, slots=True)
class Modality:
    """What the words around a predicate make of it."""

    status: Status
    cue: Token | None
    """The word that gives the status, if one does."""
    is_asserted: bool = True
    is_negated: bool = False


def read_modality(trigger: Token, heads: Iterable[Token] = ()) -> Modality:
    """Read the status of a predicate from its auxiliaries, negation, governing verbs, and the phrases of its slots."""
    if trigger.doc.text.rstrip().endswith("?"):
        return Modality(Status.REPORTED, None, is_asserted=False)
    cues: dict[Status, Token] = {}
    asserted, negated = True, False
    unasserted = words("wishing_words") | words("study_words")
    for token, is_self in _chain(trigger):
        asserted = asserted and not _is_hypothetical(token) and (is_self or not _is_moot(token, unasserted))
        if (is_self or token.lower_ in words("believing_words")) and _is_negated(token):
            negated = True
        for cue in _cues_at(token, is_self=is_self):
            cues.setdefault(load_lexicon().status[cue.lower_], cue)
        for child in (d for c in token.children for d in (c, *c.children)) if is_self else ():
            if child.lower_ in words("hedging_words"):
                cues.setdefault(Status.ALLEGED, child)
    for token in (t for head in heads for t in phrase_tokens(head)):
        if token.lower_ in words("hedging_words"):
            cues.setdefault(Status.ALLEGED, token)
    if Status.DENIED not in cues and (denial := _denial_above(trigger)) is not None:
        cues[Status.DENIED] = denial
    if (doubt := _inquiry_above(trigger)) is not None:  # what is probed is alleged: `asked whether Acme had sold`
        asserted = True
        cues.setdefault(Status.ALLEGED, doubt)
    status = next((status for status in ORDER if status in cues), None)
    if status is not None:
        return Modality(status, cues[status], asserted, negated)
    plain = Status.COMPLETED if trigger.tag_ in ("VBD", "VBN") else Status.REPORTED
    return Modality(plain, None, asserted, negated)


def _is_negated(token: Token) -> bool:
    return any(c.dep_ == "neg" or c.lower_ in ("never", "neither", "nor") for c in token.children)


def _chain(trigger: Token) -> list[tuple[Token, bool]]:
    """Return the predicate and the words that govern it as their content."""
    row = [(trigger, True)]
    token = trigger
    for governor in governors(trigger):
        if token.dep_ not in _CLAUSAL:
            break
        if token.dep_ == "relcl" or (token.dep_ in ("conj", "advcl") and _is_finite(token)):
            break
        if (
            token.dep_ in ("nsubj", "nsubjpass")
            and token.pos_ != "VERB"
            and governor.lower_ not in load_lexicon().status
        ):
            break
        if token.dep_ == "acl" and token.tag_ != "VB" and governor.lower_ not in load_lexicon().status:
            break
        row.append((governor, False))
        token = governor
    return row


def _denial_above(trigger: Token) -> Token | None:
    """Find a verb of denial of whose content the predicate is part, however deep."""
    token = trigger
    for governor in governors(trigger):
        if token.dep_ in ("ccomp", "dobj", "xcomp") and load_lexicon().status.get(governor.lower_) is Status.DENIED:
            return governor
        if token.dep_ in ("advcl", "conj"):
            return None
        token = governor
    return None


def _is_moot(token: Token, unasserted: frozenset[str]) -> bool:
    """Whether a word, or what its verb does, leaves its content open: `research on the use`, `conducts research on`."""
    named = (token, *(child for child in token.children if child.dep_ == "dobj" and token.pos_ == "VERB"))
    return any(word.lower_ in unasserted for word in named)


def _inquiry_above(trigger: Token) -> Token | None:
    """Find the word of an inquiry that governs "whether" before a predicate."""
    if not any(c.dep_ == "mark" and c.lower_ == "whether" for t in (trigger, *governors(trigger)) for c in t.children):
        return None
    return next((g for g in governors(trigger) if g.lower_ in words("inquiry_words")), None)


def _is_finite(token: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") and c.lower_ != "to" for c in token.children)


def _cues_at(token: Token, *, is_self: bool) -> list[Token]:
    status = load_lexicon().status
    found = [c for c in token.children if c.dep_ in ("aux", "advmod", "amod") and c.lower_ in status]
    if not is_self and token.lower_ in status:
        found.append(token)
    return found


def _is_hypothetical(token: Token) -> bool:
    return any(
        (c.dep_ == "mark" and c.lower_ in _CONDITIONS) or (c.dep_ == "aux" and c.lower_ in _HYPOTHETICAL)
        for c in token.children
    )
