"""What was made known of what was published: on the page of each record, and all of it on one page."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from countersight.model.notice import About, Notice
from countersight.review import notices_on
from countersight.store.base import View
from countersight.web.moments import asked_moment
from countersight.web.rendering import answer
from countersight.web.visitor import hidden
from countersight.web.workspace import workspace

PLACES = {
    About.DOCUMENT: "/documents/",
    About.CLAIM: "/claims/",
    About.FINDING: "/findings/",
    About.SOURCE: "/sources/",
}
"""Where the page lies of what a notice is about, if it has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRecord:
    """A notice as pages show it: who of the project made it known is left out."""

    id: str
    sequence: int
    kind: str
    at: datetime
    words: str
    party: str | None
    """Who replies; all else the project says."""
    about: str
    """What it is about: a document, claim, finding, source, speaker or agency."""
    subject: str
    """The id of a record, or the key of a source, speaker or agency."""
    path: str
    """The page of what it is about."""
    documents: int | None
    """Of withdrawals and restorations: documents that were held out or let back, or claims of which were."""
    claims: int | None
    """Claims that ceased to stand, or stand again."""
    findings: int | None
    """Of withdrawals: findings that rested on those claims."""
    stands: bool
    """Whether it is a withdrawal that nothing has taken back."""


def read_notices(view: View, subject_id: str, unseen: Collection[str]) -> list[NoticeRecord]:
    """Return what was made known of a document, claim or finding, in order."""
    return _records(view, (one for one in notices_on(view, subject_id) if _may_be_told(one, unseen)))


def notices_of_source(view: View, keys: Collection[str]) -> list[NoticeRecord]:
    """Return what was made known of a source as a whole, in order, by any of its keys."""
    return _records(view, (one for one in view.notices() if one.is_about((), sources=keys)))


def list_notices(request: Request) -> Response:
    """Show every withdrawal, correction and reply, the latest first."""
    unseen = hidden(request)
    with workspace(request).store.view(asked_moment(request)) as view:
        told = _records(view, (one for one in view.notices() if _may_be_told(one, unseen)))
    return answer(request, "evidence/notices.html", {"notices": told[::-1]})


def _may_be_told(notice: Notice, unseen: Collection[str]) -> bool:
    return notice.subject_id not in unseen and not any(claim_id in unseen for claim_id in notice.claim_ids)


def _records(view: View, notices: Iterable[Notice]) -> list[NoticeRecord]:
    held = view.withdrawals()
    places = (held.documents, held.sources, held.speakers, held.agencies)
    standing = {one.id for place in places for one in place.values()}
    return [_record(one, stands=one.id in standing) for one in notices]


def _record(notice: Notice, *, stands: bool) -> NoticeRecord:
    return NoticeRecord(
        id=notice.id,
        sequence=notice.sequence,
        kind=notice.kind.value,
        at=notice.at,
        words=notice.words,
        party=notice.party,
        about=notice.about.value,
        subject=notice.name,
        path=PLACES.get(notice.about, "/notices#") + (notice.name if notice.about in PLACES else notice.id),
        documents=notice.documents,
        claims=notice.claims,
        findings=notice.findings,
        stands=stands,
    )
