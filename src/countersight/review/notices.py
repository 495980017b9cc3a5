"""Withdrawals, corrections and replies: what a project makes known of what it published, and all that follows."""

from collections.abc import Iterator

from countersight.errors import BadNotice, NotFound
from countersight.model.notice import Notice, NoticeKind, source_subject
from countersight.model.outline import TextOutline
from countersight.model.source import publisher_key, source_key
from countersight.store.base import Store, View

DOCUMENT_ID_DIGITS = 64


def withdraw_document(store: Store, document_id: str, *, words: str, by: str) -> Notice:
    """Withdraw a document and all that rests on it, for the reason that `words` tell readers.

    Findings are to be made anew afterwards (`pipeline.bring_up_to_date`).

    Raises:
        NotFound: there is no such document.
        BadNotice: it is withdrawn already, or words or a name are lacking.
    """
    with store.writer() as writer:
        return writer.publish_notice(NoticeKind.WITHDRAWAL, document_id, words, by)


def withdraw_source(store: Store, name: str, *, words: str, by: str) -> Notice:
    """Withdraw all that a publisher published, what is still to come included, as `withdraw_document` does for one.

    `name` is the publisher's name or host.

    Raises:
        NotFound: no document is from it.
        BadNotice: as `withdraw_document`.
    """
    with store.writer() as writer, store.view() as view:
        documents = sorted(_documents_of(view, name))
        if not documents:
            raise NotFound(
                f"no document is from {name!r}: name a publisher by the host of its pages, or by its name where it has "
                "none; agencies and speakers, which `countersight sources` lists besides, are no publishers"
            )
        return writer.publish_notice(NoticeKind.WITHDRAWAL, source_subject(name), words, by, documents=documents)


def restore(store: Store, subject: str, *, words: str, by: str) -> Notice:
    """Take a withdrawal back: what it ended stands again. `subject` is a document's id, or a publisher's name or host.

    Raises:
        BadNotice: it is not withdrawn, or its source is and has to be restored instead; or words or a name are lacking.
    """
    with store.writer() as writer, store.view() as view:
        withdrawn = view.withdrawals()
        if subject in withdrawn.documents:
            if any(publisher_key(text) in withdrawn.sources for text in view.texts(document_id=subject)):
                raise BadNotice(f"the source of {subject} is withdrawn; restore that first")
            return writer.publish_notice(NoticeKind.RESTORATION, subject, words, by)
        documents = sorted(_documents_of(view, subject))
        return writer.publish_notice(NoticeKind.RESTORATION, source_subject(subject), words, by, documents=documents)


def correct(store: Store, subject_id: str, *, words: str, by: str) -> Notice:
    """Make known what was wrong in a published finding, claim or document, and what is right.

    Raises:
        NotFound: there is no such record, and never was.
        BadNotice: words or a name are lacking.
    """
    with store.writer() as writer, store.view() as view:
        claim_ids = _claims_of(view, subject_id)
        return writer.publish_notice(NoticeKind.CORRECTION, subject_id, words, by, claim_ids=claim_ids)


def attach_reply(store: Store, subject_id: str, *, party: str, words: str, by: str) -> Notice:
    """Put a party's answer beside a finding or claim, in the party's own words.

    It stays with the claims that the finding rests on, whatever finding they are part of later.

    Raises:
        NotFound: there is no such finding or claim, and never was.
        BadNotice: words, the party or a name are lacking.
    """
    with store.writer() as writer, store.view() as view:
        claim_ids = _claims_of(view, subject_id)
        return writer.publish_notice(NoticeKind.REPLY, subject_id, words, by, party=party, claim_ids=claim_ids)


def notices_on(view: View, subject_id: str) -> list[Notice]:
    """Return what was made known of a document, claim or finding, in order.

    A finding has what was said of any finding that shared claims with it; a document what was said of its source.
    """
    claim_ids = _claims_of(view, subject_id)
    sources = (
        {publisher_key(text) for text in view.texts(document_id=subject_id)} if _is_document(subject_id) else set()
    )
    return [notice for notice in view.notices() if notice.is_about({subject_id}, claim_ids, sources)]


def _claims_of(view: View, subject_id: str) -> tuple[str, ...]:
    if not subject_id.startswith("fnd-"):
        return ()
    try:
        return view.finding(subject_id).claim_ids
    except NotFound:
        return view.past_finding(subject_id).claim_ids


def _documents_of(view: View, name: str) -> Iterator[str]:
    key = source_key(name)
    yield from {text.document_id for text in view.outlines(TextOutline) if publisher_key(text) == key}


def _is_document(subject_id: str) -> bool:
    return len(subject_id) == DOCUMENT_ID_DIGITS
