"""What a page to read looks at: the catalog as of the moment asked for, with the eyes of one visitor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import escape
from starlette.requests import Request
from starlette.responses import Response

from countersight.catalog import Catalog
from countersight.web.language import TERRITORY_ALONE, Language, asked_language
from countersight.web.moments import asked_moment
from countersight.web.pages.drawing_assets import style_address
from countersight.web.pages.picks import moment_picks
from countersight.web.pages.times import tell_interval
from countersight.web.rendering import address, answer, part
from countersight.web.visitor import hidden
from countersight.web.workspace import workspace

Params = dict[str, list[str]]
NOT_CARRIED = frozenset({"after", "format", "lang", "order", "page", "published_by", "as_of", "theme"})
"""Parameters of one view alone; those of the moment are in every link already."""
"""How the id of a party begins of which only territories are told."""


@dataclass(frozen=True, slots=True)
class Look:
    """One visitor's look at the catalog of one moment."""

    request: Request
    catalog: Catalog
    hidden: frozenset[str]
    language: Language

    @property
    def position(self) -> str:
        """Which state of the catalog this is."""
        return self.catalog.built_from.position

    def say(self, words: str) -> str:
        """Translate fixed words."""
        return str(self.language.translations.gettext(words))

    def link(self, path: str, **params: Any) -> str:
        """Return an address that stays at this moment."""
        return address(self.request, path, **params)

    def party_link(self, party_id: str, role: str) -> str:
        """Return the address of a party's page; of territories alone, theirs, or their findings where they are many."""
        if not party_id.startswith(TERRITORY_ALONE):
            return self.link(f"/{'vendors' if role == 'supplier' else 'agencies'}/{part(party_id)}")
        codes = party_id.removeprefix(TERRITORY_ALONE)
        return (
            self.link("/findings", party=f"{role}:{party_id}") if "," in codes else self.link(f"/territories/{codes}")
        )


def look(request: Request) -> Look:
    """Open the catalog for a request.

    Raises:
        BadMoment: the address asks for no moment that there can be.
        CatalogBeingMade: what was known then is still being put together.
    """
    catalog = workspace(request).catalog(asked_moment(request))
    return Look(request, catalog, hidden(request), asked_language(request))


def show(seen: Look, template: str, data: Mapping[str, Any], **shown: Any) -> Response:
    """Answer with a page to read, with moments to choose, times in words, and further addresses."""
    return answer(
        seen.request, f"pages/{template}", data,
        picks=moment_picks(seen.request), built=seen.catalog.built_from, drawing_style=style_address(),
        here_params=carried_params(seen.request), headers=_told_address(seen.request), **_said_by(seen), **shown,
    )  # fmt: skip


def _told_address(request: Request) -> dict[str, str]:
    """Return the address that a browser is to show after a filter changed: without what the form left empty."""
    if request.headers.get("hx-request") != "true":
        return {}
    pairs = [(name, value) for name, value in request.query_params.multi_items() if value.strip()]
    return {"HX-Push-Url": f"{request.url.path}?{urlencode(pairs)}" if pairs else request.url.path}


def carried_params(request: Request) -> Params:
    """Return the parameters of an address that a drawing or another view of the same query goes on with."""
    params: Params = {}
    for name, value in request.query_params.multi_items():
        if name not in NOT_CARRIED and value.strip():
            params.setdefault(name, []).append(value)
    return params


def _said_by(seen: Look) -> dict[str, Any]:
    """Return what templates call: times in words, and addresses made from the present one."""
    request, params = seen.request, carried_params(seen.request)

    def without(name: str, value: str) -> str:
        kept = {**params, name: [one for one in params.get(name, []) if one != value]}
        return seen.link(request.url.path, **{key: values for key, values in kept.items() if values})

    def joined(base: Params, name: str, value: str | list[str]) -> Params:
        return {**base, name: [value] if isinstance(value, str) else value}

    return {
        "tell": lambda start, end: tell_interval(start, end, seen.language),
        "party_url": lambda party, role: seen.party_link(party.id, role),
        "query_url": lambda path: seen.link(path, **params),
        "without": without,
        "joined": joined,
        "embed_code": lambda path: _embed_code(str(request.base_url).rstrip("/") + seen.link(path, **params)),
    }


def _embed_code(address: str) -> str:
    return f'<iframe src="{escape(address)}" width="100%" height="560" loading="lazy" title="Countersight"></iframe>'
