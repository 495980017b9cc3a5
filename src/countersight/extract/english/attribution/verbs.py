"""What a verb attributes: the tokens of the clause, phrase or words around it that are its content."""

from spacy.tokens import Token

from countersight.extract.english.attribution.lexicon import Pattern, load_cue_words
from countersight.extract.english.clauses import is_passive

EXPLETIVES = frozenset({"it", "there"})
_ANSWERS = frozenset({"yes", "no", "so", "otherwise"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
_BEFORE_REPORT = frozenset({",", "”", '"', "’", "'", ",”", "?”", "—", "-", "–"})
_PARTING = frozenset({",", "—", "–", "-"})
_SAID_OF = frozenset({"xcomp", "oprd", "ccomp", "dobj", "attr"})
_TRAILING = frozenset({"prep", "advcl", "npadvmod", "advmod", "oprd", "dep"})


def verb_pattern(verb: Token) -> tuple[Pattern | None, list[Token]]:
    """Return what a verb takes, with the particle or preposition that makes it a cue: `pointed out`, `called for`."""
    known = load_cue_words()
    own = known.verbs.get(verb.lower_)
    for child in verb.children:
        if child.dep_ not in ("prt", "prep", "advmod") or child.i < verb.i:
            continue
        inner = next((c for c in child.children if c.dep_ == "prep"), None)
        longer = known.particles.get((verb.lower_, f"{child.lower_} {inner.lower_}")) if inner is not None else None
        if longer is not None and inner is not None:
            return longer, [child, inner]
        pattern = known.particles.get((verb.lower_, child.lower_))
        if pattern is not None:
            return (pattern.joined(own) if own is not None and child.dep_ == "prep" else pattern), [child]
    return own, []


def verb_content(verb: Token, pattern: Pattern, extra: list[Token]) -> frozenset[int]:
    """Return the positions of the content's tokens; none where only a quotation around the verb can be its content.

    Args:
        verb: the cue.
        pattern: what it takes.
        extra: its particle or preposition.
    """
    found = _passive_content(verb, pattern) if is_passive(verb) else _active_content(verb, pattern)
    if not found and not extra:
        found = _content_around(verb)
    if extra and extra[-1].dep_ == "prep":
        found |= below(extra[-1], "pobj", "pcomp")
    return frozenset(found - {verb.i, *(token.i for token in extra)})


def subtree(*tokens: Token) -> set[int]:
    """Return the positions of everything that hangs on some tokens, and of themselves."""
    return {inner.i for token in tokens for inner in token.subtree}


def below(token: Token, *relations: str) -> set[int]:
    """Return the positions of what hangs on a token by some relations."""
    return subtree(*(child for child in token.children if child.dep_ in relations))


def led_content(head: Token, prepositions: frozenset[str]) -> set[int]:
    """Return the positions of what some prepositions lead to: `talked about` the plan."""
    rows = [
        below(child, "pobj", "pcomp")
        for child in head.children
        if child.dep_ in ("prep", "dative") and child.lower_ in prepositions and child.i > head.i
    ]
    return set().union(*rows)


def _active_content(verb: Token, pattern: Pattern) -> set[int]:
    takes = pattern.takes
    if "shown" in takes and any(c.dep_ == "nsubj" and c.lower_ in load_cue_words().documents for c in verb.children):
        takes |= {"object", "affected"}
    clauses = [child for child in verb.children if _is_clause(child, takes)]
    found = subtree(*clauses) | led_content(verb, pattern.prepositions)
    is_led = bool(found)
    for thing in verb.children:
        if thing.dep_ in ("dobj", "dative") and thing.pos_ != "ADP" and not ("listener" in takes and is_led):
            found |= _object_content(thing, takes, pattern.marks, has_clause=bool(clauses))
    if not found and verb.lower_ in load_cue_words().statements:  # `said yes`, `said so`
        found = {c.i for c in verb.children if c.i > verb.i and (c.dep_ == "intj" or c.lower_ in _ANSWERS)}
    found |= _torn_off(verb, found)
    if "raised" in takes and found:
        found |= subtree(*(c for c in verb.children if c.dep_ == "nsubj" and c.lower_ not in EXPLETIVES))
    return found


def _is_clause(child: Token, takes: frozenset[str]) -> bool:
    if child.dep_ == "ccomp":
        return bool(takes & {"clause", "infinitive", "affected"})
    if child.dep_ == "xcomp":
        if child.tag_ == "VBG":
            return bool(takes & {"gerund", "clause"})
        if any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children):
            return bool(takes & {"infinitive", "affected", "listener"})
        return bool(takes & {"affected", "clause"})
    return child.dep_ == "pcomp" and "gerund" in takes


def _object_content(thing: Token, takes: frozenset[str], marks: frozenset[str], *, has_clause: bool) -> set[int]:
    """Return the object and what is said of it: `deny` the charge, `call` it a lie, `accuse` him of theft."""
    if thing.lower_ in load_cue_words().empty_objects and not has_clause:
        return set()
    verb = thing.head
    said = [c for c in verb.children if c.dep_ in ("prep", "advcl") and c.lower_ in marks and c.i > verb.i]
    small = [c for c in verb.children if c.dep_ in ("oprd", "xcomp") and c.i > verb.i]
    if "object" in takes or (takes & {"affected", "gerund"} and (said or small or has_clause)):
        return subtree(thing, *said, *(small if "affected" in takes else ()))
    return set()


def _torn_off(verb: Token, found: set[int]) -> set[int]:
    """Return what hangs on the verb right behind its content: parsers often tear it from there."""
    last = max(found, default=-1)
    if last < verb.i:
        return set()
    return subtree(
        *(
            child
            for child in verb.children
            if child.i > last and child.dep_ in _TRAILING and verb.doc[child.left_edge.i - 1].text not in _PARTING
        )
    )


def _passive_content(verb: Token, pattern: Pattern) -> set[int]:
    """Return what a passive says of whom: `Acme is expected to sell`, `he was accused of theft`."""
    leading = (pattern.marks | pattern.prepositions | {"as", "to"}) - {"by"}
    complements = [
        child
        for child in verb.children
        if child.i > verb.i and (child.dep_ in _SAID_OF or (child.dep_ == "prep" and child.lower_ in leading))
    ]
    found = subtree(*complements)
    takes_subject = pattern.takes & {"object", "affected"} or any(c.dep_ == "xcomp" for c in complements)
    if "listener" in pattern.takes or not takes_subject:
        return found
    subjects = [c for c in verb.children if c.dep_ in ("nsubjpass", "csubjpass")]
    if verb.dep_ == "conj" and not subjects and is_passive(verb.head):
        subjects = [c for c in verb.head.children if c.dep_ in ("nsubjpass", "nsubj")]
    return found | subtree(*(subject for subject in subjects if subject.lower_ not in EXPLETIVES))


def _content_around(verb: Token) -> set[int]:
    """Return the content that a report is put into or after: `The plan, officials said, is dead`."""
    if verb.lower_ not in load_cue_words().statements or verb.tag_ not in _FINITE:
        return set()
    if verb.dep_ in ("parataxis", "advcl") and verb.head != verb:
        is_aside = verb.dep_ == "parataxis" or any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children)
        return subtree(verb.head) - subtree(verb) if is_aside else set()
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    has_own = any(c.dep_ in ("dobj", "ccomp", "xcomp") and c.i > verb.i for c in verb.children)
    if subject is None or has_own or verb.dep_ != "ROOT":
        return set()
    start = min(verb.i, subject.left_edge.i)
    return set(range(start - 1)) if start > 2 and verb.doc[start - 1].text in _BEFORE_REPORT else set()
