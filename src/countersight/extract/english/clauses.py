"""Logical arguments of verbs and nouns over a dependency parse: who does what to whom, however it is put."""

from collections.abc import Iterator

from spacy.tokens import Token

from countersight.extract.english.lexicon import words

Arguments = dict[str, list[Token]]
"""From relation (`subject`, `object`, `dative`, a preposition) to the heads of the phrases that fill it."""

_OUTSIDE_PHRASE = ("conj", "cc", "relcl", "appos", "punct", "advcl", "ccomp", "acl", "parataxis")
_NO_ARGUMENT = frozenset({"according", "due", "thanks", "despite", "because"})
_SUBJECTS = ("nsubj", "csubj")
_PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
_RELATIVES = frozenset({"which", "that", "who", "whom", "what"})
_SPREADING = frozenset(
    [
        "to",
        "for",
        "from",
        "by",
        "with",
        "in",
        "on",
        "across",
        "at",
        "through",
        "throughout",
        "within",
        "inside",
        "along",
    ]
)
"""Prepositions that parsers as often hang on the object as on the verb."""


def verb_arguments(verb: Token) -> Arguments:
    """Collect a verb's logical arguments: a passive's subject is its object, a relative pronoun is what it means."""
    found: Arguments = {}
    passive = is_passive(verb)
    for child in verb.children:
        if child.dep_ in _SUBJECTS:
            _add(found, "object" if _is_absolute(verb) else "subject", antecedent(child))
        elif child.dep_ in (*_PASSIVE_SUBJECTS, "dobj", "attr", "oprd"):
            _add(found, "object", antecedent(child))
        elif child.dep_ == "dative" and child.pos_ != "ADP":
            _add(found, "dative", child)
        elif child.dep_ == "xcomp":
            _add(found, "complement", child)
        elif child.dep_ == "ccomp" and verb.lower_ in words("object_control"):  # `helped Ruritania build`
            _add(found, "complement", child)
            _add(found, "object", *(c for c in child.children if c.dep_ == "nsubj"))
    _add_prepositions(found, verb)
    _add_inherited(found, verb, passive=passive)
    for head in (*found.get("object", ()), *found.get("complement", ())):
        only = _SPREADING if head.pos_ != "VERB" else _SPREADING & {"to", "for", "from", "with"}
        _add_prepositions(found, head, only=only)
        for inner in [c for c in head.children if c.dep_ == "dobj"] if head.pos_ == "VERB" else ():
            _add_prepositions(found, inner, only=only)
    if passive and "by" not in found:
        _add(found, "by", *_displaced_agent(verb))
    if passive and found.get("by"):
        found["subject"] = found["by"] + found.get("subject", [])
    _borrow_from_conjuncts(found, verb)
    return found


def noun_arguments(noun: Token) -> Arguments:
    """Collect the logical arguments of a noun of action: `Y's purchase of X from Z`, `the sale of X to Y by Z`."""
    found: Arguments = {"self": [noun]}
    for child in noun.children:
        if child.dep_ in ("poss", "nmod"):
            _add(found, "subject", child)
        elif child.dep_ in ("compound", "amod") and child.pos_ in ("NOUN", "PROPN"):
            _add(found, "of", child)
        elif child.dep_ == "appos":
            _add(found, "appositive", child)
        elif child.dep_ == "acl":
            _add_described(found, child)
    _add_prepositions(found, noun)
    for head in [head for head in found.get("of", ()) if head.dep_ == "pobj"]:
        _add_prepositions(found, head, only=_SPREADING - {"with"})
    if noun.dep_ == "appos" or (noun.dep_ == "attr" and noun.head.lower_ not in words("light_verbs")):
        subjects = [noun.head] if noun.dep_ == "appos" else [c for c in noun.head.children if c.dep_ in _SUBJECTS]
        _add(found, "identity", *subjects)
    if noun.dep_ == "pobj" and noun.head.lower_ == "among":  # `Ruritania is among the customers of Acme`
        _add(found, "identity", *(c for c in noun.head.head.children if c.dep_ in _SUBJECTS))
    if noun.dep_ in ("dobj", "nsubjpass") and noun.head.lower_ in words("light_verbs"):
        _add_prepositions(found, noun.head)
        if noun.dep_ == "dobj":
            _add(found, "subject", *verb_arguments(noun.head).get("subject", ()))
    if "by" in found:
        found["subject"] = found["by"] + found.get("subject", [])
    return found


def _add_described(found: Arguments, clause: Token) -> None:
    """Add what a clause on a noun tells: `a desire to learn from X`, `a user believed to be Y`."""
    if clause.tag_ == "VB":
        inner: Arguments = {}
        _add_prepositions(inner, clause, only=frozenset({"from", "with"}))
        _add(found, "beyond", *(head for row in inner.values() for head in row))
    elif clause.lower_ in ("believed", "suspected", "thought", "known"):
        _add(found, "identity", *(token for token in clause.subtree if token.dep_ == "attr"))


def _displaced_agent(verb: Token) -> list[Token]:
    """Find a passive's "by" where the parser hung it on another phrase: `sold to governments by Acme`."""
    for child in verb.children:
        if child.dep_ in ("prep", "dative"):
            for phrase in child.children:
                agents = [p for p in phrase.children if p.dep_ in ("prep", "agent") and p.lower_ == "by"]
                if agents:
                    return [c for c in agents[0].children if c.dep_ == "pobj"]
    return []


def _borrow_from_conjuncts(found: Arguments, verb: Token) -> None:
    """Let coordinated verbs share what follows the last: `sold cameras and shipped computers to Ruritania`."""
    for other in verb.children:
        if other.dep_ == "conj" and other.pos_ == "VERB" and not any(c.dep_ in _SUBJECTS for c in other.children):
            for relation in ("to", "for", "from"):
                if relation not in found:
                    nested: Arguments = {}
                    _add_prepositions(nested, other, only=frozenset({relation}))
                    for head in [c for c in other.children if c.dep_ == "dobj"]:
                        _add_prepositions(nested, head, only=frozenset({relation}))
                    if relation in nested:
                        _add(found, relation, *nested[relation])
            if "object" not in found:
                _add(found, "object", *(c for c in other.children if c.dep_ == "dobj"))


def _is_absolute(verb: Token) -> bool:
    """Whether a participle stands with its own noun: `with thousands of cameras deployed`."""
    dependents = {child.dep_ for child in verb.children}
    return verb.tag_ == "VBN" and verb.dep_ in ("advcl", "pcomp") and not dependents & {"aux", "auxpass", "dobj"}


def is_passive(verb: Token) -> bool:
    """Whether a verb form is passive: with a passive auxiliary, or a participle that describes a noun."""
    if any(child.dep_ in ("nsubjpass", "auxpass", "csubjpass") for child in verb.children):
        return True
    if verb.tag_ not in ("VBN", "VBD") or any(child.dep_ in ("aux", "nsubj") for child in verb.children):
        return False
    if verb.dep_ == "acl" or (verb.dep_ in ("advcl", "amod", "pcomp") and verb.tag_ == "VBN"):
        return True
    return verb.dep_ == "conj" and verb.head.pos_ == "VERB" and is_passive(verb.head)


def expand(head: Token) -> Iterator[Token]:
    """Yield a phrase's head and the heads coordinated with it or named under it: `A, B and C`, `firms such as D`."""
    yield head
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            yield from expand(child)
        elif child.dep_ == "prep" and child.lower_ in ("including", "like", "as"):
            for example in child.children:
                if example.dep_ == "pobj":
                    yield from expand(example)


def phrase_tokens(head: Token) -> list[Token]:
    """Return the tokens of a noun phrase without its coordinated phrases, relative clauses and appositions."""
    tokens: list[Token] = []
    stack = [head]
    while stack:
        token = stack.pop()
        tokens.append(token)
        stack.extend(
            child
            for child in token.children
            if (child.dep_ == "punct" and child.text in "-–")
            or not (child.dep_ in _OUTSIDE_PHRASE or _is_circumstance(child))
        )
    return sorted(tokens, key=lambda token: token.i)


def _is_circumstance(child: Token) -> bool:
    return child.dep_ in ("prep", "agent") and child.lower_ in words("circumstances")


def governors(token: Token) -> Iterator[Token]:
    """Yield the chain of heads from a token to the root of its sentence."""
    while token.head != token:
        token = token.head
        yield token


def _add(found: Arguments, relation: str, *tokens: Token) -> None:
    row = found.setdefault(relation, [])
    row.extend(token for token in tokens if token not in row)


def antecedent(token: Token) -> Token:
    """Return the noun that a relative pronoun stands for, or the token itself."""
    if token.lower_ in _RELATIVES and token.head.dep_ == "relcl":
        noun = token.head.head
        return _person_before(noun) if token.lower_ == "who" and noun.dep_ == "pobj" else noun
    return token


def _person_before(noun: Token) -> Token:
    """Return whom "who" means where the parser took the last name: `officers seconded to Acme who`."""
    for governor in governors(noun):
        if governor.pos_ == "NOUN":
            return governor
        if governor.pos_ == "VERB" and governor.dep_ in ("acl", "ccomp"):
            subjects = [c for c in governor.children if c.dep_ in _SUBJECTS]
            people = [p for s in subjects for p in s.subtree if p.dep_ == "pobj" and p.pos_ == "NOUN" and p.i < noun.i]
            return people[-1] if people else subjects[0] if subjects else noun
        if governor.pos_ == "VERB" and governor.dep_ not in ("acl", "ccomp"):
            break
    return noun


def _add_prepositions(found: Arguments, head: Token, *, only: frozenset[str] | None = None) -> None:
    for child in head.children:
        if child.dep_ in ("prep", "agent", "dative") and child.pos_ in ("ADP", "SCONJ", "PART", "VERB"):
            name = child.lower_
            if name in _NO_ARGUMENT:
                continue
            if only is None or name in only:
                _add(found, name, *(c for c in child.children if c.dep_ in ("pobj", "pcomp")))
                for nested in child.children:
                    if nested.dep_ == "prep":
                        _add(found, nested.lower_, *(c for c in nested.children if c.dep_ == "pobj"))


def _add_inherited(found: Arguments, verb: Token, *, passive: bool) -> None:
    """Fill what a clause leaves out: the subject of an infinitive, the noun that a participle or relative describes."""
    head = verb.head
    if verb.dep_ in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN", "PRON"):
        if verb.dep_ == "relcl":
            if "subject" in found and "object" not in found and not passive:
                _add(found, "object", head)
        elif passive:
            _add(found, "object", head)
        elif verb.tag_ == "VBG":
            if "subject" not in found:
                _add(found, "subject", head)
        elif head.lower_ in words("owner_nouns"):
            _add(found, "subject", head)
        else:
            _add(found, "subject", *_subject_of_noun(head))
        return
    if "subject" in found or (passive and "object" in found):
        return
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        inherited = verb_arguments(head)
        key = "object" if passive else "subject"
        source = inherited.get("object" if is_passive(head) else "subject", [])
        _add(found, key, *source)
    elif verb.dep_ in ("xcomp", "advcl", "pcomp", "ccomp") and not any(c.dep_ == "mark" for c in verb.children):
        governor = (
            head
            if head.pos_ in ("VERB", "AUX")
            else next((g for g in governors(head) if g.pos_ in ("VERB", "AUX")), None)
        )
        if governor is None:
            return
        outer = verb_arguments(governor)
        controlled = outer.get("object") and (
            (verb.dep_ in ("xcomp", "ccomp") and governor.lower_ in words("object_control"))
            or (verb.dep_ == "pcomp" and head.lower_ == "for")  # `blacklisted Acme for selling spyware`
            or (verb.dep_ == "pcomp" and governor.lower_ in words("accusing_verbs"))
        )
        source = outer["object"] if controlled else outer.get("object" if is_passive(governor) else "subject", [])
        _add(found, "object" if passive else "subject", *source)


def _subject_of_noun(noun: Token) -> list[Token]:
    """Return who has the plan, the attempt, the desire: its possessor, or the subject of the verb that takes it."""
    owners = [child for child in noun.children if child.dep_ == "poss"]
    owners += [
        c for prep in noun.children if prep.dep_ == "prep" and prep.lower_ in ("by", "from") for c in prep.children
    ]
    if owners:
        return owners
    verb = next((g for g in governors(noun) if g.pos_ in ("VERB", "AUX")), None)
    if verb is None or noun.dep_ in ("nsubj", "nsubjpass"):
        return []
    return [antecedent(child) for child in verb.children if child.dep_ in (*_SUBJECTS, *_PASSIVE_SUBJECTS)]
