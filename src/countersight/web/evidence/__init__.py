"""The evidence: documents with their words marked, claims beside them, findings, and how to cite each."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route

from countersight.web.evidence.documents import show_document

ROUTES: Sequence[BaseRoute] = (Route("/documents/{id}", show_document, name="document"),)
