"""Other near-duplicate finders, as a careful user would set them up: many bands, then the exact share of sequences."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from origins_edits import word_sequences

PERMUTATIONS, BANDS = 128, 64
DATASKETCH_THRESHOLD = 0.3
SEED = 42

Pair = tuple[int, int]
Shingles = list[set[str]]
Find = Callable[[Sequence[str], Shingles], Iterable[Pair]]


def rensa_pairs(texts: Sequence[str], shingles: Shingles) -> Iterator[Pair]:
    """Rensa's RMinHash in its own index."""
    from rensa import RMinHash, RMinHashLSH

    sketches = RMinHash.from_token_sets([list(each) for each in shingles], PERMUTATIONS, SEED)
    index = RMinHashLSH(threshold=0.5, num_perm=PERMUTATIONS, num_bands=BANDS)
    for number, sketch in enumerate(sketches):
        index.insert(number, sketch)
    for number, sketch in enumerate(sketches):
        yield from ((number, other) for other in index.query(sketch) if other > number)


def datasketch_pairs(texts: Sequence[str], shingles: Shingles) -> Iterator[Pair]:
    """Datasketch's MinHash in its own index, whose bands it chooses for a threshold."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=DATASKETCH_THRESHOLD, num_perm=PERMUTATIONS)
    tokens = ([token.encode() for token in each] for each in shingles)
    for number, sketch in enumerate(MinHash.bulk(tokens, num_perm=PERMUTATIONS, seed=SEED)):
        yield from ((other, number) for other in index.query(sketch))
        index.insert(number, sketch)


def daft_pairs(texts: Sequence[str], shingles: Shingles) -> set[Pair]:
    """Daft's MinHash, which makes its own sequences of words; texts meet that share a band."""
    import daft

    plain = [" ".join(text.casefold().split()) for text in texts]
    sketch = daft.col("text").minhash(num_hashes=PERMUTATIONS, ngram_size=5, seed=SEED)
    sketches = daft.from_pydict({"text": plain}).select(sketch.alias("sketch")).to_pydict()["sketch"]
    rows = PERMUTATIONS // BANDS
    met: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(sketches):
        for band in range(0, PERMUTATIONS, rows):
            met[band, *row[band : band + rows]].append(number)
    return {pair for numbers in met.values() for pair in combinations(numbers, 2)}


PEERS: dict[str, Find] = {"rensa": rensa_pairs, "datasketch": datasketch_pairs, "Daft minhash": daft_pairs}


def make_shingles(texts: Sequence[str], *, spaced: bool) -> Shingles:
    return [{" ".join(sequence) for sequence in word_sequences(text, spaced=spaced)} for text in texts]


def measure_shares(pairs: Iterable[Pair], shingles: Shingles) -> Iterator[tuple[Pair, float]]:
    """Verify exactly: the share of the smaller text's sequences that stand in the larger."""
    for first, second in set(pairs):
        one, other = shingles[first], shingles[second]
        if fewest := min(len(one), len(other)):
            yield (first, second), len(one & other) / fewest
