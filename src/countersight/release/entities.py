"""Published findings as FollowTheMoney entities, in its stock model alone, so that every tool that reads it can.

What that model cannot say (speakers, quoted words, denials, quantities, uncertain times) stays in `claims.ndjson`; a
finding that it would have to misstate gets no relation. No person becomes an entity: parties are organizations, and a
speaker is none.
"""

from collections.abc import Callable

from countersight.model.entity import Entity
from countersight.model.finding import FindingParty
from countersight.release.addresses import is_link
from countersight.release.dataset import Dataset, PublishedDocument
from countersight.release.listings import add_sanctions
from countersight.release.relations import Assertion, add_relation
from countersight.release.stream import Stream
from countersight.values.digests import content_id
from countersight.values.organizations import Organization, organization

Lookup = Callable[[str], Organization | Entity | None]
"""Finds an organization by its id: in the reference, or in the lists of a project."""


def make_entities(dataset: Dataset, *, known: Lookup = organization) -> Stream:
    """Turn the published findings into entities: parties, documents, what links the two, and relations.

    `known` finds what is known of an organization by its id.
    """
    stream = Stream()
    documents = _documents_by_finding(dataset)
    for finding in dataset.findings:
        articles = {_add_article(stream, document): document for document in documents[finding.id]}
        parties = [_add_party(stream, party, known) for party in (finding.supplier, finding.recipient)]
        for entity_id in filter(None, parties):
            for article_id in articles:
                documentation_id = content_id("docn", entity_id, article_id)
                stream.add("Documentation", documentation_id, entity=entity_id, document=article_id)
        asserted = Assertion(finding=finding, supplier=parties[0], recipient=parties[1], articles=articles)
        if not add_relation(stream, asserted):
            stream.unstated.append(finding.id)
    add_sanctions(stream, dataset)
    return stream


def _documents_by_finding(dataset: Dataset) -> dict[str, list[PublishedDocument]]:
    documents: dict[str, dict[str, PublishedDocument]] = {}
    for published in dataset.claims:
        if published.finding_id is not None:
            documents.setdefault(published.finding_id, {})[published.document.id] = published.document
    return {finding_id: list(several.values()) for finding_id, several in documents.items()}


def _add_article(stream: Stream, document: PublishedDocument) -> str:
    return stream.add(
        "Article",
        content_id("doc", document.id),
        title=document.title or f"Document {document.id[:12]}",
        sourceUrl=document.address if is_link(document.address) else None,
        publisher=document.publisher,
        publishedAt=document.published.isoformat() if document.published else None,
        retrievedAt=f"{document.captured_at:%Y-%m-%d}",
        mimeType=document.media_type,
    )


def _add_party(stream: Stream, party: FindingParty | None, known: Lookup) -> str | None:
    """Add a named party; a territory alone is no entity."""
    if party is None or (party.entity_id is None and party.name is None):
        return None
    if party.entity_id is not None and (entry := known(party.entity_id)) is not None:
        return add_organization(stream, entry, known)
    entity_id = party.entity_id or content_id("ent", party.key)
    return stream.add("LegalEntity", entity_id, name=party.name or entity_id, country=party.territories)


def add_organization(stream: Stream, entry: Organization | Entity, known: Lookup = organization) -> str:
    """Add an organization and those that own it; return its id."""
    parent = known(entry.parent) if entry.parent else None
    return stream.add(
        entry.schema,
        entry.id,
        name=entry.name,
        alias=entry.aliases,
        country=entry.territory,
        wikidataId=entry.wikidata_id,
        sourceUrl=[source for source in entry.sources if is_link(source)],
        parent=add_organization(stream, parent, known) if parent else None,
    )
