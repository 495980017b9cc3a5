"""Sources: all publishers, and the page of each with who owns it, how reliable it is held to be, and what it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from countersight.catalog import FacetCount, Query, SourceRow, What
from countersight.corroborate.grading.classes import classify_source
from countersight.corroborate.origins.publishers import Family
from countersight.errors import NotFound
from countersight.model.declared import DeclaredSource, DeclaredSources
from countersight.model.source import source_key
from countersight.pipeline import declared_sources, publisher_families
from countersight.reference import load_reference
from countersight.web.evidence.noticed import notices_of_source
from countersight.web.moments import asked_moment
from countersight.web.pages.looking import Look, look, show
from countersight.web.pages.ranking import Ranked, rank_facet
from countersight.web.pages.tables import table_file
from countersight.web.workspace import workspace

ROWS = 100
SHOWN = 15
COLUMNS = {
    "source": lambda row: row.key,
    "name": lambda row: row.name,
    "documents": lambda row: row.documents,
    "claims": lambda row: row.claims,
    "findings": lambda row: row.findings,
    "first_published": lambda row: row.first_published,
    "last_published": lambda row: row.last_published,
    "languages": lambda row: row.languages,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What a letter for a source rests on."""

    letter: str
    basis: str
    by: str | None
    """Who assessed it; none where what is declared of it, or its class, gives the letter."""
    at: datetime | None
    source_class: str
    declared_in: str | None = None
    """The file of the project that declares this letter."""


def list_sources(request: Request) -> Response:
    """List the publishers, a page at a time."""
    seen, words = look(request), request.query_params.get("q", "").strip().casefold()
    rows = seen.catalog.sources(hidden=seen.hidden)
    if words:
        rows = [row for row in rows if words in row.name.casefold() or words in row.key.casefold()]
    file = table_file(request, "sources", COLUMNS, rows)
    if file is not None:
        return file
    number = request.query_params.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    last = max(1, -(-len(rows) // ROWS))
    page = min(max(page, 1), last)
    data = {"total": len(rows), "rows": rows[(page - 1) * ROWS : page * ROWS]}
    return show(seen, "sources.html", data, words=words, number=page, last=last)


def show_source(request: Request) -> Response:
    """Show one publisher.

    Raises:
        NotFound: nothing that this reader may see was published by it.
    """
    seen, key = look(request), request.path_params["key"]
    row = _row(seen.catalog.sources(hidden=seen.hidden), key)
    declared = declared_sources(workspace(request).project.folder)
    catalog, hidden, query = seen.catalog, seen.hidden, Query(sources=(key,))
    findings = catalog.findings(query, limit=SHOWN, hidden=hidden)
    facets = catalog.facets(What.FINDINGS, query, hidden=hidden)
    documents = catalog.documents(query, limit=SHOWN, hidden=hidden)
    with workspace(request).store.view(asked_moment(request)) as view:
        keys = {key, source_key(row.name)}
        notices, withdrawn = notices_of_source(view, keys), view.withdrawals().of_source(keys)
    data = {
        "source": row,
        "family": _family(seen, row, declared),
        "assessments": _assessments(seen, row, declared),
        "corroborated": _at_least(facets["origins"], 2),
        "findings": findings,
        "documents": documents,
        "technologies": rank_facet(facets["technology"], seen, "technology"),
        "territories": _territories(facets["territory"], seen, key),
        "notices": notices,
    }
    return show(
        seen,
        "source.html",
        data,
        withdrawn=withdrawn.name if withdrawn else None,
        quotes=catalog.surest_claims({row.id for row in findings.rows}, hidden=hidden),
    )


def _row(rows: Iterable[SourceRow], key: str) -> SourceRow:
    found = next((row for row in rows if row.key == key), None)
    if found is None:
        raise NotFound(f"no source {key[:80]!r}")
    return found


def _family(seen: Look, row: SourceRow, declared: Iterable[DeclaredSource]) -> Family | None:
    """Return the publishers of one owner that a source is among, if its owner is known."""
    families = publisher_families(workspace(seen.request).project.folder, declared)
    return families.find(row.key, source_key(row.name))


def _assessments(seen: Look, row: SourceRow, declared: Iterable[DeclaredSource]) -> list[Assessed]:
    """Return what named persons said of a source, the last first, then what is declared of it, at the end its class."""
    source_class = classify_source(row.key, row.name)
    with workspace(seen.request).store.view(asked_moment(seen.request)) as view:
        said = [one for one in view.source_assessments() if one.source == row.key]
    prior = load_reference("source_priors.yaml")["classes"][source_class.value]
    assessed = [
        Assessed(
            letter=one.reliability.value, basis=one.basis, by=one.by, at=one.decided_at, source_class=source_class.value
        )
        for one in reversed(said)
    ]
    found = DeclaredSources(declared).of(row.key)
    if found is not None:
        assessed.append(
            Assessed(
                letter=found.reliability.value,
                basis=found.basis,
                by=None,
                at=None,
                source_class=source_class.value,
                declared_in=found.declared_in,
            )
        )
    by_class = Assessed(letter=prior["letter"], basis=prior["basis"], by=None, at=None, source_class=source_class.value)
    return [*assessed, by_class]


def _at_least(counts: Iterable[FacetCount], least: int) -> int:
    return next((one.count for one in counts if one.value == str(least)), 0)


def _territories(counts: Iterable[FacetCount], seen: Look, key: str) -> list[Ranked]:
    return [
        Ranked(label=one.label, count=one.count, several=None,
               address=seen.link("/findings", source=key, territory=one.value))
        for one in counts
    ][:12]  # fmt: skip
