"""The numbers that stand at the head of a release."""

from collections.abc import Iterable

from countersight.model.finding import Origin
from countersight.model.notice import NoticeKind
from countersight.release.dataset import Dataset
from countersight.release.names import party_territories

TOLD_IF_ANY = frozenset(
    {
        "claims rejected", "claims not accepted yet", "claims restricted", "documents restricted",
        "documents withdrawn", "corrections", "replies", "listings",
    }
)  # fmt: skip
"""What is left out of the numbers where there is none."""


def count_dataset(dataset: Dataset) -> dict[str, int]:
    """Count what a release holds and what it leaves out, under names that people read."""
    counts = {
        "findings": len(dataset.findings),
        "claims": len(dataset.claims),
        "independent origins": count_origins(origin for finding in dataset.findings for origin in finding.origins),
        "recipient territories": len(
            {code for finding in dataset.findings for code in party_territories(finding.recipient)}
        ),
        "documents": len(dataset.documents),
        "documents not yet read": len(dataset.unread()),
        "failures": len(dataset.failures),
        "claims rejected": dataset.rejected,
        "claims not accepted yet": dataset.not_accepted,
        "claims restricted": dataset.restricted_claims,
        "documents restricted": dataset.restricted_documents,
        "listings": len(dataset.listings or ()),
        "documents withdrawn": sum(document.is_withdrawn for document in dataset.documents),
        "corrections": sum(one.notice.kind is NoticeKind.CORRECTION for one in dataset.notices),
        "replies": sum(one.notice.kind is NoticeKind.REPLY for one in dataset.notices),
    }
    return {what: number for what, number in counts.items() if number or what not in TOLD_IF_ANY}


def count_origins(origins: Iterable[Origin]) -> int:
    """Count origins over several findings: documents that share one anywhere are one everywhere."""
    root: dict[str, str] = {}

    def find(document_id: str) -> str:
        while root.setdefault(document_id, document_id) != document_id:
            root[document_id] = root[root[document_id]]
            document_id = root[document_id]
        return document_id

    for origin in origins:
        first = find(origin.document_ids[0])
        for document_id in origin.document_ids[1:]:
            root[find(document_id)] = first
    return sum(1 for document_id, parent in root.items() if document_id == parent)
