"""What a release makes known beside its findings: withdrawals, corrections and replies, as its own table."""

from collections.abc import Collection, Iterable, Iterator

from countersight.model.finding import Finding
from countersight.model.notice import Notice
from countersight.release.dataset import Dataset, PublishedNotice
from countersight.store.base import View

FLAT = (
    "id", "sequence", "kind", "at", "subject", "subject_id", "also", "finding_ids", "claim_ids", "party", "said_by",
    "words", "documents", "claims", "findings",
)  # fmt: skip
"""The columns of the table."""


def gather_notices(view: View, findings: Collection[Finding], hidden: Collection[str]) -> tuple[PublishedNotice, ...]:
    """Return every notice in order, with the published findings that it is about.

    What only named people may see is not made known either.
    """
    chain = (notice for notice in view.notices() if _is_shown(notice, hidden))
    return tuple(_publish(notice, findings) for notice in chain)


def flatten_notices(dataset: Dataset) -> Iterator[list[object]]:
    """Yield one row with the columns `FLAT` for each notice, in order."""
    for one in dataset.notices:
        notice = one.notice
        yield [
            notice.id,
            notice.sequence,
            notice.kind,
            notice.at,
            one.subject,
            notice.name,
            notice.also,
            one.finding_ids,
            notice.claim_ids,
            notice.party,
            notice.party or dataset.title,
            notice.words,
            notice.documents,
            notice.claims,
            notice.findings,
        ]


def _publish(notice: Notice, findings: Iterable[Finding]) -> PublishedNotice:
    about = tuple(
        finding.id for finding in findings if notice.is_about({finding.id, *finding.claim_ids}, finding.claim_ids)
    )
    return PublishedNotice(notice=notice, subject=notice.about.value, finding_ids=about)


def _is_shown(notice: Notice, hidden: Collection[str]) -> bool:
    return notice.subject_id not in hidden and not any(claim_id in hidden for claim_id in notice.claim_ids)
