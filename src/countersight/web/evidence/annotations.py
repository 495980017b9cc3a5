"""A claim's words as a W3C Web Annotation, so that other tools find them in the original by quote and by position."""

from typing import Any

from countersight.model.claim import Claim
from countersight.model.evidence import Evidence
from countersight.model.text import DocumentText
from countersight.web.evidence.sentences import say_claim
from countersight.web.language import language, plain_words

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
"""Of the Web Annotation Data Model, W3C Recommendation of 23 February 2017."""


def claim_annotation(claim: Claim, text: DocumentText, address: str) -> dict[str, Any]:
    """Return a claim as an annotation of its document, `address` being the claim's own.

    Positions count Unicode code points of the document text, as the recommendation has it for characters.
    """
    source = {"id": f"urn:sha256:{claim.document_id}", "type": "Text"}
    source |= {"language": text.language} if text.language else {}
    return {
        "@context": CONTEXT,
        "id": address,
        "type": "Annotation",
        "motivation": "describing",
        "body": {
            "type": "TextualBody",
            "value": plain_words(say_claim(claim, language("en"))),
            "format": "text/plain",
            "language": "en",
        },
        "target": [
            {"source": source, "selector": _selectors(evidence), **({"scope": text.address} if text.address else {})}
            for evidence in claim.evidence
        ],
    }


def _selectors(evidence: Evidence) -> list[dict[str, Any]]:
    return [
        {"type": "TextQuoteSelector", "exact": evidence.quote, "prefix": evidence.prefix, "suffix": evidence.suffix},
        {"type": "TextPositionSelector", "start": evidence.start, "end": evidence.end},
    ]
