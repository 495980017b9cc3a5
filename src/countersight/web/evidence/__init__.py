"""The evidence: a document with its words marked, a claim beside them, a finding with its claims, and how to cite each."""

from collections.abc import Sequence

from starlette.routing import BaseRoute

ROUTES: Sequence[BaseRoute] = ()
