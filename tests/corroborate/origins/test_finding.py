"""Which documents share one origin."""

import random
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.corroborate.origins import Link, Origins, find_origins
from countersight.corroborate.origins.meeting import HUBS
from countersight.model.finding import Origin
from countersight.model.text import DocumentText

Write = Callable[..., DocumentText]
VOCABULARY = [
    f"{first}{last}" for first in ("ba", "ke", "mi", "so", "tu", "ra") for last in ("lo", "nar", "set", "dim")
]


def story(seed: int, words: int = 120) -> str:
    """Tell a story of made-up words that no other seed tells."""
    return " ".join(random.Random(seed).choices(VOCABULARY, k=words))


def origins_of(*texts: DocumentText) -> tuple[Origin, ...]:
    by_id = {text.id: text for text in texts}
    return find_origins({text.document_id: text.id for text in texts}, by_id.__getitem__).of(
        text.document_id for text in texts
    )


def are_joined(*texts: DocumentText) -> bool:
    return len(origins_of(*texts)) == 1


def test_same_words_are_one_origin(write: Write) -> None:
    (origin,) = origins_of(write(story(1), "doc-a"), write(story(1).upper(), "doc-b"))
    assert origin.document_ids == ("doc-a", "doc-b")
    assert origin.basis == ("documents doc-a and doc-b have the same text",)


def test_trim_is_a_copy(write: Write) -> None:
    (origin,) = origins_of(write(story(1), "whole"), write(" ".join(story(1).split()[:40]), "trim"))
    assert origin.basis == ("100% of the five-word sequences of document trim stand in document whole",)


def test_light_edit_is_a_copy(write: Write) -> None:
    words = story(1).split()
    words[20] = words[60] = "changed"
    assert are_joined(write(story(1), "a"), write(" ".join(words), "b"))


def test_short_brief_in_a_long_report_is_a_copy(write: Write) -> None:
    report = f"{story(1, 2_000)} {story(2, 50)} {story(3, 2_000)}"
    assert are_joined(write(report, "report"), write(story(2, 50), "brief"))


def test_other_story_is_another_origin(write: Write) -> None:
    assert not are_joined(write(story(1), "a"), write(story(2), "b"))


@pytest.mark.parametrize("words", [40, 120, 400])
def test_shared_quote_joins_nobody(write: Write, words: int) -> None:
    statement = f"“{story(9, 80)}”"
    one, other = (f"{story(seed, words)} {statement} {story(seed + 10, 20)}" for seed in (1, 2))
    assert not are_joined(write(one, "a"), write(other, "b"))


def test_stories_that_are_mostly_quotes_stay_apart(write: Write) -> None:
    statement = f"“{story(9, 80)}”"
    assert not are_joined(write(f"Alpha told us: {statement}", "a"), write(f"Beta heard this: {statement}", "b"))


def test_digests_in_the_same_frame_stay_apart(write: Write) -> None:
    one, other = (f"{story(9, 30)} “{story(seed, 200)}” {story(8, 30)}" for seed in (1, 2))
    assert not are_joined(write(one, "a"), write(other, "b"))


def test_copy_of_mostly_quotes_is_a_copy(write: Write) -> None:
    told = f"{story(9, 30)} “{story(1, 200)}” {story(8, 30)}"
    assert are_joined(write(told, "a"), write(f"{told} {story(2, 20)}", "b"))


def test_few_shared_words_join_nobody(write: Write) -> None:
    assert not are_joined(
        write("Read more stories like this here.", "a"), write("Read more stories like this there.", "b")
    )


def reworded(credit: str = "Reuters") -> tuple[str, str]:
    """Tell a story twice, three tenths of it in the same words, each with a credit."""
    shared = story(1, 36)
    return f"{shared} {story(2, 84)}\n({credit})", f"({credit}) - {story(3, 84)} {shared}"


def test_reworded_dispatch_is_one_origin(write: Write) -> None:
    one, other = reworded()
    (origin,) = origins_of(write(one, "a"), write(other, "b"))
    assert origin.basis[0].endswith("and both credit Reuters")


def test_reworded_story_without_credit_stays_apart(write: Write) -> None:
    one, other = reworded("our reporter")
    assert not are_joined(write(one, "a"), write(other, "b"))


def test_credits_of_two_agencies_stay_apart(write: Write) -> None:
    one, other = reworded()[0], reworded("AFP")[1]
    assert not are_joined(write(one, "a"), write(other, "b"))


def test_dispatches_weeks_apart_stay_apart(write: Write) -> None:
    one, other = reworded()
    assert not are_joined(
        write(one, "a", published=date(2031, 5, 1)), write(other, "b", published=date(2031, 6, 1))
    )  # fmt: skip


def test_credit_alone_joins_nobody(write: Write) -> None:
    assert not are_joined(write(f"(Reuters) - {story(1)}", "a"), write(f"(Reuters) - {story(2)}", "b"))


def test_same_declared_address_is_one_origin(write: Write) -> None:
    one = write(story(1), "a", address="https://www.gazette.example/story/7/")
    other = write(story(2), "b", address="http://gazette.example/story/7#top")
    (origin,) = origins_of(one, other)
    assert "same address" in origin.basis[0]


@pytest.mark.parametrize("address", ["https://gazette.example/", "https://gazette.example", ""])
def test_front_page_as_address_joins_nobody(write: Write, address: str) -> None:
    assert not are_joined(write(story(1), "a", address=address), write(story(2), "b", address=address))


def test_copies_in_chinese_are_found(write: Write) -> None:
    characters = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动"
    told = "".join(random.Random(4).choices(characters, k=200))
    assert are_joined(write(told, "whole"), write(told[:80], "trim"))
    assert not are_joined(write(told[:100], "a"), write(told[100:], "b"))


def test_a_story_that_hundreds_print_is_one_origin(write: Write) -> None:
    texts = [write(f"{story(1)} {story(100 + number, 12)}", f"doc-{number:03}") for number in range(3 * HUBS)]
    (origin,) = origins_of(*texts)
    assert len(origin.basis) == len(texts) - 1


def test_document_outside_may_join_two_inside(write: Write) -> None:
    texts = [write(f"{story(1)} {story(2)}", "b-both"), write(story(1), "a-one"), write(story(2), "c-other")]
    by_id = {text.id: text for text in texts}
    origins = find_origins({text.document_id: text.id for text in texts}, by_id.__getitem__)
    (origin,) = origins.of(["a-one", "c-other"])
    assert origin.document_ids == ("a-one", "c-other")
    assert all("b-both" in words for words in origin.basis)


def test_single_document_is_its_own_origin(write: Write) -> None:
    (origin,) = origins_of(write(story(1), "a"))
    assert (origin.document_ids, origin.basis) == (("a",), ())


def test_texts_are_loaded_once_each(write: Write) -> None:
    texts = {text.id: text for text in (write(story(seed), f"doc-{seed}") for seed in range(5))}
    loaded: list[str] = []

    def load(text_id: str) -> DocumentText:
        loaded.append(text_id)
        return texts[text_id]

    find_origins({text.document_id: text.id for text in texts.values()}, load)
    assert sorted(loaded) == sorted(texts)


names = st.sampled_from("abcdefgh")
links = st.lists(
    st.builds(
        lambda first, second, strength: Link(
            first=min(first, second), second=max(first, second), strength=strength, words=f"{first}-{second}"
        ),
        names, names, st.sampled_from([0.5, 0.7, 1.0]),
    )
)  # fmt: skip


@given(links, st.randoms(use_true_random=False))
def test_order_of_links_makes_no_difference(given_links: list[Link], shuffler: random.Random) -> None:
    shuffled = list(given_links)
    shuffler.shuffle(shuffled)
    assert Origins("abcdefgh", given_links).of("abcdefgh") == Origins("abcdefgh", shuffled).of("abcdefgh")


@given(links, st.sets(names, min_size=1))
def test_linked_documents_always_share_an_origin(given_links: list[Link], asked: set[str]) -> None:
    origins = Origins("abcdefgh", given_links).of(asked)
    assert sorted(name for origin in origins for name in origin.document_ids) == sorted(asked)
    home = {name: origin.id for origin in origins for name in origin.document_ids}
    for link in given_links:
        if {link.first, link.second} <= asked:
            assert home[link.first] == home[link.second]
