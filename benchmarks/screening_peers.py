"""The peers that names are screened with: tantivy by pieces of three letters, nomenklatura's `logic-v2`, rapidfuzz."""

import re
from collections.abc import Sequence

import numpy as np
import tantivy
from followthemoney import EntityProxy, model
from nomenklatura.matching import ScoringConfig
from nomenklatura.matching.logic_v2.model import LogicV2
from normality import latinize_text
from rapidfuzz import fuzz, process

SCHEMATA = {"person": "Person", "vessel": "Vessel"}
"""What `logic-v2` is told about a query: it compares names of persons in another way."""


def plain(name: str) -> str:
    """Return `name` as the peers get it: in small Latin letters, transliterated by ICU, without punctuation."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", latinize_text(name).lower()).split())


class Tantivy:
    """BM25 over pieces of three letters."""

    def __init__(self, names: Sequence[str]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("grams", stored=False, tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("place", stored=True)
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema)
        writer = self.index.writer(256 << 20, num_threads=1)
        for place, name in enumerate(names):
            writer.add_document(tantivy.Document(grams=" ".join(_grams(plain(name))), place=place))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def search(self, name: str, *, limit: int) -> list[tuple[int, float]]:
        """Return places of names with their scores, best first."""
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self.schema, "grams", gram))
            for gram in dict.fromkeys(_grams(plain(name)))
        ]
        if not terms:
            return []
        hits = self.searcher.search(tantivy.Query.boolean_query(terms), limit).hits
        return [(self.searcher.doc(address).to_dict()["place"][0], float(score)) for score, address in hits]


def _grams(name: str) -> list[str]:
    """Cut a name in pieces of three; spaces and edges are letters, and stand as underscores."""
    padded = f"_{name.replace(' ', '_')}_"
    return [padded[start : start + 3] for start in range(len(padded) - 2)]


def score_by_logic(query: str, names: Sequence[str], kind: str) -> list[float]:
    """Score names by nomenklatura's `logic-v2`, its settings as published."""
    schema = SCHEMATA.get(kind, "Organization")
    config = ScoringConfig.defaults()
    wanted = _entity(query, schema)
    return [LogicV2.compare(wanted, _entity(name, schema), config).score for name in names]


def _entity(name: str, schema: str) -> EntityProxy:
    entity = model.make_entity(schema)
    entity.id = name
    entity.add("name", name)
    return entity


class Rapidfuzz:
    """Every name compared with every other, by their words in alphabetical order."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = [_ordered(name) for name in names]

    def search(self, name: str, *, limit: int) -> list[tuple[int, float]]:
        found = process.cdist([_ordered(name)], self.names, scorer=fuzz.ratio, dtype=np.uint8, workers=1)[0]
        best = np.argpartition(-found.astype(np.int16), limit)[:limit]
        return sorted(((int(place), float(found[place])) for place in best), key=lambda hit: (-hit[1], hit[0]))


def _ordered(name: str) -> str:
    return " ".join(sorted(plain(name).split()))
