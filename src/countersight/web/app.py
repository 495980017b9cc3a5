"""The application: its routes, and what stands between them and the network."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount

from countersight.project import Project
from countersight.store.base import Store
from countersight.web import adding, api, desk, evidence, pages, signing_in
from countersight.web.problems import HANDLERS
from countersight.web.static_files import HashedFiles
from countersight.web.workspace import Workspace

ROUTES: Sequence[BaseRoute] = (
    *pages.ROUTES,
    *adding.ROUTES,
    *evidence.ROUTES,
    *desk.ROUTES,
    *api.ROUTES,
    *signing_in.ROUTES,
    Mount("/static", HashedFiles(), name="static"),
)
"""Every part of the site lists its own; the first that fits answers."""


def create_app(project: Project, store: Store, *, middleware: Sequence[Middleware] = ()) -> Starlette:
    """Build the site over an open store, which stays the caller's to close.

    `middleware` is put around everything, the first outermost: what knows who asks has to be among it.
    """
    app = Starlette(routes=list(ROUTES), middleware=list(middleware), exception_handlers=dict(HANDLERS))
    app.state.workspace = Workspace(project, store)
    app.state.news = api.News()
    return app
