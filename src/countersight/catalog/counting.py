"""How much there is of everything: totals, and the lists of territories, parties, technologies and sources."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from countersight.catalog.columns import Flags
from countersight.catalog.filtering import combine, filter_masks
from countersight.catalog.gathering import official_territory
from countersight.catalog.parties import TERRITORY_ALONE
from countersight.catalog.query import EVERYTHING, Query, What
from countersight.catalog.reading import Reading
from countersight.catalog.rows import (
    FacetCount,
    PartyRecord,
    PartyRow,
    SourceRow,
    TechnologyRow,
    TerritoryRow,
    Totals,
    WrittenName,
)
from countersight.catalog.snapshot import REJECTED, REVIEWS
from countersight.catalog.visible import Visible
from countersight.errors import NotFound
from countersight.reference import load_reference
from countersight.release.names import technology_name
from countersight.values.taxonomy import load_taxonomy
from countersight.values.territories import territory_name

READ = "read"
ACTING = ("supplier", "recipient")
MOST_WRITTEN = 2_000
"""Claims of one party that its names as written are counted in."""
MOST_PARTNERS = 50
ROLE_OF_UNKNOWN = {"supplier": "vendor", "recipient": "agency"}
"""What an organization is taken for that no list knows, by what it mostly does in findings."""


def count_all(visible: Visible, failures: str) -> Totals:
    """Count everything that a reader may see; `failures` as the file tells them, `stage:count` with commas between."""
    findings, claims = standing(visible, What.FINDINGS), standing(visible, What.CLAIMS)
    documents = visible.masks[What.DOCUMENTS]
    states = _counts(visible, What.DOCUMENTS, "state", documents)
    reviews = _count_reviews(visible)
    languages = _counts(visible, What.DOCUMENTS, "language", documents)
    unknown = int(documents.sum()) - sum(languages.values())
    table = visible.table(What.FINDINGS)
    days = visible.table(What.DOCUMENTS).numbers.get("published", np.full(len(documents), np.nan))[documents]
    days = days[~np.isnan(days)]
    return Totals(
        documents=int(documents.sum()),
        read=states.get(READ, 0),
        unread=int(documents.sum()) - states.get(READ, 0),
        failed=sum(count for state, count in states.items() if state.startswith("failed")),
        states=states,
        failures={stage: int(count) for stage, _, count in (one.partition(":") for one in failures.split(",") if one)},
        claims=int(claims.sum()),
        findings=int(findings.sum()),
        rejected_claims=int(visible.masks[What.CLAIMS].sum() - claims.sum()),
        rejected_findings=reviews.get(REVIEWS[REJECTED].value, 0),
        reviews=reviews,
        sources=_count_distinct(visible, What.DOCUMENTS, "source", documents),
        territories=_count_distinct(visible, What.FINDINGS, "territory", findings),
        parties=sum(
            not name.startswith(TERRITORY_ALONE) for name in _counts(visible, What.FINDINGS, "party", findings)
        ),
        technologies=_count_distinct(visible, What.FINDINGS, "technology", findings),
        languages=languages | ({"": unknown} if unknown else {}),
        several_origins=int(np.count_nonzero(table.numbers["origins"][findings] > 1)) if findings.any() else 0,
        contested=int(np.count_nonzero(table.numbers["contested"][findings] > 0)) if findings.any() else 0,
        first_published=_day(days.min()) if len(days) else None,
        last_published=_day(days.max()) if len(days) else None,
    )


def standing(visible: Visible, what: What) -> Flags:
    """Return what a reader may see and was not rejected."""
    return combine(visible, what, filter_masks(visible, what, EVERYTHING))


def list_territories(visible: Visible) -> list[TerritoryRow]:
    """Count for every territory what was found of it, and what was read."""
    findings, claims = standing(visible, What.FINDINGS), standing(visible, What.CLAIMS)
    roles = {
        role: _counts(visible, What.FINDINGS, f"territory/{role}", findings)
        for role in ("supplier", "recipient", "place")
    }
    any_role = _counts(visible, What.FINDINGS, "territory", findings)
    told = _counts(visible, What.CLAIMS, "territory", claims)
    read, unread = documents_naming(visible)
    published = _published_from(visible)
    rows = [
        TerritoryRow(
            code=code,
            name=territory_name(code),
            as_supplier=roles["supplier"].get(code, 0),
            as_recipient=roles["recipient"].get(code, 0),
            as_place=roles["place"].get(code, 0),
            findings=any_role.get(code, 0),
            claims=told.get(code, 0),
            documents=read.get(code, 0),
            unread=unread.get(code, 0),
            published=published.get(code, 0),
        )
        for code in load_reference("territories.yaml")["territories"]
    ]
    return sorted(rows, key=lambda row: row.name)


def documents_naming(visible: Visible) -> tuple[dict[str, int], dict[str, int]]:
    """Count by territory the documents that name it: those whose claims were looked for, and the others."""
    documents = visible.masks[What.DOCUMENTS]
    was_read = visible.facet(What.DOCUMENTS, "state").mask((READ,), visible.table(What.DOCUMENTS).size)
    return (
        _counts(visible, What.DOCUMENTS, "territory/named", documents & was_read),
        _counts(visible, What.DOCUMENTS, "territory/named", documents & ~was_read),
    )


def list_parties(reading: Reading, role: str | None, limit: int) -> list[PartyRow]:
    """Count the findings of the named parties that have the most."""
    visible = reading.visible
    findings = standing(visible, What.FINDINGS)
    facets = {one: visible.facet(What.FINDINGS, f"party/{one}") for one in ACTING}
    facets["any"] = visible.facet(What.FINDINGS, "party")
    counts = {one: facet.count(findings) for one, facet in facets.items()}
    first = role if role in ACTING else "any"

    def count_of(name: str, one: str) -> int:
        code = facets[one].codes.get(name)
        return 0 if code is None else int(counts[one][code])

    rows: list[PartyRow] = []
    for code in np.argsort(-counts[first], kind="stable").tolist():
        name = facets[first].values[code]
        if not counts[first][code]:
            break
        if name.startswith(TERRITORY_ALONE):
            continue
        row = _party_row(reading, name, {one: count_of(name, one) for one in ACTING}, count_of(name, "any"))
        if role is None or role in ACTING or role in row.roles:
            rows.append(row)
        if len(rows) == limit:
            break
    return sorted(rows, key=lambda row: (-row.findings, row.name, row.id))


def _party_row(reading: Reading, name: str, acting: Mapping[str, int], findings: int) -> PartyRow:
    party = reading.snapshot.parties[name]
    entity = reading.book.entity(party.entity_id) if party.entity_id else None
    mostly = max(ACTING, key=lambda role: acting[role])
    roles = entity.roles if entity and entity.roles else (ROLE_OF_UNKNOWN[mostly],)
    return PartyRow(
        id=name,
        name=party.name,
        entity_id=party.entity_id,
        roles=roles,
        is_known=bool(entity and entity.roles),
        territories=party.territories,
        as_supplier=acting["supplier"],
        as_recipient=acting["recipient"],
        findings=findings,
    )


def describe_party(reading: Reading, party_id: str) -> PartyRecord:
    """Gather what is known of one party.

    Raises:
        NotFound: nothing that this reader may see names it.
    """
    visible = reading.visible
    mine = reading.chosen(What.FINDINGS, Query(parties=(party_id,)))
    told = reading.chosen(What.CLAIMS, Query(parties=(party_id,)))
    if party_id not in reading.snapshot.parties or not (mine.any() or told.any()):
        raise NotFound(f"no party {party_id!r}")
    party = reading.snapshot.parties[party_id]
    partners: Counter[str] = Counter()
    acting = {}
    for role, other in (ACTING, ACTING[::-1]):
        as_role = mine & visible.facet(What.FINDINGS, f"party/{role}").mask((party_id,), len(mine))
        acting[role] = int(as_role.sum())
        partners.update(_counts(visible, What.FINDINGS, f"party/{other}", as_role))
    technologies = Counter(_counts(visible, What.FINDINGS, "technology", mine))
    years = _counts(visible, What.FINDINGS, "year", mine)
    return PartyRecord(
        party=_party_row(reading, party_id, acting, int(mine.sum())),
        written=_written_names(reading, party_id, told),
        entity=reading.book.entity(party.entity_id) if party.entity_id else None,
        years={int(year): count for year, count in sorted(years.items())},
        technologies=tuple(
            FacetCount(value=label, label=technology_name(label), count=count)
            for label, count in sorted(technologies.items(), key=lambda one: (-one[1], one[0]))
        ),
        partners=tuple(
            FacetCount(value=name, label=reading.snapshot.parties[name].name, count=count)
            for name, count in sorted(partners.items(), key=lambda one: (-one[1], one[0]))[:MOST_PARTNERS]
        ),
    )


def _written_names(reading: Reading, party_id: str, told: Flags) -> tuple[WrittenName, ...]:
    counts: Counter[str] = Counter()
    languages: dict[str, set[str]] = {}
    for claim in reading.rows(What.CLAIMS, np.flatnonzero(told)[:MOST_WRITTEN].tolist()).values():
        for party in (claim.supplier, claim.recipient):
            if party is not None and party.id == party_id and party.written:
                counts[party.written] += 1
                languages.setdefault(party.written, set()).update(filter(None, (claim.language,)))
    return tuple(
        WrittenName(name=name, claims=count, languages=tuple(sorted(languages[name])))
        for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    )


def list_technologies(visible: Visible) -> list[TechnologyRow]:
    """Count what speaks of every label of the taxonomy."""
    findings = _counts(visible, What.FINDINGS, "technology", standing(visible, What.FINDINGS))
    claims = _counts(visible, What.CLAIMS, "technology", standing(visible, What.CLAIMS))
    return [
        TechnologyRow(
            label=name,
            name=technology_name(name),
            definition=label.definition,
            findings=findings.get(name, 0),
            claims=claims.get(name, 0),
        )
        for name, label in load_taxonomy().items()
    ]


def list_sources(visible: Visible) -> list[SourceRow]:
    """Count what every publisher published."""
    documents = visible.masks[What.DOCUMENTS]
    counts = _counts(visible, What.DOCUMENTS, "source", documents)
    claims = _counts(visible, What.CLAIMS, "source", standing(visible, What.CLAIMS))
    findings = _counts(visible, What.FINDINGS, "source", standing(visible, What.FINDINGS))
    days = _days_of_sources(visible, documents)
    languages = _languages_of_sources(visible, documents)
    rows = [
        SourceRow(
            key=key,
            name=visible.snapshot.labels.get(key, key),
            documents=count,
            claims=claims.get(key, 0),
            findings=findings.get(key, 0),
            first_published=days.get(key, (None, None))[0],
            last_published=days.get(key, (None, None))[1],
            languages=tuple(sorted(languages.get(key, ()))),
        )
        for key, count in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row.claims, -row.documents, row.key))


def _days_of_sources(visible: Visible, documents: Flags) -> dict[str, tuple[date | None, date | None]]:
    facet = visible.facet(What.DOCUMENTS, "source")
    days = visible.table(What.DOCUMENTS).numbers.get("published", np.zeros(len(documents)))
    shown = documents[facet.rows] & ~np.isnan(days[facet.rows])
    codes, dated = facet.of[shown], days[facet.rows[shown]]
    first, last = np.full(len(facet.values), np.inf), np.full(len(facet.values), -np.inf)
    np.minimum.at(first, codes, dated)
    np.maximum.at(last, codes, dated)
    return {
        facet.values[code]: (_day(first[code]), _day(last[code]))
        for code in np.flatnonzero(np.isfinite(first)).tolist()
    }


def _languages_of_sources(visible: Visible, documents: Flags) -> dict[str, set[str]]:
    source, language = visible.facet(What.DOCUMENTS, "source"), visible.facet(What.DOCUMENTS, "language")
    spoken = np.full(len(documents), -1)
    spoken[language.rows] = language.of
    shown = documents[source.rows] & (spoken[source.rows] >= 0)
    found: dict[str, set[str]] = {}
    pairs = np.unique(np.stack((source.of[shown], spoken[source.rows[shown]])), axis=1)
    for code, words in pairs.T.tolist():
        found.setdefault(source.values[code], set()).add(language.values[words])
    return found


def _published_from(visible: Visible) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for source, count in _counts(visible, What.DOCUMENTS, "source", visible.masks[What.DOCUMENTS]).items():
        if code := official_territory(source):
            counts[code] += count
    return dict(counts)


def _count_reviews(visible: Visible) -> dict[str, int]:
    table = visible.table(What.FINDINGS)
    codes: Iterable[int] = np.bincount(
        table.loose.get("review", np.zeros(table.size, np.int8))[visible.masks[What.FINDINGS]], minlength=len(REVIEWS)
    ).tolist()
    return {state.value: count for state, count in zip(REVIEWS, codes, strict=True)}


def _counts(visible: Visible, what: What, name: str, mask: Flags) -> dict[str, int]:
    facet = visible.facet(what, name)
    counts = facet.count(mask)
    return {facet.values[code]: int(counts[code]) for code in np.flatnonzero(counts).tolist()}


def _count_distinct(visible: Visible, what: What, name: str, mask: Flags) -> int:
    return int(np.count_nonzero(visible.facet(what, name).count(mask)))


def _day(number: float) -> date:
    return date.fromordinal(int(number))
