"""Names worth judging: whether a name in the texts, or an organization, is the same as another."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from threading import Lock
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from countersight.errors import BadJudgement, ConflictingJudgement, NotFound
from countersight.model.clusters import Clusters
from countersight.model.entity import Entity, JudgementValue
from countersight.model.identity import IdentityJudgement
from countersight.project import Project
from countersight.resolve import known_entities
from countersight.resolve.comparison import prepare_name, score_names
from countersight.resolve.identities import record_judgement, undo_judgement
from countersight.resolve.listings import book_at_hand
from countersight.resolve.nodes import EntityLookup, Node, Nodes, load_nodes
from countersight.resolve.registry import Registry
from countersight.resolve.registry.records import names_of
from countersight.resolve.suggestions import Suggestion, list_suggestions
from countersight.store.base import View
from countersight.values.person_names import person_key
from countersight.web.desk.access import field, for_role, go_to, posted
from countersight.web.desk.queueing import Person
from countersight.web.desk.refreshing import note_decision
from countersight.web.desk.showing import asking, desk_answer
from countersight.web.language import Language, asked_language
from countersight.web.visitor import Role
from countersight.web.workspace import workspace


def _(words: str) -> str:
    """Mark a string for translation."""
    return words


SHOWN = 25
"""Pairs on one page."""
LATELY = 15
"""Judgements listed to be taken back."""
ROWS = 5
"""Listings of one entry whose rows are named."""
OF_ONE_NAME = 3
"""Organizations of imported lists that are looked at for one name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two names to judge."""

    one: Node
    other: Node
    claims: int
    probability: float | None
    reason: str
    details: tuple[tuple[str, str], ...]
    """What is known of the organization."""
    details_of_one: tuple[tuple[str, str], ...] = ()
    """What is known of the other, where a page led here that asked about these two."""


@for_role(Role.REVIEWER)
def show_names(request: Request) -> Response:
    """Show the pairs worth judging, those that most claims hang on first, and what was judged lately.

    With `?one=ID&other=ID`, as a party's page links from a listing with a like name, that pair stands before all.
    """
    return _page(request)


@posted
@for_role(Role.EDITOR)
def judge_names(request: Request, form: FormData) -> Response:
    """Record whether two are the same; what contradicts earlier judgements is told and not stored."""
    person, space = asking(request), workspace(request)
    one, other = field(form, "one"), field(form, "other")
    value, reason = field(form, "value"), field(form, "reason")
    if value not in list(JudgementValue):
        raise BadJudgement(f"there is no answer {value!r}")
    lookup = entity_lookup(space.project)
    with space.view() as view:
        nodes = _nodes(view, lookup, person)
        left, right = nodes.find(one), nodes.find(other)
    now = datetime.now(UTC)
    try:
        if value == JudgementValue.NO_JUDGEMENT:
            undo_judgement(space.store, left, right, by=person.name, reason=reason or "taken back at the desk", now=now)
        else:
            record_judgement(
                space.store, left, right, JudgementValue(value), by=person.name, reason=reason, now=now,
                entity=lookup, confirmed=field(form, "confirmed") == "yes",
            )  # fmt: skip
    except (BadJudgement, ConflictingJudgement) as error:
        can_confirm = isinstance(error, BadJudgement) and "confirm" in str(error)
        return _page(request, problem=str(error), given=form, can_confirm=can_confirm)
    note_decision(request)
    return go_to("/review/names")


def _page(request: Request, *, problem: str = "", given: FormData | None = None, can_confirm: bool = False) -> Response:
    person = asking(request)
    with workspace(request).view() as view:
        pairs, left = _pairs(request, view, person)
        asked = _asked_pair(request, view, person, given or request.query_params)
        if asked is not None:
            pairs = [pair for pair in pairs if {pair.one.id, pair.other.id} != {asked.one.id, asked.other.id}]
        chain = [link for link in view.identity_judgements() if not link.is_on_claims]
    if person.hidden:  # names of what they may not see could be among those that others judged
        chain = [link for link in chain if person_key(link.by) == person_key(person.name)]
    standing = {(link.left, link.right): link for link in chain}
    lately = [
        link for link in reversed(chain) if standing[link.left, link.right] is link and link.value != "no_judgement"
    ]
    data: dict[str, Any] = {"asked": asked, "pairs": pairs, "more": left, "lately": lately[:LATELY], "problem": problem}
    return desk_answer(request, "desk/names.html", data, status=422 if problem else 200, given=given or {},
                       can_confirm=can_confirm, tell=_tell, is_editor=person.is_editor)  # fmt: skip


_SUGGESTED: dict[str, tuple[tuple[str, int, frozenset[str]], list[Suggestion]]] = {}
_SUGGESTING = Lock()


def _pairs(request: Request, view: View, person: Person) -> tuple[list[Pair], int]:
    """Return the first pairs worth judging, and how many more there are.

    To compare all names takes a while: it is done once for each state of the store.
    """
    space = workspace(request)
    state = (view.position(), view.count("identity_judgements"), person.hidden)
    with _SUGGESTING:
        held = _SUGGESTED.get(str(space.store.folder))
        if held is None or held[0] != state:
            registry = open_lists(space.project)
            search = (lambda name: registry.search(name, limit=OF_ONE_NAME)) if registry else None
            nodes = _nodes(view, entity_lookup(space.project), person)
            held = state, list_suggestions(view, nodes, search=search)
            _SUGGESTED[str(space.store.folder)] = held
    lookup = entity_lookup(space.project)
    found = [_pair(one, lookup, asked_language(request)) for one in islice(held[1], SHOWN)]
    return found, max(0, len(held[1]) - SHOWN)


def _asked_pair(request: Request, view: View, person: Person, asked: Mapping[str, Any]) -> Pair | None:
    """Return the pair that the address names, or the answer that was not stored, if there is one.

    Raises:
        NotFound, AmbiguousId: one of them is nobody that is known here, or could be several.
    """
    one, other = str(asked.get("one", "")), str(asked.get("other", ""))
    if not one or not other:
        return None
    project, language = workspace(request).project, asked_language(request)
    lookup = entity_lookup(project)
    nodes = _nodes(view, lookup, person)
    left, right = nodes.find(one), nodes.find(other)
    known = lookup(right.id)
    names = names_of(known) if known else (right.name,)
    told = [*_details(known, language), *((_("Where it stands"), words) for words in _rows(project, right.id))]
    return Pair(one=left, other=right, claims=left.claims, reason="", details=tuple(told),
                probability=max(score_names(prepare_name(left.name), prepare_name(name)) for name in names),
                details_of_one=tuple(_details(lookup(left.id), language)))  # fmt: skip


def _rows(project: Project, entry: str) -> list[str]:
    """Say of each listing of an entry which row of which file states it."""
    book = book_at_hand(project.folder)
    if book is None:
        return []
    with closing(book):
        return [f"{one.list_name}, {one.row.file}, {one.row.where}" for one in book.of(entry)[:ROWS]]


def _nodes(view: View, lookup: EntityLookup, person: Person) -> Nodes:
    """Gather the names of the claims that a person may see."""
    if not person.hidden:
        return load_nodes(view, entity=lookup)
    claims = (one for one in view.claims() if not person.hidden & {one.id, one.document_id})
    resolver = view.standing_resolver()
    judgements = list(view.judgements(resolver)) if resolver else []
    return Nodes(claims, judgements, Clusters(view.identity_judgements()), entity=lookup)


def _pair(suggestion: Suggestion, lookup: EntityLookup, language: Language) -> Pair:
    known = lookup(suggestion.other.id) or lookup(suggestion.one.id)
    return Pair(one=suggestion.one, other=suggestion.other, claims=suggestion.claims,
                probability=suggestion.probability, reason=suggestion.reason,
                details=tuple(_details(known, language)))  # fmt: skip


def _details(known: Entity | None, language: Language) -> Iterator[tuple[str, str]]:
    yield from ((name, value) for name, value in (_about(known, language) if known else {}).items() if value)


def _about(known: Entity, language: Language) -> dict[str, str]:
    return {
        _("also called"): language.listed(known.aliases[:6]),
        _("territory"): language.territory(known.territory) if known.territory else "",
        _("on lists"): language.listed(known.lists),
        _("belongs to"): known.parent or "",
        _("source"): known.sources[0] if known.sources else "",
    }


def entity_lookup(project: Project) -> EntityLookup:
    """Return what gives an organization by its id: the maintained ones, and those of imported lists."""
    registry, known = open_lists(project), {entity.id: entity for entity in known_entities()}
    return lambda node: known.get(node) or (registry.entity(node) if registry else None)


def open_lists(project: Project) -> Registry | None:
    """Open the organizations of imported lists, if there are any."""
    try:
        return Registry.open(project.folder / "lists" / "registry")
    except NotFound:
        return None


def _tell(link: IdentityJudgement) -> tuple[str, str]:
    """Return what the two sides of a judgement are called."""
    return link.left_name or link.left, link.right_name or link.right
