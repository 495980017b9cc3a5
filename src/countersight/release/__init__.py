"""The release stage: what may be published -> an immutable, versioned dataset and a report that anyone can read."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from countersight.errors import Unreleasable
from countersight.release.claims import claim_schema, write_claims
from countersight.release.dataset import Dataset
from countersight.release.entities import Lookup, make_entities
from countersight.release.findings import finding_schema, write_findings
from countersight.release.flat_claims import write_parquet
from countersight.release.flat_findings import write_findings_parquet
from countersight.release.folder import immutable_folder
from countersight.release.gather import gather_dataset
from countersight.release.listings import ListingLookup, gather_listings, write_listings
from countersight.release.package import (
    CHECKSUMS,
    DESCRIPTOR,
    ReleasedFile,
    checksum_lines,
    list_files,
    package_descriptor,
)
from countersight.release.readme import write_readme
from countersight.release.report import render_report
from countersight.release.stream import write_entities
from countersight.release.summary import count_dataset
from countersight.release.tables import (
    write_claims_table,
    write_documents_table,
    write_failures_table,
    write_findings_table,
    write_notices_table,
)
from countersight.store.base import Archive, View
from countersight.values.digests import sha256_hex
from countersight.values.organizations import organization

__all__ = ["Release", "ReleasedFile", "write_release"]

VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._+-]{0,63}")
"""What may be a version: it is also the name of a folder and stands in file names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release as it lies on disk."""

    folder: Path
    version: str
    counts: dict[str, int]
    """How many of what it holds and what is left out, by names for people to read: `findings`, `claims`, ..."""
    files: tuple[ReleasedFile, ...]
    """Every file of the folder, in order of name."""


def write_release(
    view: View,
    folder: Path,
    *,
    title: str,
    version: str,
    released_at: datetime,
    accepted_only: bool = False,
    archive: Archive | None = None,
    resolver: str | None = None,
    data_license: str = "CC-BY-4.0",
    homepage: str | None = None,
    known: Lookup = organization,
    listings: ListingLookup | None = None,
) -> Release:
    """Write what the store may publish into `folder`, whole or not at all.

    The same store, options and `released_at` give the same bytes. Every claim is held against its text again, and every
    finding must lead back to a capture. What reviewers rejected is left out, and with `accepted_only` what they did not
    accept. With an `archive`, the bytes behind each claim are hashed again. `resolver` names the judgements that count,
    by default those that stand; `known` finds an organization by its id, `listings` its listings in lists of
    authorities: with it those that are judged are published, too. `data_license` is an id of the Open
    Definition's licenses, `homepage` the address where the folder will be found, for citations.

    Raises:
        Unreleasable: something failed in a way nobody foresaw, the folder holds another release, or the version is not
            one that a folder can have.
        BrokenProvenance: a claim does not rest on its words, or a link from a finding to a capture is missing.
        MissingBlob: the archive lacks a document's bytes.
    """
    if not VERSION.fullmatch(version):
        raise Unreleasable(f"{version!r} is no version: use letters, digits, dots, dashes")
    dataset = gather_dataset(
        view,
        title=title,
        version=version,
        released_at=released_at.astimezone(UTC).replace(microsecond=0),
        accepted_only=accepted_only,
        resolver=resolver,
        archive=archive,
    )
    if listings is not None:
        dataset = replace(dataset, listings=gather_listings(dataset, listings))
    with immutable_folder(folder) as draft:
        _write_data(dataset, draft, data_license=data_license, known=known)
        report = render_report(
            dataset,
            texts=view.text,
            claims_sha256=sha256_hex((draft / "claims.ndjson").read_bytes()),
            data_license=data_license,
            homepage=homepage,
        )
        (draft / "index.html").write_text(report, encoding="utf-8")
        described = package_descriptor(dataset, list_files(draft), data_license=data_license, homepage=homepage)
        (draft / DESCRIPTOR).write_bytes(_pretty(described))
        (draft / CHECKSUMS).write_text(checksum_lines(list_files(draft)), encoding="utf-8")
        files = list_files(draft)
    return Release(folder=folder, version=version, counts=count_dataset(dataset), files=files)


def _write_data(dataset: Dataset, draft: Path, *, data_license: str, known: Lookup) -> None:
    write_claims(dataset.claims, draft / "claims.ndjson")
    write_parquet(dataset.claims, draft / "claims.parquet")
    write_claims_table(dataset, draft / "claims.csv")
    write_findings(dataset.findings, draft / "findings.ndjson")
    write_findings_parquet(dataset, draft / "findings.parquet")
    write_findings_table(dataset, draft / "findings.csv")
    write_documents_table(dataset, draft / "documents.csv")
    write_failures_table(dataset, draft / "failures.csv")
    write_notices_table(dataset, draft / "notices.csv")
    if dataset.listings is not None:
        write_listings(dataset, draft / "listings.csv", draft / "listings.ndjson")
    entities = make_entities(dataset, known=known)
    write_entities(entities, draft / "entities.ftm.json")
    (draft / "schema").mkdir()
    (draft / "schema" / "claim.schema.json").write_bytes(_pretty(claim_schema()))
    (draft / "schema" / "finding.schema.json").write_bytes(_pretty(finding_schema()))
    write_readme(dataset, draft / "README.txt", unstated=len(entities.unstated), data_license=data_license)


def _pretty(record: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"
