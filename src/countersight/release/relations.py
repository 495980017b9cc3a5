"""What a finding says between its parties, as the stock FollowTheMoney schema that comes nearest to its kind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from countersight.model.claim import Kind, Status
from countersight.release.addresses import is_link
from countersight.release.dataset import PublishedDocument, PublishedFinding
from countersight.release.names import NOT_SO, party_name, party_territories, technology_name
from countersight.release.stream import Stream
from countersight.values.digests import content_id

IN_FORCE = frozenset({Status.REPORTED, Status.CLAIMED, Status.COMPLETED})
"""Statuses that make a sanction one that is there, and not one that may come."""

Values = dict[str, str | Iterable[str] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """A finding with the ids of the entities that its parties and documents have become."""

    finding: PublishedFinding
    supplier: str | None
    """None where it is not told, or told by its territory alone."""
    recipient: str | None
    articles: dict[str, PublishedDocument]

    @property
    def technologies(self) -> list[str]:
        """The names of its technologies."""
        return [technology_name(label) for label in self.finding.technology]

    @property
    def title(self) -> str:
        """A name for it: `Training (facial recognition): the one to the other`."""
        named = (party_name(self.finding.supplier), party_name(self.finding.recipient))
        parties = " to ".join(filter(None, named))
        about = f"{self.finding.kind.capitalize()} ({', '.join(self.technologies)})"
        return f"{about}: {parties}" if parties else about

    @property
    def standing(self) -> Values:
        """What every relation says of itself: how well it is supported, and by what."""
        documents = self.articles.values()
        origins = len(self.finding.origins)
        return {
            "summary": f"{', '.join(self.finding.statuses)}; independent origins: {origins}; {self.finding.review}",
            "sourceUrl": [one.address for one in documents if one.address is not None and is_link(one.address)],
            "publisher": [one.publisher for one in documents if one.publisher],
            "proof": list(self.articles),
        }

    def relation_id(self, part: str = "") -> str:
        """Name the relation, or a part of it, by the finding."""
        return content_id("rel", self.finding.id, part)


def add_relation(stream: Stream, asserted: Assertion) -> bool:
    """Add what the finding says between its parties; return whether the model has a way to say it.

    It has none for what is only denied or cancelled, for a sanction that only may come, and where the parties that the
    schema needs are not told by name.
    """
    if set(asserted.finding.statuses) <= NOT_SO:
        return False
    return _BUILDERS[asserted.finding.kind](stream, asserted)


def _add_sanction(stream: Stream, asserted: Assertion) -> bool:
    finding = asserted.finding
    if asserted.recipient is None or not IN_FORCE.intersection(finding.statuses):
        return False
    values: Values = {
        "entity": asserted.recipient,
        "authority": party_name(finding.supplier),
        "country": party_territories(finding.supplier),
        "reason": asserted.technologies,
        "status": finding.statuses,
        "recordId": finding.id,
    }
    dates = stock_dates(finding.start, finding.end, single="startDate")
    stream.add("Sanction", asserted.relation_id(), **asserted.standing, **values, **dates)
    return True


def _add_contract(stream: Stream, asserted: Assertion) -> bool:
    finding = asserted.finding
    if asserted.recipient is None and asserted.supplier is None:
        return False
    values: Values = {
        "title": asserted.title,
        "authority": asserted.recipient,
        "status": finding.statuses,
        "country": party_territories(finding.recipient),
        "keywords": asserted.technologies,
    }
    date_known = stock_dates(finding.start, finding.end, single="contractDate").get("contractDate")
    contract = asserted.relation_id()
    stream.add("Contract", contract, contractDate=date_known, **asserted.standing, **values)
    if asserted.supplier is not None:
        award = asserted.relation_id("award")
        stream.add("ContractAward", award, contract=contract, supplier=asserted.supplier, recordId=finding.id)
    return True


def _add_project(stream: Stream, asserted: Assertion, *, roles: tuple[str, str]) -> bool:
    finding, project = asserted.finding, asserted.relation_id()
    countries = party_territories(finding.recipient)
    parties = zip(roles, (asserted.supplier, asserted.recipient), strict=True)
    named = [(role, party) for role, party in parties if party is not None]
    if not named and not countries:
        return False
    values: Values = {
        "name": asserted.title,
        "status": finding.statuses,
        "country": countries,
        "keywords": asserted.technologies,
        "recordId": finding.id,
    }
    stream.add("Project", project, **asserted.standing, **values, **stock_dates(finding.start, finding.end))
    for role, party in named:
        stream.add("ProjectParticipant", asserted.relation_id(role), participant=party, project=project, role=role)
    return True


def _add_event(stream: Stream, asserted: Assertion) -> bool:
    """Add an event, or where it is only planned a project, which alone can say so."""
    finding = asserted.finding
    if set(finding.statuses) - NOT_SO == {Status.PLANNED}:
        return _add_project(stream, asserted, roles=("organizer", "participant"))
    countries = party_territories(finding.recipient)
    if not asserted.supplier and not asserted.recipient and not countries:
        return False
    values: Values = {
        "name": asserted.title,
        "organizer": asserted.supplier,
        "involved": asserted.recipient,
        "country": countries,
        "keywords": asserted.technologies,
        "recordId": finding.id,
    }
    dates = stock_dates(finding.start, finding.end)
    stream.add("Event", asserted.relation_id(), **asserted.standing, **values, **dates)
    return True


def _add_link(stream: Stream, asserted: Assertion) -> bool:
    finding = asserted.finding
    if asserted.supplier is None or asserted.recipient is None:
        return False
    values: Values = {
        "subject": asserted.supplier,
        "object": asserted.recipient,
        "role": f"{finding.kind}: {', '.join(asserted.technologies)}",
        "status": finding.statuses,
        "recordId": finding.id,
    }
    dates = stock_dates(finding.start, finding.end)
    stream.add("UnknownLink", asserted.relation_id(), **asserted.standing, **values, **dates)
    return True


_BUILDERS: dict[Kind, Callable[[Stream, Assertion], bool]] = {
    Kind.SUPPLY: _add_link,
    Kind.DEPLOYMENT: partial(_add_project, roles=("supplier", "operator")),
    Kind.PROCUREMENT: _add_contract,
    Kind.TRAINING: _add_event,
    Kind.AGREEMENT: _add_event,
    Kind.DEMONSTRATION: _add_event,
    Kind.ATTENDANCE: _add_event,
    Kind.SANCTION: _add_sanction,
    Kind.ASSESSMENT: _add_link,
    Kind.DEMAND: _add_link,
}


def stock_dates(start: date | None, end: date | None, *, single: str = "date") -> dict[str, str]:
    """Tell a time as FollowTheMoney can: in the property `single` one date cut to what is certain, else two years.

    A quarter becomes its year, for the model has no quarters; the words of the source stay with the claims.
    """
    if start is None and end is None:
        return {}
    if start is None or end is None:
        return {"startDate": f"{start:%Y}"} if start else {"endDate": f"{end:%Y}"}
    if start == end:
        return {single: start.isoformat()}
    if (start.year, start.month) == (end.year, end.month):
        return {single: f"{start:%Y-%m}"}
    if start.year == end.year:
        return {single: f"{start:%Y}"}
    return {"startDate": f"{start:%Y}", "endDate": f"{end:%Y}"}
