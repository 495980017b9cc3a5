"""Vendors and agencies: the lists of both, and the page of each with its names, its listings and its findings."""

import re
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from countersight.catalog import EntityRecord, FacetCount, PartyRecord, PartyRow, Query, What
from countersight.errors import NotFound
from countersight.values.territories import territory_name
from countersight.web.language import TERRITORY_ALONE
from countersight.web.pages.drawings import Picture, draw
from countersight.web.pages.listings import listing_helpers, party_listings
from countersight.web.pages.looking import Look, look, show
from countersight.web.pages.overview import denials
from countersight.web.pages.ranking import Ranked, rank_facet
from countersight.web.pages.tables import table_file
from countersight.web.rendering import part

ROWS = 100
SHOWN = 25
COLUMNS = {
    "id": lambda row: row.id,
    "name": lambda row: row.name,
    "roles": lambda row: row.roles,
    "territories": lambda row: [territory_name(code) for code in row.territories],
    "as_supplier": lambda row: row.as_supplier,
    "as_recipient": lambda row: row.as_recipient,
    "findings": lambda row: row.findings,
}
FOLDERS = {"vendors": "vendor", "agencies": "agency"}
_DAY = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Where something about an organization was read."""

    words: str
    address: str | None
    day: str | None
    """The date that its words tell, such as that of the edition of a list."""


def list_vendors(request: Request) -> Response:
    """List those who supply."""
    return _list_parties(request, "vendors")


def list_agencies(request: Request) -> Response:
    """List those who receive, and the authorities among the parties."""
    return _list_parties(request, "agencies")


def show_vendor(request: Request) -> Response:
    """Show one vendor."""
    return _show_party(request, "vendors")


def show_agency(request: Request) -> Response:
    """Show one agency."""
    return _show_party(request, "agencies")


def _list_parties(request: Request, folder: str) -> Response:
    seen, words = look(request), request.query_params.get("q", "").strip()
    rows = [row for row in seen.catalog.parties(hidden=seen.hidden) if _belongs(row, folder)]
    if words:
        rows = [row for row in rows if words.casefold() in row.name.casefold()]
    file = table_file(request, folder, COLUMNS, rows)
    if file is not None:
        return file
    number = request.query_params.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    last = max(1, -(-len(rows) // ROWS))
    page = min(max(page, 1), last)
    data = {"list": folder, "total": len(rows), "rows": rows[(page - 1) * ROWS : page * ROWS]}
    return show(seen, "parties.html", data, folder=folder, words=words, number=page, last=last)


def _belongs(row: PartyRow, folder: str) -> bool:
    """Whether a party is listed among vendors or among agencies: a vendor that also receives stays a vendor."""
    return ("vendor" in row.roles) == (folder == "vendors")


def _show_party(request: Request, folder: str) -> Response:
    seen, party_id = look(request), request.path_params["id"]
    if party_id.startswith(TERRITORY_ALONE):
        raise NotFound(f"{party_id!r} is no organization; its territories have pages")
    record = seen.catalog.party(party_id, hidden=seen.hidden)
    if not _belongs(record.party, folder):
        other = "vendors" if folder == "agencies" else "agencies"
        return RedirectResponse(seen.link(f"/{other}/{part(party_id)}"), status_code=308)
    catalog, hidden, query = seen.catalog, seen.hidden, Query(parties=(party_id,))
    marks = catalog.marks(query, hidden=hidden)
    findings = catalog.findings(query, limit=SHOWN, hidden=hidden)
    contested = catalog.findings(Query(parties=(party_id,), only_contested=True), limit=10, hidden=hidden)
    facets = catalog.facets(What.FINDINGS, query, hidden=hidden)
    listed = party_listings(seen, party_id, record.party.name, record.party.territories)
    data = {
        "party": record.party,
        "listings": listed,
        "entity": record.entity,
        "written": record.written,
        "references": _references(record.entity),
        "findings": findings,
        "contested": contested,
        "technologies": rank_facet(record.technologies, seen, "technology"),
        "partners": _partners(record, seen),
        "sources": rank_facet(facets["source"], seen, "source"),
    }
    shown = {row.id for row in (*findings.rows, *contested.rows)}
    supplies = record.party.as_supplier >= record.party.as_recipient
    lanes = "recipient" if supplies else "technology"
    return show(
        seen, "party.html", data, folder=folder, marks=marks, supplies=supplies, lanes=lanes,
        denials=denials(catalog, hidden, parties=(party_id,)), **listing_helpers(seen, listed),
        quotes=catalog.surest_claims(shown, hidden=hidden),
        map=draw(seen, Picture(kind="map", query=query), lambda: marks),
        timeline=draw(seen, Picture(kind="timeline", query=query, lanes=lanes), lambda: marks),
    )  # fmt: skip


def _partners(record: PartyRecord, seen: Look) -> list[Ranked]:
    role = "recipient" if record.party.as_supplier >= record.party.as_recipient else "supplier"

    def ranked(one: FacetCount) -> Ranked:
        return Ranked(label=one.label, count=one.count, several=None, address=seen.party_link(one.value, role))

    return [ranked(one) for one in record.partners][:15]


def _references(entity: EntityRecord | None) -> list[Reference]:
    """Return where the reference read what it says of an organization."""
    if entity is None:
        return []
    found = []
    for words in entity.sources:
        address = words if words.startswith(("https://", "http://")) else None
        day = _DAY.search(words) if address is None else None
        found.append(Reference(words=words, address=address, day=day[0] if day else None))
    return found
