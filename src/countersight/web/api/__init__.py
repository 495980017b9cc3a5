"""What programs ask: the API, reconciliation, feeds and downloads."""

from collections.abc import Sequence

from starlette.routing import BaseRoute

ROUTES: Sequence[BaseRoute] = ()
