"""Making known what is withdrawn, put right or replied to, from the page of what it is about."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from countersight.errors import BadNotice, NotFound
from countersight.model.notice import Notice, NoticeKind
from countersight.review import attach_reply, correct, restore, withdraw_document, withdraw_source
from countersight.store.base import Store
from countersight.web.desk.access import field, for_role, go_to, posted
from countersight.web.desk.refreshing import note_decision
from countersight.web.desk.showing import asking
from countersight.web.security.addresses import safe_next
from countersight.web.visitor import Role, hidden
from countersight.web.workspace import workspace


@posted
@for_role(Role.EDITOR)
def make_known(request: Request, form: FormData) -> Response:
    """Append a notice, have the findings follow, and go back to the page.

    Raises:
        BadNotice: there is no such kind, or words are lacking.
        NotFound: the subject is nothing that this person may see.
    """
    subject, kind = field(form, "subject").strip(), field(form, "kind")
    if kind not in list(NoticeKind):
        raise BadNotice(f"there is no notice {kind[:20]!r}")
    if subject in hidden(request):
        raise NotFound(f"nothing here is called {subject!r}")
    _append(workspace(request).store, NoticeKind(kind), subject, form, by=asking(request).name)
    note_decision(request)
    return go_to(safe_next(field(form, "back")))


def _append(store: Store, kind: NoticeKind, subject: str, form: FormData, *, by: str) -> Notice:
    words, is_source = field(form, "words"), field(form, "of") == "source"
    match kind:
        case NoticeKind.WITHDRAWAL:
            withdraw = withdraw_source if is_source else withdraw_document
            return withdraw(store, subject, words=words, by=by)
        case NoticeKind.RESTORATION:
            return restore(store, subject, words=words, by=by)
        case NoticeKind.CORRECTION:
            return correct(store, subject, words=words, by=by)
        case NoticeKind.REPLY:
            return attach_reply(store, subject, party=field(form, "party"), words=words, by=by)
