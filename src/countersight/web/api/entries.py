"""What a feed tells of one record, in plain words: what is said, the quote, and where it stands."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from markupsafe import Markup

from countersight.catalog import ClaimRow, DocumentRow, FindingRow, PartyRef
from countersight.model.claim import Kind, Status
from countersight.release.names import NOT_SO
from countersight.values.taxonomy import label_name
from countersight.values.territories import territory_name
from countersight.web.evidence.sentences import DEEDS, NO_TECHNOLOGY, TRAINS

NAMESPACE = UUID("6f1f6f0e-2a4b-5c0e-9a53-3c1f8f3d7b10")
"""In which the ids of records become UUIDs (RFC 9562, 5.5): the same record has the same one wherever it is served."""
AS_TOLD = frozenset({Status.REPORTED.value, Status.COMPLETED.value})
LINKS = ("https://", "http://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed."""

    id: str
    title: str
    address: str
    """Of the record's page."""
    source: str | None
    """Where the original stands, if it is on the web."""
    author: str | None
    """Who published the original."""
    published: datetime
    """When the project first held it."""
    updated: datetime
    text: str
    html: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed says of itself, with its entries."""

    id: str
    title: str
    page: str
    """Address of the list that it follows."""
    address: str
    updated: datetime
    entries: tuple[Entry, ...]


def describe_row(
    row: FindingRow | ClaimRow | DocumentRow, *, address: str, published: datetime, updated: datetime
) -> Entry:
    """Describe a row as an entry."""
    source = None if isinstance(row, FindingRow) or not row.address else row.address
    is_link = source is not None and source.startswith(LINKS)
    lines = _lines(row)
    quote = row.quote if isinstance(row, ClaimRow) else None
    return Entry(
        id=uuid5(NAMESPACE, row.id).urn,
        title=_title(row),
        address=address,
        source=source if is_link else None,
        author=None if isinstance(row, FindingRow) else row.publisher,
        published=published,
        updated=updated,
        text="\n\n".join((*lines, *([f"“{quote}”"] if quote else []), *([f"Source: {source}"] if source else []))),
        html=_html(lines, quote, source if is_link else None, address),
        tags=() if isinstance(row, DocumentRow) else (row.kind, *map(label_name, row.technologies)),
    )


def _html(lines: tuple[str, ...], quote: str | None, source: str | None, address: str) -> str:
    parts = [Markup("<p>{}</p>").format(line) for line in lines]
    if quote:
        parts.append(Markup("<blockquote><p>{}</p></blockquote>").format(quote))
    if source:
        parts.append(Markup('<p>Source: <a href="{0}">{0}</a></p>').format(source))
    parts.append(Markup('<p><a href="{}">The record with its evidence</a></p>').format(address))
    return "\n".join(parts)


def _title(row: FindingRow | ClaimRow | DocumentRow) -> str:
    if isinstance(row, DocumentRow):
        return row.title or row.address or row.id
    kind, told = Kind(row.kind), (row.supplier is not None, row.recipient is not None)
    labels = [label for label in row.technologies if label != NO_TECHNOLOGY]
    deed = TRAINS[told] if kind is Kind.TRAINING and not labels else DEEDS[kind][told]
    names = ", ".join(map(label_name, labels)) or "technology that is not named"
    said = deed % {"supplier": _party(row.supplier), "recipient": _party(row.recipient), "technology": names}
    return f"{_standing(row)}{said}"


def _standing(row: FindingRow | ClaimRow) -> str:
    """Say first how far it goes, where that is not that it happened: a title is read alone."""
    if isinstance(row, ClaimRow):
        return "" if row.status in AS_TOLD else f"{row.status.capitalize()}: "
    statuses = set(row.statuses)
    return f"{row.statuses[0].capitalize()}: " if statuses <= NOT_SO or statuses == {Status.PLANNED.value} else ""


def _party(party: PartyRef | None) -> str:
    if party is None:
        return ""
    where = ", ".join(map(territory_name, party.territories))
    return f"{party.name} ({where})" if where and where != party.name else party.name


def _lines(row: FindingRow | ClaimRow | DocumentRow) -> tuple[str, ...]:
    if isinstance(row, DocumentRow):
        day = f", {row.published.isoformat()}" if row.published else ""
        return (f"{row.publisher or row.source}{day}.", f"{_many(row.claims, 'claim')} in it; {row.state}.")
    if isinstance(row, ClaimRow):
        told = (row.quantity, row.when, row.place)
        slots = "; ".join(filter(None, told))
        says = f"{row.speaker or row.publisher or row.source} ({row.status})"
        return (f"{_title(row)}.", f"Said by {says}{f': {slots}' if slots else ''}.")
    origins = _many(row.origins, "independent origin")
    grade = f" Graded {row.grade.reliability}{row.grade.credibility}, {row.grade.likelihood}." if row.grade else ""
    return (f"{_title(row)}.", f"{_many(row.claims, 'claim')} of {origins}; {', '.join(row.statuses)}.{grade}")


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
