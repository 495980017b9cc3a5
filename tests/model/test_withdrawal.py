"""By which notice a document or claim is held out."""

from datetime import UTC, datetime

import pytest

from countersight.model.imprint import CaptureImprint, TextImprint, make_imprint
from countersight.model.notice import NoticeKind, agency_subject, make_notice, source_subject, speaker_subject
from countersight.model.withdrawal import hold_withdrawn, standing_withdrawals

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def withdrawn(subject, **more):
    return make_notice(NoticeKind.WITHDRAWAL, subject, "a forgery", by="Ana", at=NOON, after=None, **more)


def text(**facts):
    return TextImprint(id="txt-1", document_id="d", **facts)


def capture(address, **facts):
    return CaptureImprint(document_id="d", address=address, **facts)


FORGER = hold_withdrawn([withdrawn(source_subject("forger.example"), also=["forger daily"])])


@pytest.mark.parametrize(
    ("texts", "captures", "is_held"),
    [
        ([text(address="https://forger.example/a")], [], True),
        ([text(publisher="Forger Daily")], [capture("https://sound.example/")], True),
        ([text(publisher="Sound")], [capture("https://www.forger.example/")], True),
        ([text(publisher="Sound")], [capture("https://forger.example/"), capture("https://sound.example/")], False),
        ([text(publisher="Sound")], [capture("https://forger.example/"), capture("file:///a")], True),
        ([text(publisher="Sound")], [capture("https://forger.example/", final_address="https://s.example/")], False),
        ([text(publisher="Sound")], [capture("file:///a", publisher="Forger Daily")], True),
        ([text(publisher="Sound"), text(publisher="Forger Daily")], [], True),
        ([], [capture("https://en.forger.example/")], True),
        ([text(address="https://notforger.example/")], [], False),
    ],
    ids=["address", "name", "served", "served by two", "and a file", "redirected", "a feed's word", "one reading",
         "no text yet", "another host"],
)  # fmt: skip
def test_document_rests_on_who_it_names_or_who_alone_served_it(texts, captures, is_held) -> None:
    assert (FORGER.of_document("d", make_imprint(texts, captures)) is not None) == is_held


@pytest.mark.parametrize(
    ("subject", "speaker", "extractor", "facts", "is_held"),
    [
        (speaker_subject("Glimmer Optics"), "the Glimmer Optics", "test@1", {}, True),
        (speaker_subject("Glimmer Optics"), "Glimmer", "test@1", {}, False),
        (speaker_subject("Glimmer Optics"), "officials", "test@1", {"publisher": "Glimmer Optics"}, False),
        (speaker_subject("Glimmer Optics"), None, "test@1", {"publisher": "Glimmer Optics"}, True),
        (speaker_subject("Glimmer Optics"), None, "test@1", {"publisher": "Glimmer Optics", "author": "AFP"}, False),
        (speaker_subject("made-list"), None, "mapping/made-list@1+0", {}, True),
        (speaker_subject("made-list"), None, "mapping/made-list-2@1+0", {}, False),
        (agency_subject("AFP"), "Agence France-Presse", "test@1", {}, True),
        (agency_subject("AFP"), None, "test@1", {"author": "AFP"}, True),
    ],
)
def test_claim_rests_on_one_word(subject, speaker, extractor, facts, is_held) -> None:
    held = hold_withdrawn([withdrawn(subject)])
    assert (held.of_word(speaker, extractor, text(**facts)) is not None) == is_held


def test_restoration_frees_every_key_of_a_source() -> None:
    first = withdrawn(source_subject("forger.example"), also=["forger daily"])
    back = make_notice(NoticeKind.RESTORATION, first.subject_id, "hacked", by="Bo", at=NOON, after=first)
    assert set(standing_withdrawals([first]).sources) == {"forger.example", "forger daily"}
    assert not standing_withdrawals([first, back])
