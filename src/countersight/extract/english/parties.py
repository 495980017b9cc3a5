"""From the head of a phrase to a party: its name in full, its territories, and whom "the company" means."""

from dataclasses import dataclass, replace

from spacy.tokens import Token

from countersight.extract.english.clauses import expand, phrase_tokens
from countersight.extract.english.lexicon import words
from countersight.extract.english.passage import Passage, Sentence
from countersight.extract.scanning import Span
from countersight.values.organizations import OrganizationMention
from countersight.values.territories import TerritoryMention

_BEFORE_NAME = frozenset({"det", "punct", "quantmod", "advmod", "predet", "nummod"})
_BODIES = frozenset({"organization", "name", "state", "company", "territory"})


RESOLVED = "pronoun or role resolved to the nearest one named before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone who may be a party or a speaker."""

    span: Span
    sort: str
    """`organization`, `territory`, `state`, `company`, `name`, `users` or `other`."""
    territories: tuple[TerritoryMention, ...] = ()
    organization: OrganizationMention | None = None
    inferred: str | None = None
    sentence: int = 0

    def is_vendor(self) -> bool:
        """Whether it is a firm: by the reference, or by its own word."""
        if self.organization is not None and self.organization.roles:
            return "vendor" in self.organization.roles
        return self.sort == "company"

    def is_state(self) -> bool:
        """Whether it acts for a state, or is one."""
        if self.sort in ("state", "territory", "users"):
            return True
        return self.organization is not None and bool({"agency", "authority"} & set(self.organization.roles))


def find_actors(head: Token, sentence: Sentence, passage: Passage) -> list[Actor]:
    """Return the actors that a phrase names, one for each of its coordinated heads."""
    found: list[Actor] = []
    for token in expand(head):
        if token.lower_.rstrip(".") in words("legal_forms"):  # `Acme, Inc.` read as two
            continue
        actor = find_actor(token, sentence, passage)
        if actor is None:
            continue
        if found and not actor.territories and token.dep_ == "pobj" and found[0].sort in ("company", "state", "other"):
            actor = replace(actor, territories=found[0].territories)  # `Ruritanian firms, including Acme`
        found.append(actor)
    return found


def find_actor(head: Token, sentence: Sentence, passage: Passage) -> Actor | None:
    """Return the actor that a phrase with this head names, pronouns and roles resolved, or none."""
    if head.lower_ in words("pronouns") or head.tag_ in ("PRP", "WP", "WDT"):
        return _resolve_pronoun(head, sentence, passage)
    if head.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM", "X"):
        return None
    if head.pos_ == "NUM":
        return _resolve_elided(head, sentence, passage)
    if head.pos_ == "NOUN" and (named := _apposed(head, sentence)) is not None:
        return named
    tokens = _name_tokens(head)
    if not tokens:
        return None
    span = sentence.hull(tokens)
    around = sentence.hull(_described(head))
    actor = Actor(
        span=span,
        sort=_sort(head, span, sentence),
        territories=_territories_in(sentence, around),
        organization=_organization_of(head, span, sentence),
        sentence=sentence.number,
    )
    if actor.organization is not None:
        sort = "organization" if actor.sort == "other" else actor.sort
        actor = replace(actor, span=_name_of(actor, head, sentence), sort=sort)
    elif actor.sort in ("company", "state") and _is_definite(head, tokens):
        return _resolve_role(actor, head, sentence, passage)
    return actor


def _name_tokens(head: Token) -> list[Token]:
    """Return the tokens of a name: the phrase with its "of", without articles and what stands after it."""
    keep = [token for token in phrase_tokens(head) if token.i <= head.i or _hangs_by(token, head, ("of", "for"))]
    while keep and keep[0] != head and (keep[0].lower_ in words("determiners") or keep[0].dep_ in _BEFORE_NAME):
        keep.pop(0)
    if head not in keep:
        return []
    first = keep[0].i
    return [token for token in keep if token.i >= first] + _capitalized_tail(head)


def _capitalized_tail(head: Token) -> list[Token]:
    """Return what belongs to a name through a capital preposition: `Research In Motion`, `Bank Of Ruritania`."""
    doc, place = head.doc, head.i + 1
    if place + 1 < len(doc) and head.text[:1].isupper() and doc[place].tag_ == "IN" and doc[place].text[:1].isupper():
        end = place + 1
        while end < len(doc) and doc[end].text[:1].isupper():
            end += 1
        return list(doc[place:end])
    return []


def _hangs_by(token: Token, head: Token, prepositions: tuple[str, ...]) -> bool:
    """Whether a token after `head` belongs to it through one of these prepositions, near enough to be its name."""
    while token != head and token.head != token:
        if token.dep_ == "prep" and token.head == head:
            return token.lower_ in prepositions and (token.lower_ == "of" or head.pos_ == "PROPN")
        token = token.head
    return False


def _described(head: Token) -> list[Token]:
    """Return the tokens that may tell a phrase's territory: also "in Yemen", "of Iran", "based in Milan"."""
    tokens = phrase_tokens(head)
    for child in head.children:
        if child.dep_ == "appos":
            tokens.extend(phrase_tokens(child))
        elif child.dep_ == "acl" and child.lower_ in ("based", "headquartered", "located", "registered"):
            tokens.extend(child.subtree)
    if head.dep_ == "appos":
        tokens.extend(t for t in phrase_tokens(head.head) if abs(t.i - head.i) < 12)
    return tokens


def _territories_in(sentence: Sentence, span: Span) -> tuple[TerritoryMention, ...]:
    return tuple(m for m in sentence.territories if span.start <= m.start and m.end <= span.end)


def _organization_of(head: Token, span: Span, sentence: Sentence) -> OrganizationMention | None:
    start, end = sentence.start_of(head), sentence.end_of(head)
    for mention in sentence.organizations:
        if mention.start < end and start < mention.end:
            return mention
    inside = [m for m in sentence.organizations if span.start <= m.start and m.end <= span.end]
    is_generic = head.lower_ in words("company_nouns") or head.lower_ in words("representative_nouns")
    return inside[-1] if inside and is_generic else None


def _name_of(actor: Actor, head: Token, sentence: Sentence) -> Span:
    """Return the whole proper name around an organization's mention: `Huawei Technologies Co`."""
    mention = actor.organization
    if mention is None:
        return actor.span
    end = mention.end
    for token in sentence.doc:
        is_next = sentence.start_of(token) == end + 1 and token.pos_ == "PROPN"
        if is_next and (token == head or token.head == head or head in token.children):
            end = sentence.end_of(token)
    return Span(mention.start, end)


def _sort(head: Token, span: Span, sentence: Sentence) -> str:
    low = head.lower_
    start, end = sentence.start_of(head), sentence.end_of(head)
    if any(m.start <= start and end <= m.end for m in sentence.territories) and head.pos_ != "ADJ":
        return "territory"
    if any(m.start < end and start < m.end for m in sentence.organizations):
        return "organization"
    if low in words("state_nouns"):
        return "state"
    if low in words("security_users"):
        return "users"
    if low in words("company_nouns") and head.pos_ != "PROPN":
        return "company"
    return "name" if head.pos_ == "PROPN" else "other"


def _is_definite(head: Token, tokens: list[Token]) -> bool:
    """Whether a role stands for someone named before: `the company`, `the agency`, with no name of its own."""
    has_article = any(child.dep_ == "det" and child.lower_ in ("the", "this", "that") for child in head.children)
    return has_article and not any(token.pos_ == "PROPN" for token in tokens)


def _resolve_role(actor: Actor, head: Token, sentence: Sentence, passage: Passage) -> Actor | None:
    """Find whom "the company" means: the nearest firm named before it; other roles stay as they are."""
    if actor.sort != "company":
        return actor
    earlier = [m for m in passage.organizations if m.end <= sentence.start_of(head) and "vendor" in m.roles]
    if earlier:
        found = earlier[-1]
        return replace(
            actor, span=Span(found.start, found.end), sort="organization", organization=found,
            inferred="role resolved to the nearest firm named before",
        )  # fmt: skip
    named = _nearest_subject(head, sentence, passage)
    return replace(named, territories=named.territories or actor.territories) if named is not None else actor


def _apposed(head: Token, sentence: Sentence) -> Actor | None:
    """Return the name beside its description: `the newspaper Gazette`, of a firm also `a vendor, Acme,`."""
    is_firm = head.lower_ in words("company_nouns")
    names = [
        child
        for child in head.children
        if child.dep_ == "appos" and child.pos_ == "PROPN" and (is_firm or child.left_edge.i == head.i + 1)
    ]
    if is_firm and head.dep_ == "appos" and head.head.pos_ == "PROPN":
        names.append(head.head)
    for token in names:
        actor = _named(token, sentence)
        if actor is not None:
            around = _territories_in(sentence, sentence.hull(_described(head)))
            return replace(actor, territories=actor.territories or around, inferred=None)
    return None


def _resolve_elided(head: Token, sentence: Sentence, passage: Passage) -> Actor | None:
    """Find what a bare number counts: of `trained 20 officers and plan to train 30`, officers."""
    for token in reversed(sentence.doc[: head.i]):
        if token.pos_ == "NOUN" and any(child.dep_ == "nummod" for child in token.children):
            actor = find_actor(token, sentence, passage)
            return replace(actor, inferred="noun left out after a number") if actor is not None else None
    return None


def _resolve_pronoun(head: Token, sentence: Sentence, passage: Passage) -> Actor | None:
    return _nearest_subject(head, sentence, passage)


def _nearest_subject(head: Token, sentence: Sentence, passage: Passage) -> Actor | None:
    """Find whom a pronoun means: the nearest named subject before it, then any organization named before it."""
    wants_person = head.lower_ in words("personal_pronouns")
    earlier = [row for row in passage.before(sentence.number) if row.number >= sentence.number - 2]
    for row in (sentence, *earlier):
        limit = head.i if row is sentence else len(row.doc)
        for token in reversed(row.doc[:limit]):
            found = _named(token, row) if token.dep_ in ("nsubj", "nsubjpass") else None
            if found is not None and found.sort in (("name",) if wants_person else _BODIES):
                return found
        if not wants_person:
            before = [m for m in row.organizations if m.end <= sentence.start_of(head) and "forum" not in m.roles]
            if before:
                mention = before[-1]
                territories = _territories_in(row, Span(mention.start - 20, mention.end))
                return Actor(
                    span=Span(mention.start, mention.end), sort="organization", organization=mention,
                    inferred=RESOLVED, sentence=row.number, territories=territories[-1:] if territories else (),
                )  # fmt: skip
    return None


def _named(token: Token, row: Sentence) -> Actor | None:
    """Return the actor of a phrase with a proper name of its own."""
    tokens = _name_tokens(token)
    if token.pos_ == "PRON" or not any(t.pos_ == "PROPN" for t in tokens):
        return None
    span = row.hull(tokens)
    found = Actor(
        span=span, sort=_sort(token, span, row), territories=_territories_in(row, row.hull(_described(token))),
        organization=_organization_of(token, span, row), inferred=RESOLVED, sentence=row.number,
    )  # fmt: skip
    return replace(found, span=_name_of(found, token, row)) if found.organization else found
