"""Made-up releases, read as the reader reads them, and what the extractor makes of them."""

import json

from countersight.extract.base import Extraction
from countersight.extract.procurement import OcdsExtractor
from countersight.model.claim import check_claim
from countersight.model.document import Document
from countersight.model.text import DocumentText
from countersight.read import ReadItem, read_document
from countersight.read.ocds import OcdsReader
from countersight.values.digests import sha256_hex

BUYER = {"id": "B1", "name": "Orbex City Council"}
SUPPLIER = {"id": "S1", "name": "Shimmer Systems Ltd"}
PARTIES = [
    {**BUYER, "roles": ["buyer"], "address": {"countryName": "France"}},
    {**SUPPLIER, "roles": ["supplier"], "address": {"countryName": "Japan"}},
]


def release(*, tender=None, ocid="ocds-a1b2c3-1", **fields):
    """Make a release of a tender for cameras in the streets."""
    made = {"title": "CCTV cameras for the harbor", "status": "complete", **(tender or {})}
    return {"ocid": ocid, "id": "1", "language": "en", "buyer": BUYER, "parties": PARTIES, "tender": made, **fields}


def award(**fields):
    """Make an award to a firm."""
    return {"id": "A1", "status": "active", "date": "2025-02-01", "suppliers": [SUPPLIER], **fields}


def read(document) -> DocumentText:
    """Read a release or record."""
    data = json.dumps(document).encode()
    made = Document(id=sha256_hex(data), size=len(data), media_type="application/x-ocds+json")
    return read_document(ReadItem(document=made, data=data), (OcdsReader,))


def extract(document) -> Extraction:
    """Read a release and extract it; every claim is held against the text."""
    text = read(document)
    (extraction,) = OcdsExtractor().extract([text])
    for claim in extraction.claims:
        check_claim(claim, text)
    return extraction


def only(document):
    """Return the one claim of a release."""
    (claim,) = extract(document).claims
    return claim
