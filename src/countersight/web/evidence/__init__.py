"""The evidence: documents with their words marked, claims beside them, findings, and how to cite each."""

from collections.abc import Sequence

from starlette.routing import BaseRoute

ROUTES: Sequence[BaseRoute] = ()
