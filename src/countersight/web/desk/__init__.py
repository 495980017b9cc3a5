"""The review desk: where named persons decide."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route

from countersight.web.desk.claim import show_claim
from countersight.web.desk.deciding import decide_claim, decide_many
from countersight.web.desk.editing import check_draft, show_add, show_edit, take_add, take_edit
from countersight.web.desk.key_sheet import change_keys, show_keys
from countersight.web.desk.queue import show_queue

ROUTES: Sequence[BaseRoute] = (
    Route("/review", show_queue, name="review"),
    Route("/review/bulk", decide_many, methods=["POST"]),
    Route("/review/keys", show_keys),
    Route("/review/keys/change", change_keys, methods=["POST"]),
    Route("/review/claims/{claim}", show_claim),
    Route("/review/claims/{claim}/decision", decide_claim, methods=["POST"]),
    Route("/review/claims/{claim}/edit", show_edit),
    Route("/review/claims/{claim}/edit", take_edit, methods=["POST"]),
    Route("/review/texts/{text}/add", show_add),
    Route("/review/texts/{text}/add", take_add, methods=["POST"]),
    Route("/review/check", check_draft, methods=["POST"]),
)
