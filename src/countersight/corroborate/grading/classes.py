"""What class a source is of, where its host or name tells: news agency, state, firm, rights body, or unknown."""

from enum import StrEnum
from functools import cache
from typing import Any

from countersight.model.parties import fold_words
from countersight.model.source import is_host
from countersight.model.text import DocumentText
from countersight.reference import load_reference
from countersight.values.organizations import find_organizations, organizations
from countersight.values.wires import find_credit

_LEAST_LABEL = 4
"""Letters that a firm's name needs to be known by in a host: shorter ones are anybody's."""
_REGISTERED_UNDER = frozenset({"co", "com", "net", "org"})
"""Labels under a country code that many may register under: the name stands before them."""


class SourceClass(StrEnum):
    """The classes of `reference/source_priors.yaml`."""

    WIRE = "wire"
    GOVERNMENT = "government"
    COMPANY = "company"
    NGO = "ngo"
    PARTY = "party"
    """Only of speakers."""
    OFFICIAL = "official"
    """Only of speakers."""
    UNKNOWN = "unknown"


def classify_source(key: str, name: str | None = None) -> SourceClass:
    """Tell the class of a publisher or speaker by its key and the name that it gives itself."""
    if is_host(key):
        found = _classify_host(key)
        if found is not SourceClass.UNKNOWN:
            return found
    return _classify_name(name or key)


def credited_agency(text: DocumentText) -> str | None:
    """Return the key of the news agency that a text credits, if it credits one."""
    agency = find_credit(text.text, author=text.author)
    return fold_words(agency) if agency else None


def host_label(host: str) -> str:
    """Return the part of a host that its owner chose: `acme` of news.acme.co.uk."""
    labels = host.split(".")[:-1]
    if len(labels) > 1 and labels[-1] in _REGISTERED_UNDER:
        labels.pop()
    return labels[-1] if labels else host


def host_territory(host: str) -> str | None:
    """Return the code of the state whose official site this is; `gov` and `mil` alone are the United States'."""
    if _classify_host(host) is not SourceClass.GOVERNMENT:
        return None
    ending = host.rpartition(".")[2]
    if ending in ("gov", "mil"):
        return "us"
    return {"uk": "gb", "wales": "gb"}.get(ending, ending) if ending != "int" else None


@cache
def _classify_host(host: str) -> SourceClass:
    classes: dict[str, dict[str, Any]] = load_reference("source_priors.yaml")["classes"]
    labels = host.split(".")
    parents = {".".join(labels[place:]) for place in range(len(labels))}
    for name, row in classes.items():
        under_country = len(labels) > 1 and len(labels[-1]) == 2 and labels[-2] in row.get("suffixes", ())
        if parents & set(row.get("hosts", ())) or under_country or labels[-1] in row.get("endings", ()):
            return SourceClass(name)
    return SourceClass.COMPANY if host_label(host) in _vendor_labels() else SourceClass.UNKNOWN


@cache
def _classify_name(name: str) -> SourceClass:
    folded = fold_words(name)
    if folded in _agency_names():
        return SourceClass.WIRE
    whole = [found for found in find_organizations(name) if fold_words(found.name) == folded]
    roles = {role for found in whole for role in found.roles}
    if "vendor" in roles:
        return SourceClass.COMPANY
    return SourceClass.GOVERNMENT if roles & {"agency", "authority"} else SourceClass.UNKNOWN


@cache
def _agency_names() -> frozenset[str]:
    agencies: list[dict[str, Any]] = load_reference("wire_agencies.yaml")
    return frozenset(fold_words(name) for agency in agencies for name in (agency["name"], *agency["forms"]))


@cache
def _vendor_labels() -> frozenset[str]:
    names = (
        name
        for vendor in organizations()
        if "vendor" in vendor.roles
        for name in (vendor.name, *vendor.aliases)
        if name not in vendor.common_words
    )
    labels = (fold_words(name).replace(" ", "") for name in names)
    return frozenset(label for label in labels if len(label) >= _LEAST_LABEL and label.isascii())
