"""The files of a release and, for each table, what its columns mean: the words of the descriptor and of the README."""

from dataclasses import dataclass

from countersight.release.dataset import Dataset

Field = tuple[str, str, str]
"""Name, Table Schema type and meaning of a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What the descriptor and the README say of one file."""

    path: str
    title: str
    mediatype: str
    format: str
    fields: tuple[Field, ...] = ()
    """Only of a table."""
    foreign_keys: tuple[tuple[str, str], ...] = ()
    """A column, and the path of the table in whose `id` its values are."""

    @property
    def name(self) -> str:
        """Its name in the Data Package: `findings-csv`."""
        return resource_name(self.path)


def resource_name(path: str) -> str:
    """Turn a path into what a Data Package allows as a name."""
    return path.replace("/", "-").replace(".", "-").lower()


_LISTED = "several are put apart by “; ”"

FINDINGS_CSV = Resource(
    path="findings.csv",
    title="Findings, one a row, for a spreadsheet",
    mediatype="text/csv",
    format="csv",
    fields=(
        ("id", "string", "The finding, also its anchor in index.html"),
        ("kind", "string", "What is asserted"),
        ("supplier", "string", "Who provides; of a sanction, the authority. As written in a source"),
        ("supplier_entity_id", "string", "The organization meant, as in entities.ftm.json"),
        ("supplier_territories", "string", f"FollowTheMoney's codes, as the sources tell them; {_LISTED}"),
        ("recipient", "string", "Who receives; of a sanction, the sanctioned. As written in a source"),
        ("recipient_entity_id", "string", "The organization meant"),
        ("recipient_territories", "string", f"FollowTheMoney's codes, as the sources tell them; {_LISTED}"),
        ("technology", "string", f"Labels of the taxonomy; {_LISTED}"),
        ("start", "date", "The first day that the sources leave open"),
        ("end", "date", "The last day that the sources leave open"),
        ("quantity", "string", f"Figures as written; {_LISTED}"),
        ("statuses", "string", f"Every status among its claims; {_LISTED}"),
        ("claims", "integer", "Published claims that assert it"),
        ("claims_left_out", "integer", "Claims of it that are not published: rejected, or not accepted yet"),
        ("origins", "integer", "Independent origins: documents that copy one another count once"),
        ("confidence", "number", "The highest probability among its claims that a careful reader would accept one"),
        ("review", "string", "accepted, unsure or unreviewed"),
        ("reliability", "string", "Admiralty's letter, A to F, of the best of its sources; F cannot be judged"),
        ("credibility", "integer", "Admiralty's number, 1 to 6, whatever the letters; 6 cannot be judged"),
        ("probability", "number", "That what it asserts is so, as far as the rung goes"),
        ("probability_low", "number", "Lower end of its 90% interval"),
        ("probability_high", "number", "Upper end"),
        ("likelihood", "string", "The words of ICD 203 for the probability"),
        ("rung", "string", "How far the deal has come in what the probability is of; empty where it is no deal"),
        ("evidence_level", "string", "high, moderate, low or very_low, by GRADE's grounds, apart from the probability"),
        ("grade_reasons", "string", f"Why it is graded so; {_LISTED}"),
        ("contradictions", "string", f"Which of its claims cannot all hold; {_LISTED}"),
        ("rivals", "string", f"Values that differ, each with its rank and why; {_LISTED}"),
        ("first_published", "date", "The earliest date of publication that a document gives itself"),
        ("addresses", "string", f"Where the documents are; {_LISTED}"),
        ("link", "string", "The finding in the report of this release"),
    ),
)  # fmt: skip

DOCUMENTS_CSV = Resource(
    path="documents.csv",
    title="Documents, one a row, also those that gave no claim or could not be read",
    mediatype="text/csv",
    format="csv",
    fields=(
        ("id", "string", "SHA-256 of the document's bytes"),
        ("title", "string", "As the document gives it"),
        ("publisher", "string", "As the document names it"),
        ("published", "date", "When the document says that it was published"),
        ("language", "string", "ISO 639-1 where there is one, else 639-3"),
        ("address", "string", "Where the original is; of a local file, its name alone"),
        ("captured_at", "datetime", "When the bytes were first captured, in UTC"),
        ("media_type", "string", "What the bytes are (RFC 6838)"),
        ("size", "integer", "In bytes"),
        ("text_id", "string", "The document text that offsets of its claims refer to"),
        ("state", "string", "read, or why its claims have not been looked for"),
        ("claims", "integer", "Published claims from it"),
    ),
)

CLAIMS_CSV = Resource(
    path="claims.csv",
    title="Claims, one a row, for a spreadsheet",
    mediatype="text/csv",
    format="csv",
    fields=(
        ("id", "string", "Hash of document, evidence, kind and slots"),
        ("finding_id", "string", "The finding that it supports"),
        ("kind", "string", "What is claimed"),
        ("status", "string", "How far the source goes in saying that it is so"),
        ("review", "string", "accepted, unsure or unreviewed"),
        ("confidence", "number", "Probability that a careful reader would accept the claim as extracted"),
        ("extractor", "string", "Name and version"),
        ("supplier", "string", "The party that provides, as written; of a sanction, the authority"),
        ("supplier_entity_id", "string", "The organization meant, as in entities.ftm.json"),
        ("supplier_territories", "string", f"FollowTheMoney's codes; {_LISTED}"),
        ("recipient", "string", "The party that receives, as written; of a sanction, the sanctioned"),
        ("recipient_entity_id", "string", "The organization meant, as in entities.ftm.json"),
        ("recipient_territories", "string", f"FollowTheMoney's codes; {_LISTED}"),
        ("technology", "string", f"Labels of the taxonomy; {_LISTED}"),
        ("quantity_value", "number", "The one number that measures the claim"),
        ("quantity_unit", "string", "What is counted, as written; of money, its ISO 4217 code"),
        ("quantity_qualifier", "string", "exact, over, under or about"),
        ("quantity_words", "string", "The number with its hedge and unit, as written"),
        ("when_start", "date", "The first day that the words leave open"),
        ("when_end", "date", "The last day that the words leave open"),
        ("when_precision", "string", "day, month, quarter, year, interval, or unknown"),
        ("when_words", "string", "The time as written"),
        ("place", "string", "Where, as written"),
        ("place_territory", "string", "FollowTheMoney's code"),
        ("speaker", "string", "Who says it, as written, where it is not the text itself"),
        ("speaker_entity_id", "string", "The organization that speaks"),
        ("quote", "string", "The words that carry the claim"),
        ("quote_start", "integer", "Where they begin in the document text, in Unicode code points"),
        ("quote_end", "integer", "Where they end"),
        ("text_id", "string", "The document text that the offsets refer to"),
        ("page", "integer", "The page on which they begin, of a document with pages"),
        ("part", "string", "Where in the document's bytes they begin: a cell, a JSON Pointer, a place on a page"),
        ("document_id", "string", "SHA-256 of the document's bytes"),
        ("title", "string", "Of the document"),
        ("publisher", "string", "Of the document"),
        ("published", "date", "When the document says that it was published"),
        ("language", "string", "Of the document"),
        ("address", "string", "Where the original is; of a local file, its name alone"),
        ("captured_at", "datetime", "When the document was first captured, in UTC"),
    ),
    foreign_keys=(("document_id", DOCUMENTS_CSV.path), ("finding_id", FINDINGS_CSV.path)),
)

FAILURES_CSV = Resource(
    path="failures.csv",
    title="What could not be fetched, read or extracted, one a row",
    mediatype="text/csv",
    format="csv",
    fields=(
        ("id", "string", "Hash of stage and item"),
        ("stage", "string", "Where on the road it failed"),
        ("item", "string", "The address, document or document text that failed"),
        ("reason", "string", "The kind of error"),
        ("detail", "string", "The error in words"),
    ),
)

NOTICES_CSV = Resource(
    path="notices.csv",
    title="Withdrawals, corrections and replies, one a row, all there ever were",
    mediatype="text/csv",
    format="csv",
    fields=(
        ("id", "string", "Hash of the notice and of the one before it"),
        ("sequence", "integer", "Counted from one; a number that lacks is of what only named people may see"),
        ("kind", "string", "withdrawal, restoration, correction or reply"),
        ("at", "datetime", "When it was made known, in UTC"),
        ("subject", "string", "What it is about: document, source, speaker, agency (of news), claim or finding"),
        ("subject_id", "string", "Its id; of a source its host or folded name, of others the folded name"),
        ("also", "string", f"Further hosts and names of that source; {_LISTED}"),
        ("finding_ids", "string", f"The findings of this release that it is about; {_LISTED}"),
        ("claim_ids", "string", f"The claims on which the finding rested then; {_LISTED}"),
        ("party", "string", "Who replies"),
        ("said_by", "string", "Who says it to readers: the party that replies, else the project by its title"),
        ("words", "string", "What readers are told: why, what was wrong and is right, or the reply"),
        ("documents", "integer", "Documents that a withdrawal held out or a restoration let back, whole or in part"),
        ("claims", "integer", "Claims that ceased to stand by it, or stand again; empty where it changes none"),
        ("findings", "integer", "Findings that rested on claims that ceased to stand; those left were made anew"),
    ),
)

LISTINGS_CSV = Resource(
    path="listings.csv",
    title="Listings of the organizations in findings: sanctions, export control, bans; one a row",
    mediatype="text/csv",
    format="csv",
    fields=(
        ("id", "string", "Hash of organization and listing"),
        ("organization_id", "string", "The organization, as in entities.ftm.json"),
        ("basis", "string", "Why it is the organization's: identifier or judgement, never a name"),
        ("why", "string", "The identifier, or that a person judged it"),
        ("listing_id", "string", "Hash of list, entry, programme, basis and beginning"),
        ("authority", "string", "Who listed it"),
        ("authority_territory", "string", "FollowTheMoney's code"),
        ("list", "string", "What the authority's list is called"),
        ("kind", "string", "sanctions, export_control, procurement_ban, debarment, investment_ban or watch_list"),
        ("programmes", "string", f"As the list codes them; {_LISTED}"),
        ("legal_basis", "string", "The act or notice, as the list cites it"),
        ("reason", "string", "In the list's words"),
        ("prohibits", "string", f"In the list's own words or codes; {_LISTED}"),
        ("listed_on", "string", "Day, month or year of listing, where the list states just that; else its words"),
        ("effective_from", "string", "When it takes effect, where the list states it"),
        ("published_on", "string", "When it was published, where the list states it"),
        ("updated_on", "string", "When the entry was last changed, where the list states it"),
        ("expires_on", "string", "The end given from the outset, where the list states it"),
        ("delisted_on", "string", "The end of the listing, where the list states it"),
        ("ends_on", "string", "An end of which the list does not say whether it is expiry or lifting"),
        ("state", "string", "How it stood on the day of the release, as far as the list tells"),
        ("status", "string", "What the list says of its state"),
        ("listed_name", "string", "The organization's name in the list"),
        ("entity_id", "string", "The entry in the list"),
        ("numbers", "string", f"Its numbers within the list; {_LISTED}"),
        ("gone_since", "string", "The first version of the list without it; no day of delisting"),
        ("source_list", "string", "What the imported list is called in the project"),
        ("file", "string", "The file of the list"),
        ("sha256", "string", "Of that file"),
        ("imported_at", "datetime", "When that version was imported, in UTC"),
        ("where", "string", "The row in the file"),
        ("quote", "string", "The words of the row on which the listing rests"),
        ("address", "string", "Where the list says that it is published"),
    ),
)
LISTINGS = frozenset({LISTINGS_CSV.path, "listings.ndjson"})
"""Files that are there only where lists were asked."""

# frictionless takes what calls itself ndjson, json or parquet for a table and wants further packages to read it, so the
# formats of those files are named otherwise; the CSV tables carry the columns and keys, the JSON Schema the claims.
RESOURCES: tuple[Resource, ...] = (
    Resource(path="index.html", title="The report: read this first", mediatype="text/html", format="html"),
    FINDINGS_CSV,
    CLAIMS_CSV,
    DOCUMENTS_CSV,
    FAILURES_CSV,
    LISTINGS_CSV,
    Resource(
        path="listings.ndjson",
        title="Listings, one a line, whole: every day with its words, and the cells of the row",
        mediatype="application/x-ndjson",
        format="x-ndjson",
    ),
    NOTICES_CSV,
    Resource(
        path="claims.ndjson",
        title="Claims, one a line, whole: every slot with its words and place; see schema/claim.schema.json",
        mediatype="application/x-ndjson",
        format="x-ndjson",
    ),
    Resource(
        path="findings.ndjson",
        title="Findings, one a line, whole: claims, origins, grade, rivals; see schema/finding.schema.json",
        mediatype="application/x-ndjson",
        format="x-ndjson",
    ),
    Resource(
        path="findings.parquet",
        title="Findings as one flat table for data tools",
        mediatype="application/vnd.apache.parquet",
        format="x-parquet",
    ),
    Resource(
        path="claims.parquet",
        title="Claims as one flat table for data tools",
        mediatype="application/vnd.apache.parquet",
        format="x-parquet",
    ),
    Resource(
        path="entities.ftm.json",
        title="Organizations, documents and relations as FollowTheMoney entities, one a line, stock model only",
        mediatype="application/json+ftm",
        format="ftm",
    ),
    Resource(
        path="schema/claim.schema.json",
        title="JSON Schema of a line of claims.ndjson",
        mediatype="application/schema+json",
        format="schema+json",
    ),
    Resource(
        path="schema/finding.schema.json",
        title="JSON Schema of a line of findings.ndjson",
        mediatype="application/schema+json",
        format="schema+json",
    ),
    Resource(path="README.txt", title="What each file is, in plain words", mediatype="text/plain", format="txt"),
)
"""Every file that the descriptor describes, in the order in which a reader wants them."""


def resources_of(dataset: Dataset) -> tuple[Resource, ...]:
    """Return the files that a release of `dataset` has, in that order."""
    return tuple(one for one in RESOURCES if one.path not in LISTINGS or dataset.listings is not None)
