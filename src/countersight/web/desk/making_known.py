"""Making known what is withdrawn, put right or replied to, from the page of what it is about."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from countersight.errors import BadNotice, NotFound
from countersight.model.notice import About, Notice, NoticeKind
from countersight.pipeline import declared_sources
from countersight.review import (
    attach_reply,
    correct,
    restore,
    withdraw_agency,
    withdraw_document,
    withdraw_source,
    withdraw_speaker,
)
from countersight.web.desk.access import field, for_role, go_to, posted
from countersight.web.desk.refreshing import note_decision
from countersight.web.desk.showing import asking
from countersight.web.security.addresses import safe_next
from countersight.web.visitor import Role, hidden
from countersight.web.workspace import workspace

WITHDRAW = {About.SPEAKER: withdraw_speaker, About.AGENCY: withdraw_agency}


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
    _append(request, NoticeKind(kind), subject, form)
    note_decision(request)
    return go_to(safe_next(field(form, "back")))


def _append(request: Request, kind: NoticeKind, subject: str, form: FormData) -> Notice:
    words, by, about = field(form, "words"), asking(request).name, _about(field(form, "of"))
    held = workspace(request)
    match kind:
        case NoticeKind.WITHDRAWAL if about is About.SOURCE:
            declared = declared_sources(held.project.folder)
            return withdraw_source(held.store, subject, words=words, by=by, declared=declared)
        case NoticeKind.WITHDRAWAL:
            return WITHDRAW.get(about, withdraw_document)(held.store, subject, words=words, by=by)
        case NoticeKind.RESTORATION:
            return restore(held.store, subject, words=words, by=by, about=about)
        case NoticeKind.CORRECTION:
            return correct(held.store, subject, words=words, by=by)
        case NoticeKind.REPLY:
            return attach_reply(held.store, subject, party=field(form, "party"), words=words, by=by)


def _about(named: str) -> About:
    """Read what kind of thing is named; the page of a record says nothing more than that it is one."""
    return About(named) if named in list(About) else About.DOCUMENT
