"""Adding documents through the browser: an editor sends them, a run in the background takes them in."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route

from countersight.web.adding.sending import change_batch, send_files, show_batch, show_form

ROUTES: Sequence[BaseRoute] = (
    Route("/documents/add", show_form, name="add documents"),
    Route("/documents/add", send_files, methods=["POST"]),
    Route("/documents/add/{batch}", show_batch, name="added documents"),
    Route("/documents/add/{batch}", change_batch, methods=["POST"]),
)
"""They come before the page of a document, whose address they fit."""
