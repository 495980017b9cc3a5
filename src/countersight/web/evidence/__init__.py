"""The evidence: documents with their words marked, claims beside them, findings, and how to cite each."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route

from countersight.web.evidence.cited import download_citation
from countersight.web.evidence.claims import show_claim
from countersight.web.evidence.documents import show_document

ROUTES: Sequence[BaseRoute] = (
    *(
        Route(f"/{what}/{{id}}/citation.{{ending}}", download_citation, name=f"citation of {what}")
        for what in ("documents", "claims", "findings")
    ),
    Route("/documents/{id}", show_document, name="document"),
    Route("/claims/{id}", show_claim, name="claim"),
)
