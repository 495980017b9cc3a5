"""The FollowTheMoney stream, judged by FollowTheMoney itself."""

import json
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from followthemoney import model

from countersight.model.claim import Kind, Status
from countersight.model.entity import JudgementValue
from countersight.release import Release
from countersight.release.entities import add_organization
from countersight.release.relations import stock_dates
from countersight.release.stream import Stream
from countersight.values.organizations import organizations

from .conftest import World

STATUSES = (Status.REPORTED, Status.ALLEGED, Status.PLANNED)
QUOTE = "Vendor Alder brought cameras to the Utopian Guard"


def entities(release: Release) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (release.folder / "entities.ftm.json").read_text("utf-8").splitlines()]


def require_valid(records: list[dict[str, Any]]) -> None:
    """Hold each entity against the stock model: nothing refused, nothing dropped, nothing changed, no loose ends."""
    ids = {record["id"] for record in records}
    assert len(ids) == len(records)
    for record in records:
        schema = model.get(record["schema"])
        assert schema is not None
        schema.validate(record)
        proxy = model.make_entity(schema)
        proxy.id = record["id"]
        for name, values in record["properties"].items():
            for value in values:
                proxy.add(name, value)  # cleaned, as every importer does
            assert sorted(proxy.get(name)) == values, (record["schema"], name)
            if schema.properties[name].type.name == "entity":
                assert set(values) <= ids, (record["schema"], name)
        assert model.get_proxy(record).to_dict()["properties"] == record["properties"]


def test_every_kind_is_valid(world: World, tmp_path: Path) -> None:
    cases = list(product(Kind, STATUSES, product((True, False), repeat=2)))
    text = world.document(" ".join(f"{QUOTE}, deal {number}." for number in range(len(cases))))
    claims = []
    for number, (kind, status, named) in enumerate(cases):
        supplier = "Vendor Alder|is" if named[0] else None
        recipient = "Utopian Guard|vu" if named[1] else "|vu"
        claims.append(world.claim(text, f"{QUOTE}, deal {number}.", kind=kind, status=status, supplier=supplier,
                                  recipient=recipient))  # fmt: skip
    world.find(*([claim] for claim in claims), start="2023-01-01", end="2023-12-31")
    made = entities(world.release(tmp_path / "1.0"))
    require_valid(made)
    assert {one["schema"] for one in made} == {
        "Article", "Contract", "ContractAward", "Documentation", "Event", "LegalEntity", "Project",
        "ProjectParticipant", "Sanction", "UnknownLink",
    }  # fmt: skip


def test_denial_states_no_relation(world: World, tmp_path: Path) -> None:
    claim = world.claim(world.document(f"{QUOTE}."), QUOTE, status=Status.DENIED, supplier="Vendor Alder",
                        recipient="Utopian Guard")  # fmt: skip
    world.find([claim])
    made = entities(world.release(tmp_path / "1.0"))
    assert {one["schema"] for one in made} == {"Article", "Documentation", "LegalEntity"}


def test_whole_trade_is_valid(trade: World, tmp_path: Path) -> None:
    made = entities(trade.release(tmp_path / "1.0"))
    require_valid(made)
    assert sorted(one["schema"] for one in made).count("Article") == 3
    assert [one["id"] for one in made] == sorted(one["id"] for one in made)


def test_resolved_party_is_the_known_organization(world: World, tmp_path: Path) -> None:
    known = next(one for one in organizations() if one.territory)
    text = world.document(f"{QUOTE}.")
    claim = world.claim(text, QUOTE, supplier="Vendor Alder", recipient="Utopian Guard", words="cameras")
    world.judge(claim, "supplier", known.id)
    world.find([claim], entities={"supplier": known.id})
    made = entities(world.release(tmp_path / "1.0"))
    require_valid(made)
    entity = next(one for one in made if one["id"] == known.id)
    assert entity["schema"] == known.schema
    assert entity["properties"]["name"] == [known.name]
    assert entity["properties"]["country"] == [known.territory]


def test_every_known_organization_is_valid() -> None:
    stream = Stream()
    for known in organizations():
        add_organization(stream, known)
    require_valid(list(stream.records()))


def test_speaker_becomes_no_entity(trade: World, tmp_path: Path) -> None:
    made = entities(trade.release(tmp_path / "1.0"))
    assert "Minister Quill" not in json.dumps(made)
    assert "Person" not in {one["schema"] for one in made}


def test_same_unresolved_name_is_one_entity(trade: World, tmp_path: Path) -> None:
    made = entities(trade.release(tmp_path / "1.0"))
    guards = [one for one in made if one["properties"].get("name") == ["Utopian Guard"]]
    assert [one["schema"] for one in guards] == ["LegalEntity"]


def test_refused_judgement_resolves_nothing(world: World, tmp_path: Path) -> None:
    text = world.document(f"{QUOTE}.")
    claim = world.claim(text, QUOTE, supplier="Vendor Alder", recipient="Utopian Guard")
    world.judge(claim, "supplier", "Q1", resolver="resolve@1")
    world.judge(claim, "supplier", "Q1", resolver="person", value=JudgementValue.NEGATIVE)
    world.judge(claim, "recipient", "Q2", resolver="resolve@1")
    world.judge(claim, "recipient", "Q3", resolver="person")
    release = world.release(tmp_path / "1.0")
    published = json.loads((release.folder / "claims.ndjson").read_text("utf-8"))
    assert published["resolved"] == {"supplier": None, "recipient": "Q3", "speaker": None}


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (None, None, {}),
        (date(2023, 5, 4), date(2023, 5, 4), {"date": "2023-05-04"}),
        (date(2023, 5, 1), date(2023, 5, 31), {"date": "2023-05"}),
        (date(2023, 4, 1), date(2023, 6, 30), {"date": "2023"}),
        (date(2021, 1, 1), date(2023, 12, 31), {"startDate": "2021", "endDate": "2023"}),
        (date(2021, 1, 1), None, {"startDate": "2021"}),
        (None, date(2021, 12, 31), {"endDate": "2021"}),
    ],
    ids=["unknown", "day", "month", "quarter", "years", "since", "until"],
)
def test_dates_are_cut_to_certain(start: date | None, end: date | None, told: dict[str, str]) -> None:
    assert stock_dates(start, end) == told
