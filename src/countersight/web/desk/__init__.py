"""The review desk: where named persons decide."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route

from countersight.web.desk.claim import show_claim
from countersight.web.desk.deciding import decide_claim, decide_many
from countersight.web.desk.editing import check_draft, show_add, show_edit, take_add, take_edit
from countersight.web.desk.filters import drop, save
from countersight.web.desk.finding import decide_finding, merge, show_finding, show_where, split, undo_group
from countersight.web.desk.key_sheet import change_keys, show_keys
from countersight.web.desk.making_known import make_known
from countersight.web.desk.names import judge_names, show_names
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
    Route("/review/claims/{claim}/finding", show_where),
    Route("/review/findings/{finding}", show_finding),
    Route("/review/findings/{finding}/decision", decide_finding, methods=["POST"]),
    Route("/review/findings/{finding}/split", split, methods=["POST"]),
    Route("/review/findings/{finding}/merge", merge, methods=["POST"]),
    Route("/review/findings/{finding}/undo-group", undo_group, methods=["POST"]),
    Route("/review/names", show_names),
    Route("/review/names/judge", judge_names, methods=["POST"]),
    Route("/review/notices", make_known, methods=["POST"]),
    Route("/review/filters/save", save, methods=["POST"]),
    Route("/review/filters/drop", drop, methods=["POST"]),
)
