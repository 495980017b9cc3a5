"""The evidence: documents with their words marked, claims beside them, findings, and how to cite each."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route

from countersight.web.evidence.cited import download_citation
from countersight.web.evidence.claims import show_claim
from countersight.web.evidence.copies import download_copy, page_image, show_page, show_text, to_first_page
from countersight.web.evidence.documents import show_document
from countersight.web.evidence.findings import show_finding
from countersight.web.evidence.history import show_claim_history, show_finding_history
from countersight.web.evidence.noticed import list_notices

ROUTES: Sequence[BaseRoute] = (
    *(
        Route(f"/{what}/{{id}}/citation.{{ending}}", download_citation, name=f"citation of {what}")
        for what in ("documents", "claims", "findings")
    ),
    Route("/documents/{id}/copy", download_copy, name="captured copy"),
    Route("/documents/{id}/text", show_text, name="document text"),
    Route("/documents/{id}/pages", to_first_page),
    Route("/documents/{id}/pages/{number:int}.png", page_image, name="page image"),
    Route("/documents/{id}/pages/{number:int}", show_page, name="page"),
    Route("/documents/{id}", show_document, name="document"),
    Route("/findings/{id}/history", show_finding_history, name="finding's history"),
    Route("/claims/{id}/history", show_claim_history, name="claim's history"),
    Route("/findings/{id}", show_finding, name="finding"),
    Route("/claims/{id}", show_claim, name="claim"),
    Route("/notices", list_notices, name="notices"),
)
