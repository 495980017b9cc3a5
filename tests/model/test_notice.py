"""What is made known about what was published, link by link."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import BadNotice, BrokenChain
from countersight.model.imprint import make_imprint
from countersight.model.notice import Notice, NoticeKind, make_notice, source_subject
from countersight.model.record import from_json, to_json
from countersight.model.text import DocumentText, text_id
from countersight.model.withdrawal import standing_withdrawals

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
DOCUMENT = "d" * 64


def notice(kind=NoticeKind.WITHDRAWAL, subject=DOCUMENT, *, after=None, words="a forgery", by="Ana", **more) -> Notice:
    return make_notice(kind, subject, words, by=by, at=NOON, after=after, **more)


def text_of(publisher: str, document_id: str = DOCUMENT) -> DocumentText:
    words = "Words."
    name = text_id(document_id, "plain@1", words)
    return DocumentText(id=name, document_id=document_id, reader="plain@1", text=words, publisher=publisher)


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": " "},
        {"by": ""},
        {"party": "Acme"},
        {"kind": NoticeKind.REPLY},
        {"kind": NoticeKind.REPLY, "party": " "},
    ],
    ids=str,
)
def test_incomplete_notice_is_refused(wrong) -> None:
    with pytest.raises(BadNotice):
        notice(**wrong)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": NoticeKind.CORRECTION},
        {"subject_id": "e" * 64},
        {"words": "no forgery"},
        {"by": "Bo"},
        {"party": "Acme"},
        {"claim_ids": ("clm-1",)},
        {"at": NOON.replace(minute=1)},
        {"previous": "ntc-0"},
        {"sequence": 2},
    ],
    ids=str,
)
def test_any_change_breaks_the_link(change) -> None:
    with pytest.raises(BrokenChain):
        replace(notice(), **change)


def test_notice_reads_back_as_it_was() -> None:
    reply = notice(NoticeKind.REPLY, "fnd-1", party="Acme  Ltd", claim_ids=["clm-2", "clm-1"], after=notice())
    assert from_json(to_json(reply), Notice) == reply
    assert (reply.party, reply.claim_ids, reply.sequence) == ("Acme Ltd", ("clm-1", "clm-2"), 2)


def test_restoration_ends_the_withdrawal() -> None:
    first = notice()
    back = notice(NoticeKind.RESTORATION, after=first)
    again = notice(after=back)
    assert not standing_withdrawals([first, back])
    assert standing_withdrawals([first, back, again]).documents == {DOCUMENT: again}


@pytest.mark.parametrize("written", ["Example.org", "https://www.example.org/page", "example.org"])
def test_source_is_one_however_written(written: str) -> None:
    withdrawn = standing_withdrawals([notice(subject=source_subject(written))])
    assert withdrawn.of_publisher(make_imprint([text_of("example.org")], ())) is not None
    assert withdrawn.of_publisher(make_imprint([text_of("example.net")], ())) is None


@given(st.lists(st.tuples(st.sampled_from(list(NoticeKind)), st.sampled_from(["a", "b", "source:c"])), max_size=8))
def test_last_word_on_each_subject_counts(acts: list[tuple[NoticeKind, str]]) -> None:
    chain: list[Notice] = []
    for kind, subject in acts:
        party = "Acme" if kind is NoticeKind.REPLY else None
        chain.append(notice(kind, subject, party=party, after=chain[-1] if chain else None))
    standing = standing_withdrawals(chain)
    for subject, held in (("a", standing.documents), ("b", standing.documents), ("c", standing.sources)):
        ends = (NoticeKind.WITHDRAWAL, NoticeKind.RESTORATION)
        said = [kind for kind, named in acts if named.removeprefix("source:") == subject and kind in ends]
        assert (subject in held) == (said[-1:] == [NoticeKind.WITHDRAWAL])


def test_reply_stays_with_the_claims_of_its_finding() -> None:
    reply = notice(NoticeKind.REPLY, "fnd-1", party="Acme", claim_ids=["clm-1", "clm-2"])
    assert reply.is_about({"fnd-1"})
    assert reply.is_about({"fnd-2"}, ["clm-2", "clm-3"])
    assert not reply.is_about({"fnd-2"}, ["clm-3"])


def test_notice_on_a_source_is_about_its_key() -> None:
    withdrawal = notice(subject=source_subject("https://www.example.org/"))
    assert withdrawal.is_about((), sources={"example.org"})
    assert not withdrawal.is_about({"example.org"}, sources={"example.net"})
