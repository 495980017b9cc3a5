"""Origins kept on disk."""

import random
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.corroborate.conftest import write_text
from tests.corroborate.origins.test_finding import story

from countersight.corroborate.origins import OriginIndex, find_origins
from countersight.corroborate.origins.index import FANOUT, find_roots
from countersight.corroborate.origins.segments import COLUMNS
from countersight.errors import BrokenIndex
from countersight.model.finding import Origin
from countersight.model.text import DocumentText

Write = Callable[..., DocumentText]


def edit(seed: int, share: float) -> str:
    draw = random.Random(seed)
    return " ".join(f"word{draw.random()}" if draw.random() < share else word for word in story(seed % 4).split())


def texts_of(seeds: list[tuple[int, float]]) -> list[DocumentText]:
    texts = (write_text(edit(seed, share), f"doc-{seed}-{share}") for seed, share in seeds)
    return list({text.id: text for text in texts}.values())


def all_at_once(texts: list[DocumentText]) -> tuple[Origin, ...]:
    by_id = {text.id: text for text in texts}
    return find_origins({text.document_id: text.id for text in texts}, by_id.__getitem__).of(
        text.document_id for text in texts
    )


def indexed(folder: Path, texts: list[DocumentText]) -> tuple[Origin, ...]:
    return OriginIndex(folder).origins(text.document_id for text in texts).of(text.document_id for text in texts)


seeds = st.lists(st.tuples(st.integers(0, 40), st.sampled_from([0.0, 0.03, 0.1, 0.4])), max_size=14)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(seeds, st.randoms(use_true_random=False), st.lists(st.integers(0, 14)))
def test_any_order_gives_what_all_at_once_gives(
    tmp_path: Path, seeds: list[tuple[int, float]], shuffler: random.Random, cuts: list[int]
) -> None:
    shutil.rmtree(tmp_path, ignore_errors=True)
    texts = texts_of(seeds)
    shuffled = list(texts)
    shuffler.shuffle(shuffled)
    for start, end in pairwise([0, *sorted(cuts), len(texts)]):
        OriginIndex(tmp_path).update(shuffled[start:end])
    assert indexed(tmp_path, texts) == all_at_once(texts)


def test_one_by_one_is_as_all_at_once(tmp_path: Path) -> None:
    texts = texts_of([(seed, 0.05) for seed in range(FANOUT**2 + 3)])
    index = OriginIndex(tmp_path)
    assert [index.update([text]) for text in texts] == [1] * len(texts)
    assert indexed(tmp_path, texts) == all_at_once(texts)
    assert len([child for child in tmp_path.iterdir() if child.is_dir()]) < 2 * FANOUT


def test_many_texts_are_not_written_anew_for_a_few(tmp_path: Path) -> None:
    many = [write_text(f"text {number}", f"doc-{number}") for number in range(FANOUT**2)]
    OriginIndex(tmp_path).update(many)
    index = OriginIndex(tmp_path)
    for number in range(3 * FANOUT):
        index.update([write_text(f"text {number} more", f"more-{number}")])
    assert (tmp_path / f"0-{FANOUT**2}").exists()
    assert len(OriginIndex(tmp_path)) == FANOUT**2 + 3 * FANOUT


def test_asking_changes_nothing_on_disk(tmp_path: Path, write: Write) -> None:
    OriginIndex(tmp_path).update([write(story(1), "a")])
    (tmp_path / "1-1.part").mkdir()
    OriginIndex(tmp_path).origins(["a"])
    OriginIndex(tmp_path / "none").origins(["a"])
    assert sorted(child.name for child in tmp_path.iterdir()) == [".lock", "0-1", "1-1.part", "links", "state.json"]


def test_what_is_there_is_skipped(tmp_path: Path, write: Write) -> None:
    text = write(story(1), "a")
    index = OriginIndex(tmp_path)
    assert index.update([text, text]) == 1
    assert index.update([text]) == 0
    assert len(OriginIndex(tmp_path)) == 1


def test_unknown_document_is_its_own_origin(tmp_path: Path) -> None:
    (origin,) = OriginIndex(tmp_path).origins(["nobody"]).of(["nobody"])
    assert origin.document_ids == ("nobody",)


def test_two_texts_of_one_document_join_what_they_copy(tmp_path: Path, write: Write) -> None:
    index = OriginIndex(tmp_path)
    index.update([write(story(1), "both"), write(story(2), "both"), write(story(1), "one"), write(story(2), "other")])
    (origin,) = index.origins(["one", "other"]).of(["one", "other"])
    assert all("both" in words for words in origin.basis)


def test_links_are_told_in_words(tmp_path: Path, write: Write) -> None:
    index = OriginIndex(tmp_path)
    index.update([write(story(1), "whole")])
    index.update([write(" ".join(story(1).split()[:60]), "trim")])
    (link,) = index.links()
    assert (link.first, link.second) == ("trim", "whole")
    assert link.words == "100% of the five-word sequences of document trim stand in document whole"


def test_another_version_is_built_anew(tmp_path: Path, write: Write) -> None:
    OriginIndex(tmp_path).update([write(story(1), "a")])
    state = msgspec.json.decode((tmp_path / "state.json").read_bytes())
    (tmp_path / "state.json").write_bytes(msgspec.json.encode(state | {"version": "another"}))
    index = OriginIndex(tmp_path)
    assert len(index) == 0
    assert index.update([write(story(1), "a")]) == 1


@pytest.mark.parametrize("leftover", ["segment", "links"])
def test_what_a_broken_run_left_does_not_count(tmp_path: Path, write: Write, leftover: str) -> None:
    texts = [write(story(1), "a"), write(story(1), "b"), write(story(1), "c")]
    OriginIndex(tmp_path).update(texts[:2])
    state = (tmp_path / "state.json").read_bytes()
    if leftover == "links":
        with (tmp_path / "links").open("ab") as file:
            file.write(b"half a link")
    else:
        OriginIndex(tmp_path).update(texts[2:])
        (tmp_path / "state.json").write_bytes(state)
    assert len(OriginIndex(tmp_path)) == 2
    assert OriginIndex(tmp_path).update(texts) == 1
    assert indexed(tmp_path, texts) == all_at_once(texts)


pairs = st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)))


@given(pairs)
def test_roots_are_the_lowest_that_pairs_reach(joined: list[tuple[int, int]]) -> None:
    roots = find_roots(20, np.array([a for a, _ in joined], dtype=np.int64), np.array([b for _, b in joined], np.int64))
    expected = list(range(20))
    for _ in range(20):
        for first, second in joined:
            expected[first] = expected[second] = min(expected[first], expected[second])
    assert roots.tolist() == expected


def test_updates_wait_for_one_another(tmp_path):
    """Each of several that put the same texts in at once counts only what nobody put in before it."""
    texts = [
        write_text(f"The {number}. story of the harbor tells of other ships than any before it.")
        for number in range(40)
    ]
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: OriginIndex(tmp_path).update(iter(texts)), range(4)))
    assert sum(counts) == len(OriginIndex(tmp_path)) == 40


@pytest.mark.parametrize("damage", ["state cut off", "links cut off", "segment gone"])
def test_damaged_index_is_built_anew(tmp_path: Path, write: Write, damage: str) -> None:
    texts = [write(story(1), name) for name in ("gazette", "courier")]
    OriginIndex(tmp_path).update(texts)
    if damage == "state cut off":
        (tmp_path / "state.json").write_bytes(b'{"ver')
    elif damage == "links cut off":
        (tmp_path / "links").write_bytes(b"")
    else:
        (segment,) = (child for child in tmp_path.iterdir() if child.is_dir())
        shutil.rmtree(segment)
    index = OriginIndex(tmp_path)
    assert sorted(index.find_lacking(text.id for text in texts)) == sorted(text.id for text in texts)
    assert index.update(texts) == 2
    assert indexed(tmp_path, texts) == all_at_once(texts)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("name", [*COLUMNS, "sums"])
def test_flipped_byte_of_a_segment_is_noticed(tmp_path: Path, write: Write, name: str) -> None:
    texts = [write(story(1), "gazette"), write(story(1), "courier")]
    OriginIndex(tmp_path).update(texts)
    flip(tmp_path / "0-2" / name)
    with pytest.raises(BrokenIndex, match=rf"{name}.*remove the folder {tmp_path} and run again"):
        OriginIndex(tmp_path)
    shutil.rmtree(tmp_path)
    OriginIndex(tmp_path).update(texts)
    assert indexed(tmp_path, texts) == all_at_once(texts)


def test_flipped_byte_of_the_links_is_noticed(tmp_path: Path, write: Write) -> None:
    OriginIndex(tmp_path).update([write(story(1), "gazette"), write(story(1), "courier")])
    OriginIndex(tmp_path).check()
    flip(tmp_path / "links")
    with pytest.raises(BrokenIndex, match="links"):
        OriginIndex(tmp_path)


def test_damage_does_not_outlive_a_merge(tmp_path: Path, write: Write) -> None:
    index = OriginIndex(tmp_path)
    for number in range(FANOUT - 1):
        index.update([write(f"text {number} {story(number)}", f"doc-{number}")])
    flip(tmp_path / "3-1" / "terms")
    with pytest.raises(BrokenIndex, match="terms"):
        index.update([write(story(9), "last")])


def test_file_cut_off_makes_the_index_empty(tmp_path: Path, write: Write) -> None:
    texts = [write(story(1), name) for name in ("gazette", "courier")]
    OriginIndex(tmp_path).update(texts)
    (tmp_path / "0-2" / "terms").write_bytes(b"")
    assert len(OriginIndex(tmp_path)) == 0
    assert OriginIndex(tmp_path).update(texts) == 2
