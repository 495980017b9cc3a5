"""Speakers and news agencies are withdrawn, too, and so is what arrives late. Every backend passes this."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countersight.errors import BadNotice, NotFound
from countersight.model.claim import Speaker
from countersight.model.custody import Act
from countersight.model.declared import DeclaredSource
from countersight.model.document import capture_id
from countersight.model.evidence import mention_at
from countersight.model.failure import Stage
from countersight.model.notice import About
from countersight.model.source import Reliability
from countersight.model.text import text_id
from countersight.review import (
    notices_on,
    restore,
    withdraw_agency,
    withdraw_document,
    withdraw_source,
    withdraw_speaker,
)
from countersight.store.base import WITHDRAWN, Step

WORDS = {"words": "It made its figures up.", "by": "Ana"}
FORGER = "https://forger.example/page"
SOUND = "https://sound.example/page"


def put(store, made_up, number, *, address=None, extractor="test@1", speaks=False, **facts):
    """Put one document with a text and its claims into a store; where it `speaks`, Examplecorp is quoted."""
    data, document, capture = made_up.document(number)
    address = address or capture.address
    capture = replace(capture, id=capture_id(document.id, address), address=address)
    bare = made_up.text(number)
    reader = f"plain@{sorted(facts.items())}"
    text = replace(bare, id=text_id(document.id, reader, bare.text), reader=reader, **facts)
    said = {"speaker": Speaker(mention=mention_at(text, 0, len("Examplecorp")))} if speaks else {}
    store.archive.put(data)
    with store.writer() as writer:
        writer.add_document(document, capture)
        writer.add_text(text)
        claims = made_up.claims(text, extractor=extractor)
        first = [replace_claim(claim, said) for claim in claims[:1]]
        writer.add_claims([*first, *claims[1:]], text)
        writer.replace_findings([])
    return document.id


def replace_claim(claim, slots):
    names = (
        "document_id", "kind", "status", "evidence", "confidence", "extractor", "supplier", "technology",
    )  # fmt: skip
    return type(claim).make(**{name: getattr(claim, name) for name in names}, **slots)


def held(store):
    with store.view() as view:
        return {claim.id for claim in view.claims()}


def acts(store, document_id):
    with store.view() as view:
        return [event.act for event in view.custody(document_id) if event.act in (Act.WITHDRAWN, Act.RESTORED)]


def test_only_claims_on_the_word_of_a_speaker_go(store, made_up) -> None:
    document = put(store, made_up, 1, speaks=True)
    everything = held(store)
    notice = withdraw_speaker(store, "the Examplecorp", **WORDS)
    assert (notice.documents, notice.claims, notice.findings) == (1, 1, 0)
    with store.view() as view:
        assert all(claim.speaker is None for claim in view.claims())
        assert view.withheld() == {}
        assert notices_on(view, document) == [notice]
        assert dict(list(view.custody(document))[-1].detail)["claims"] == "1"
    assert len(held(store)) == 2
    assert list(store.verify()) == []
    back = restore(store, "EXAMPLECORP", words="It was right.", by="Bo")
    assert (back.documents, back.claims, back.findings) == (1, 1, None)
    assert held(store) == everything
    assert acts(store, document) == [Act.WITHDRAWN, Act.RESTORED]


def test_own_voice_of_a_withdrawn_speaker_counts_no_more(store, made_up) -> None:
    put(store, made_up, 1, publisher="Examplecorp", speaks=True)
    put(store, made_up, 2, publisher="Sound Weekly")
    withdraw_speaker(store, "Examplecorp", **WORDS)
    assert len(held(store)) == 3


def test_all_that_a_mapping_took_can_be_withdrawn(store, made_up) -> None:
    put(store, made_up, 1, extractor="mapping/made-list@1+0")
    put(store, made_up, 2)
    withdraw_speaker(store, "made-list", **WORDS)
    assert len(held(store)) == 3
    assert list(store.verify()) == []


def test_wire_of_an_agency_goes_whoever_prints_it(store, made_up) -> None:
    wired = put(store, made_up, 1, author="AFP", address=SOUND, speaks=True)
    put(store, made_up, 2, publisher="Sound Weekly")
    everything = held(store)
    notice = withdraw_agency(store, "afp", **WORDS)
    assert notice.name == "agence france presse"
    with store.view() as view:
        assert view.withheld() == {wired: notice}
    assert len(held(store)) == 3
    assert list(store.verify()) == []
    restore(store, "Agence France-Presse", words="It was right.", by="Bo")
    assert held(store) == everything


def test_speaker_stays_out_when_its_document_is_restored(store, made_up) -> None:
    document = put(store, made_up, 1, speaks=True)
    withdraw_document(store, document, **WORDS)
    withdraw_speaker(store, "Examplecorp", **WORDS)
    restore(store, document, words="It is genuine.", by="Bo")
    assert len(held(store)) == 2
    restore(store, "Examplecorp", words="It was right.", by="Bo")
    assert len(held(store)) == 3
    assert list(store.verify()) == []


def test_late_words_of_a_speaker_wait_for_its_restoration(store, made_up) -> None:
    put(store, made_up, 2, speaks=True)
    withdraw_speaker(store, "Examplecorp", **WORDS)
    put(store, made_up, 1, speaks=True)
    text = next(text for text in texts_of(store, made_up.document(1)[1].id))
    with store.writer() as writer:
        writer.add_claims([replace_claim(made_up.claims(text)[0], speaker_of(text))], text)
        writer.add_step(Step(stage=Stage.EXTRACT, item=text.id, version="test@1", outcome="done"))
    assert len(held(store)) == 4
    with store.view() as view:
        assert [step.outcome for step in view.steps(Stage.EXTRACT)] == [WITHDRAWN]
    restore(store, "Examplecorp", words="It was right.", by="Bo")
    with store.view() as view:
        assert text.id in {waiting.id for waiting in view.unextracted("test@1")}


def texts_of(store, document_id):
    with store.view() as view:
        return list(view.texts(document_id=document_id))


def speaker_of(text):
    return {"speaker": Speaker(mention=mention_at(text, 0, len("Examplecorp")))}


@pytest.mark.parametrize("facts", [{"publisher": "Forger Daily"}, {"address": FORGER}], ids=["named", "served"])
def test_documents_that_arrive_late_are_held_out_and_told(store, made_up, facts) -> None:
    put(store, made_up, 1, publisher="Forger Daily", address=FORGER)
    name = "Forger Daily" if "publisher" in facts else "forger.example"
    notice = withdraw_source(store, name, **WORDS)
    late = put(store, made_up, 2, **facts)
    assert held(store) == set()
    with store.view() as view:
        assert late in view.withheld()
        (told,) = [event for event in view.custody(late) if event.act is Act.WITHDRAWN]
    assert told.told("notice") == notice.id
    assert list(store.verify()) == []
    restore(store, name, words="It was hacked.", by="Bo")
    assert acts(store, late) == [Act.WITHDRAWN, Act.RESTORED]


@pytest.mark.parametrize(
    "facts",
    [
        {"address": FORGER, "publisher": "Sound Weekly"},
        {"address": "https://en.forger.example/page"},
        {"publisher": "Forger Daily"},
    ],
    ids=["served as another's", "from a host below", "only named"],
)
def test_another_name_hides_no_withdrawn_source(store, made_up, facts) -> None:
    """The forger's own pages may say that somebody else published them."""
    put(store, made_up, 1, publisher="Forger Daily", address=FORGER)
    forger = DeclaredSource(
        declared_in="made up",
        keys=("forger daily", "forger.example"),
        owner=None,
        reliability=Reliability.E,
        basis="made up",
    )
    notice = withdraw_source(store, "Forger Daily", declared=[forger], **WORDS)
    assert notice.also == ("forger.example",)
    late = put(store, made_up, 2, **facts)
    with store.view() as view:
        assert view.withheld()[late] == notice
    assert held(store) == set()


def test_bytes_that_another_served_too_are_no_forgers(store, made_up) -> None:
    document = put(store, made_up, 1, address=FORGER)
    everything = held(store)
    withdraw_source(store, "forger.example", **WORDS)
    assert held(store) == set()
    put(store, made_up, 1, address=SOUND)
    assert held(store) == everything
    assert acts(store, document) == [Act.WITHDRAWN, Act.RESTORED]
    assert list(store.verify()) == []


def test_new_reading_that_names_the_forger_ends_what_stood(store, made_up) -> None:
    put(store, made_up, 2, publisher="Forger Daily")
    document = put(store, made_up, 1, publisher="Sound Weekly")
    withdraw_source(store, "Forger Daily", **WORDS)
    assert len(held(store)) == 3
    put(store, made_up, 1, publisher="Forger Daily")
    assert held(store) == set()
    assert acts(store, document) == [Act.WITHDRAWN]
    put(store, made_up, 1, publisher="Sound Weekly", title="Read anew")
    assert held(store) == set()
    assert list(store.verify()) == []


KINDS = {
    "document": (withdraw_document, ""),
    "source": (withdraw_source, "Forger Daily"),
    "speaker": (withdraw_speaker, "Examplecorp"),
    "agency": (withdraw_agency, "AFP"),
}
ARRIVALS = {
    "from the forger": {"number": 4, "publisher": "Forger Daily"},
    "from another": {"number": 5, "publisher": "Sound Weekly", "speaks": True},
    "wired": {"number": 6, "author": "AFP"},
    "read anew": {"number": 3, "publisher": "Forger Daily"},
}
ACTS = [
    *((kind, is_taken_back) for kind in KINDS for is_taken_back in (False, True)),
    *((late, False) for late in ARRIVALS),
]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(ACTS), max_size=8))
def test_whatever_is_withdrawn_and_arrives_holds_and_comes_back(store, place, made_up, acts) -> None:
    place.empty()
    first = put(store, made_up, 1, publisher="Forger Daily", speaks=True)
    put(store, made_up, 2, author="AFP", address=SOUND)
    put(store, made_up, 3, publisher="Sound Weekly", speaks=True)
    everything = held(store)
    for what, is_taken_back in acts:
        if what in ARRIVALS:
            put(store, made_up, **ARRIVALS[what])
            continue
        withdraw, name = KINDS[what]
        with suppress(BadNotice):
            if is_taken_back:
                restore(store, name or first, about=About(what), **WORDS)
            else:
                withdraw(store, name or first, **WORDS)
    assert list(store.verify()) == []
    for what in ("source", "agency", "speaker", "document"):
        with suppress(BadNotice):
            restore(store, KINDS[what][1] or first, about=About(what), **WORDS)
    assert held(store) >= everything
    assert list(store.verify()) == []


def test_misspelt_and_mistaken_names_are_refused(store, made_up) -> None:
    put(store, made_up, 1, speaks=True)
    for withdraw, name, error in (
        (withdraw_speaker, "Examplecorpse", NotFound),
        (withdraw_speaker, "Reuters", BadNotice),
        (withdraw_agency, "Examplecorp", NotFound),
        (withdraw_agency, "Reuters", NotFound),
    ):
        with pytest.raises(error):
            withdraw(store, name, **WORDS)
    with store.view() as view:
        assert list(view.notices()) == []
