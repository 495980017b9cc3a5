"""Withdrawals, corrections and replies: what a project makes known of what it published, and all that follows."""

from collections.abc import Iterable
from dataclasses import replace

from countersight.errors import BadNotice, NotFound
from countersight.model.declared import DeclaredSource
from countersight.model.notice import About, Notice, NoticeKind, agency_subject, source_subject, speaker_subject
from countersight.model.source import publisher_keys, source_key
from countersight.model.speakers import named_key
from countersight.model.withdrawal import Withdrawals
from countersight.store.base import Store, View
from countersight.values.wires import find_agency

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


def withdraw_source(store: Store, name: str, *, words: str, by: str, declared: Iterable[DeclaredSource] = ()) -> Notice:
    """Withdraw all that a publisher published, what is still to come included, as `withdraw_document` does for one.

    `name` is the publisher's name or host. Where one of the project's `declared` sources has it, all keys of that one
    are meant: its host, and its name.

    Raises:
        NotFound: no document is from it.
        BadNotice: as `withdraw_document`.
    """
    key = source_key(name)
    also = {each for source in declared if key in source.keys for each in source.keys} - {key}
    with store.writer() as writer:
        return writer.publish_notice(NoticeKind.WITHDRAWAL, source_subject(name), words, by, also=sorted(also))


def withdraw_speaker(store: Store, name: str, *, words: str, by: str) -> Notice:
    """Withdraw every claim that stands on one speaker's word, what is still to come included.

    `name` is an organization's or a person's in a public role, as claims name it; or that of a mapping, for all claims
    that the mapping takes from tables. Documents stay: what they say on the word of others stands.

    Raises:
        NotFound: no claim stands on its word.
        BadNotice: it is a news agency; else as `withdraw_document`.
    """
    if find_agency(name):
        raise BadNotice(f"{name!r} is a news agency: withdraw it as one, so that its dispatches follow")
    with store.writer() as writer:
        return writer.publish_notice(NoticeKind.WITHDRAWAL, speaker_subject(name), words, by)


def withdraw_agency(store: Store, name: str, *, words: str, by: str) -> Notice:
    """Withdraw every document that is a news agency's wire, whoever prints it, and every claim on the agency's word.

    `name` is any form of an agency's name that the reference has.

    Raises:
        NotFound: there is no such agency, or nothing rests on it.
        BadNotice: as `withdraw_document`.
    """
    if find_agency(name) is None:
        raise NotFound(f"no news agency {name!r}: name one of those whose credits are known, else a publisher")
    with store.writer() as writer:
        return writer.publish_notice(NoticeKind.WITHDRAWAL, agency_subject(name), words, by)


def restore(store: Store, subject: str, *, words: str, by: str, about: About | None = None) -> Notice:
    """Take a withdrawal back: what it ended stands again.

    `subject` is a document's id, or the name of a publisher, speaker or agency; `about` says which, where that is
    known.

    Raises:
        BadNotice: it is not withdrawn, or its source or agency is and has to be restored instead; or words or a name
            are lacking.
    """
    with store.writer() as writer, store.view() as view:
        withdrawn = view.withdrawals()
        if about in (None, About.DOCUMENT) and subject in withdrawn.documents:
            _refuse_within(view, replace(withdrawn, documents={}), subject)
            return writer.publish_notice(NoticeKind.RESTORATION, subject, words, by)
        return writer.publish_notice(NoticeKind.RESTORATION, _keyed_subject(withdrawn, subject, about), words, by)


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

    A finding has what was said of any finding that shared claims with it; a document what was said of its source, and
    every withdrawal that its log of custody tells of: of its agency, or of a speaker in it.
    """
    claim_ids = _claims_of(view, subject_id)
    sources, told = set[str](), set[str]()
    if _is_document(subject_id):
        sources = {key for text in view.texts(document_id=subject_id) for key in publisher_keys(text)}
        told = {event.told("notice") or "" for event in view.custody(subject_id)}
    return [one for one in view.notices() if one.id in told or one.is_about({subject_id}, claim_ids, sources)]


def _claims_of(view: View, subject_id: str) -> tuple[str, ...]:
    if not subject_id.startswith("fnd-"):
        return ()
    try:
        return view.finding(subject_id).claim_ids
    except NotFound:
        return view.past_finding(subject_id).claim_ids


def _refuse_within(view: View, others: Withdrawals, document_id: str) -> None:
    """Refuse to restore a document alone that would be held out all the same."""
    if document_id in view.withheld([document_id], by=others):
        raise BadNotice(f"the source of {document_id} is withdrawn; restore that first")


def _keyed_subject(withdrawn: Withdrawals, name: str, about: About | None) -> str:
    """Return the subject under which a source, speaker or agency was withdrawn, else that of a source so named."""
    places = {
        About.SOURCE: (withdrawn.sources, source_key(name)),
        About.SPEAKER: (withdrawn.speakers, named_key(name)),
        About.AGENCY: (withdrawn.agencies, named_key(name)),
    }
    for kind, (held, key) in places.items():
        if about in (None, kind) and key in held:
            return held[key].subject_id
    subjects = {About.SPEAKER: speaker_subject, About.AGENCY: agency_subject}
    return subjects.get(about or About.SOURCE, source_subject)(name)


def _is_document(subject_id: str) -> bool:
    return len(subject_id) == DOCUMENT_ID_DIGITS
