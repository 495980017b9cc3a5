"""What was made known of what was published: on the page of each record, and all of it on one page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from countersight.model.notice import Notice
from countersight.review import notices_on
from countersight.store.base import View
from countersight.web.moments import asked_moment
from countersight.web.rendering import answer
from countersight.web.visitor import hidden
from countersight.web.workspace import workspace

PLACES = {"clm-": "/claims/", "fnd-": "/findings/"}
"""Where a record's page lies, by the beginning of its id; else it is a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRecord:
    """A notice as pages show it: who of the project made it known is left out."""

    id: str
    sequence: int
    kind: str
    at: datetime
    words: str
    party: str | None
    subject: str
    """The id of a record, or the key of a source."""
    path: str
    """The page of what it is about."""


def read_notices(view: View, subject_id: str, unseen: Collection[str]) -> list[NoticeRecord]:
    """Return what was made known of a document, claim or finding, in order."""
    return [_record(one) for one in notices_on(view, subject_id) if _may_be_told(one, unseen)]


def notices_of_source(view: View, key: str) -> list[NoticeRecord]:
    """Return what was made known of a source as a whole, in order."""
    return [_record(one) for one in view.notices() if one.source == key]


def list_notices(request: Request) -> Response:
    """Show every withdrawal, correction and reply, the latest first."""
    unseen = hidden(request)
    with workspace(request).store.view(asked_moment(request)) as view:
        told = [_record(one) for one in view.notices() if _may_be_told(one, unseen)]
    return answer(request, "evidence/notices.html", {"notices": told[::-1]})


def _may_be_told(notice: Notice, unseen: Collection[str]) -> bool:
    return notice.subject_id not in unseen and not any(claim_id in unseen for claim_id in notice.claim_ids)


def _record(notice: Notice) -> NoticeRecord:
    subject = notice.source if notice.source is not None else notice.subject_id
    place = "/sources/" if notice.source is not None else PLACES.get(subject[:4], "/documents/")
    return NoticeRecord(
        id=notice.id,
        sequence=notice.sequence,
        kind=notice.kind.value,
        at=notice.at,
        words=notice.words,
        party=notice.party,
        subject=subject,
        path=place + subject,
    )
