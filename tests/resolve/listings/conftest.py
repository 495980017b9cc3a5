"""A made-up project with two lists: one with numbers and dates, one with like names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from countersight.model.clusters import Clusters
from countersight.model.entity import Entity, JudgementValue
from countersight.model.identity import IdentityJudgement, judge_pair
from countersight.resolve import open_registry
from countersight.resolve.listings import ListingBook, Screener, find_listings, open_book
from countersight.resolve.lists import ListFolder, update_list
from countersight.resolve.registry import Registry

TODAY = date(2026, 1, 2)
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
LEI = "529900T8BM49AURSDO55"

COMPANIES = (
    "Name,Clean Name,Alias,Previous Name,Parent Name,Note,Start date,End date,Source Url\n"
    "Orbexa,Orbexa Digital Technology,Orbexa,,,sells cameras,2021-06-03,,https://example.org/list\n"
    "Alderwood,Alderwood Optics Ltd.,,,,,2021-06-03,2024-01-01,\n"
)
SANCTIONS = (
    '{"id": "NK-entity-one", "schema": "Company", "caption": "Nordalen Telecom", "properties": {"name": '
    f'["Nordalen Telecom"], "leiCode": ["{LEI}"], "country": ["ke"], "registrationNumber": ["PVT-1234567"]}}}}\n'
    '{"id": "sanction-one", "schema": "Sanction", "caption": "x", "properties": {"entity": ["NK-entity-one"], '
    '"authority": ["Ministry"], "program": ["Act 7"], "startDate": ["2020-06-01"]}}\n'
)


@dataclass
class Made:
    """The lists of a project, opened."""

    folder: Path
    book: ListingBook
    registry: Registry

    def judged(self, *pairs: tuple[str, str, JudgementValue]) -> Clusters:
        chain: list[IdentityJudgement] = []
        for one, other, value in pairs:
            chain.append(judge_pair(one, other, value, by="A. Reader", reason="made up", decided_at=NOON,
                                    after=chain[-1] if chain else None))  # fmt: skip
        return Clusters(chain)

    def find(self, own: str, *pairs, entity: Entity | None = None, **more):
        known = {} if entity is None else {entity.id: entity}
        return find_listings(
            own, clusters=self.judged(*pairs), entity=lambda node: known.get(node) or self.registry.entity(node),
            book=self.book, registry=self.registry, as_of=TODAY, **more,
        )  # fmt: skip

    def screener(self, *pairs, **more) -> Screener:
        return Screener(registry=self.registry, book=self.book, clusters=self.judged(*pairs), as_of=TODAY, **more)

    def entry(self, name: str) -> str:
        """The id of the entry with this name."""
        return next(one.id for one in self.registry.entities() if one.name == name)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Two lists, imported; nothing writes to them."""
    tmp_path = tmp_path_factory.mktemp("listings")
    folder = ListFolder(tmp_path / "lists")
    for name, text in (("companies", COMPANIES), ("sanctions", SANCTIONS)):
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        update_list(folder, path, name=name, now=NOON)
    book = open_book(tmp_path)
    yield Made(tmp_path, book, open_registry(tmp_path))
    book.close()
