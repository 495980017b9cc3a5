"""Listings in a release: judged ones alone, and as FollowTheMoney's sanctions."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.model.test_listing import day, made

from countersight.model.entity import Entity
from countersight.model.listing import Basis, JoinedListing

from .conftest import World
from .test_entities import entities, require_valid

OWN = "cs-made-up-alder"
ENTITY = Entity(id=OWN, schema="Company", name="Vendor Alder", territory="is")
LISTING = made(
    listed_on=day("2020-05-01", "2020-05-31"), effective_from=day("2020-06-01"), delisted_on=day("2022-01-01"),
    programmes=("UT-1",), prohibits=("asset  freeze",), reason="sold =1+1\nto the Guard", territory="us",
    status="suspended",
)  # fmt: skip


def joined(basis: Basis) -> JoinedListing:
    return JoinedListing(organization_id=OWN, listing=LISTING, basis=basis, words=("judgement 1 by A. Reader: alike",))


def release(world: World, folder: Path, *listings: JoinedListing) -> Any:
    text = world.document("Vendor Alder sold spyware to the Utopian Guard.")
    claim = world.claim(text, "Vendor Alder sold spyware to the Utopian Guard", supplier="Vendor Alder|is",
                        recipient="Utopian Guard|vu")  # fmt: skip
    world.find([claim], entities={"supplier": OWN})
    return world.release(folder, listings=lambda own: listings if own == OWN else (),
                         known=lambda own: ENTITY if own == OWN else None)  # fmt: skip


def test_candidates_and_bare_entries_stay_out(world: World, tmp_path: Path) -> None:
    done = release(world, tmp_path / "1.0", joined(Basis.CANDIDATE), joined(Basis.ENTRY))
    assert (done.folder / "listings.ndjson").read_bytes() == b""
    assert not [one for one in entities(done) if one["schema"] == "Sanction"]


def test_judged_listing_becomes_a_stock_sanction(world: World, tmp_path: Path) -> None:
    done = release(world, tmp_path / "1.0", joined(Basis.JUDGEMENT))
    records = entities(done)
    require_valid(records)
    (sanction,) = [one["properties"] for one in records if one["schema"] == "Sanction"]
    assert sanction["entity"] == [OWN]
    assert (sanction["listingDate"], sanction["startDate"], sanction["endDate"]) == (
        ["2020-05"], ["2020-06-01"], ["2022-01-01"],
    )  # fmt: skip
    assert sanction["provisions"] == ["asset freeze"]


def test_who_judged_is_not_published(world: World, tmp_path: Path) -> None:
    done = release(world, tmp_path / "1.0", joined(Basis.JUDGEMENT))
    for name in ("listings.csv", "listings.ndjson"):
        assert "A. Reader" not in (done.folder / name).read_text(encoding="utf-8")


def test_table_and_lines_say_the_same(world: World, tmp_path: Path) -> None:
    done = release(world, tmp_path / "1.0", joined(Basis.IDENTIFIER))
    with (done.folder / "listings.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    record = json.loads((done.folder / "listings.ndjson").read_text(encoding="utf-8"))
    assert (row["id"], row["listed_on"], row["state"]) == (record["id"], "2020-05", "delisted")
    assert record["listing"]["listed_on"]["words"] == "2020-05-01"
    assert done.counts["listings"] == 1


def test_descriptor_names_every_column(world: World, tmp_path: Path) -> None:
    done = release(world, tmp_path / "1.0", joined(Basis.IDENTIFIER))
    described = json.loads((done.folder / "datapackage.json").read_text(encoding="utf-8"))
    (table,) = [one for one in described["resources"] if one["path"] == "listings.csv"]
    header = (done.folder / "listings.csv").read_text(encoding="utf-8").splitlines()[0]
    assert [field["name"] for field in table["schema"]["fields"]] == header.split(",")


def test_day_that_could_not_be_read_gives_none(world: World, tmp_path: Path) -> None:
    unread = replace(LISTING, updated_on=replace(day("2020-01-01"), first=None, last=None, words="lately"))
    done = release(world, tmp_path / "1.0", replace(joined(Basis.IDENTIFIER), listing=unread))
    (sanction,) = [one["properties"] for one in entities(done) if one["schema"] == "Sanction"]
    assert "modifiedAt" not in sanction
