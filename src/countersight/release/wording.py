"""What a release says of a finding or claim in a reader's words: times, support, who says it, what was inferred."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from countersight.model.claim import Claim, Kind, Party
from countersight.model.finding import Finding
from countersight.release.dataset import PublishedFinding
from countersight.release.names import NOT_SO, technology_name
from countersight.values.territories import territory_name


class Support(StrEnum):
    """How well a finding stands, as a reader sees it at a glance."""

    SEVERAL = "several origins"
    ONE = "one origin"
    CONTESTED = "contested"
    """One source denies or takes back what another says."""
    DENIED = "denied only"
    """No source says that it is so."""


def finding_support(finding: PublishedFinding | Finding) -> Support:
    """Tell how well a finding stands."""
    statuses = set(finding.statuses)
    if statuses <= NOT_SO:
        return Support.DENIED
    if statuses & NOT_SO:
        return Support.CONTESTED
    return Support.SEVERAL if len(finding.origins) > 1 else Support.ONE


def tell_time(start: date | None, end: date | None) -> str | None:
    """Tell an interval as people do: `4 May 2023`, `May 2023`, `2nd quarter of 2023`, `2021 to 2023`, `since 2021`."""
    if start is None or end is None:
        return f"since {_day(start)}" if start else f"until {_day(end)}" if end else None
    if start == end:
        return _day(start)
    starts_month, ends_month = start.day == 1, (end + timedelta(days=1)).day == 1
    if not (starts_month and ends_month):
        return f"{_day(start)} to {_day(end)}"
    if start.year == end.year:
        return _months_of_year(start, end)
    if start.month == 1 and end.month == 12:
        return f"{start.year} to {end.year}"
    return f"{start:%B %Y} to {end:%B %Y}"


def _months_of_year(start: date, end: date) -> str:
    if start.month == end.month:
        return f"{start:%B %Y}"
    if (start.month, end.month) == (1, 12):
        return str(start.year)
    if start.month % 3 == 1 and end.month == start.month + 2:
        return f"{('1st', '2nd', '3rd', '4th')[start.month // 3]} quarter of {start.year}"
    return f"{start:%B} to {end:%B %Y}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def inferred_slots(claim: Claim) -> Iterator[tuple[str, str, str]]:
    """Yield what of a claim stands in none of its words: the slot, its value and the rule that inferred it."""
    for role, party in (("supplier", claim.supplier), ("recipient", claim.recipient)):
        if party is not None:
            yield from _inferred_of_party(role, party)
    for slot in claim.technology:
        if slot.inferred:
            yield "technology", technology_name(slot.label), slot.inferred
    if claim.speaker and claim.speaker.inferred:
        yield "speaker", claim.speaker.mention.name, claim.speaker.inferred


def _inferred_of_party(role: str, party: Party) -> Iterator[tuple[str, str, str]]:
    if party.inferred and party.mention:
        yield role, party.mention.name, party.inferred
    for territory in party.territories:
        if territory.inferred:
            yield f"{role}’s territory", territory_name(territory.code), territory.inferred


def party_titles(kind: Kind) -> tuple[str, str]:
    """Return what the parties of a claim are called: of a sanction, they are authority and sanctioned."""
    return ("Authority", "Sanctioned") if kind is Kind.SANCTION else ("Supplier", "Recipient")
