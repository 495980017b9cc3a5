"""The commands `listings` and `screen` from end to end."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from tests.resolve.listings.conftest import COMPANIES, LEI, SANCTIONS

from countersight.cli import countersight


def call(project: Path, *arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(countersight, ["-C", str(project), *arguments])
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    call(folder, "init", str(folder / "project"))
    for name, text in (("companies", COMPANIES), ("sanctions", SANCTIONS)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        call(folder / "project", "lists", "import", str(folder / f"{name}.txt"), "--name", name)
    return folder / "project"


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "names.csv"
    path.write_text(f"Supplier,Country,LEI\nOrbexa Digital Technologies,,\nAnother,Kenya,{LEI}\nNobody Here,,\n",
                    encoding="utf-8")  # fmt: skip
    return path


def test_each_name_comes_out(project: Path, names: Path) -> None:
    told = call(project, "screen", str(names))
    assert "3 names: 1 match, 1 possible, 1 none" in told
    assert "not searched: " in told


@pytest.mark.parametrize(
    ("rows", "code"), [(["Nobody Here"], 0), (["Orbexa Digital Technologies"], 3), (["x;" + LEI], 4)]
)
def test_exit_code_tells_what_was_found(project: Path, tmp_path: Path, rows: list[str], code: int) -> None:
    path = tmp_path / "names.csv"
    path.write_text("name;lei\n" + "\n".join(rows) + "\n", encoding="utf-8")
    call(project, "screen", str(path), "--exit-code", code=code)
    call(project, "screen", str(path))


def test_without_lists_nothing_is_searched(tmp_path: Path, names: Path) -> None:
    call(tmp_path, "init", str(tmp_path / "empty"))
    told = call(tmp_path / "empty", "screen", str(names), code=5)
    assert "3 names: 3 not searched" in told
    assert "countersight lists import" in told


def test_files_and_json_say_the_same(project: Path, names: Path, tmp_path: Path) -> None:
    records = [json.loads(line) for line in call(project, "screen", str(names), "--json").splitlines()]
    call(project, "screen", str(names), "--out", str(tmp_path / "out.csv"))
    call(project, "screen", str(names), "--out", str(tmp_path / "out.xlsx"))
    call(project, "screen", str(names), "--out", str(tmp_path / "out.ndjson"))
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    book = load_workbook(tmp_path / "out.xlsx")
    sheet = book["screened"]
    assert [one["outcome"] for one in records] == ["possible", "match", "none"]
    assert [row["outcome"] for row in rows] == [row[4].value for row in list(sheet.iter_rows())[1:]]
    assert len((tmp_path / "out.ndjson").read_text(encoding="utf-8").splitlines()) == 3
    assert [(row["row"], row["alike"], row["listed_territory"]) for row in rows] == [
        ("2", "Orbexa Digital Technology", ""), ("3", "", "ke"), ("4", "", ""),
    ]  # fmt: skip
    searched = {row[0].value: row[4].value for row in book["searched"].iter_rows(min_row=6)}
    assert searched["UK Sanctions List"] == "no"
    assert "yes" in searched.values()


def test_workbook_is_read(project: Path, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Company", "Country"])
    book.active.append(["Orbexa Digital Technologies", ""])
    book.save(tmp_path / "names.xlsx")
    assert "1 possible" in call(project, "screen", str(tmp_path / "names.xlsx"))


def test_formula_in_a_name_is_no_formula(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("name\n=HYPERLINK(1)\n", encoding="utf-8")
    assert "'=HYPERLINK(1)" in call(project, "screen", str(path), "--csv")


def test_nothing_of_the_names_is_kept(project: Path, names: Path) -> None:
    call(project, "screen", str(names))
    for path in project.rglob("*"):
        assert not path.is_file() or b"Nobody Here" not in path.read_bytes()


def test_unknown_name_shows_candidates(project: Path) -> None:
    told = call(project, "listings", "Orbexa Digital Technologies")
    assert "on none of the" in told
    assert "candidates: only the names are alike" in told


def test_state_is_that_of_the_day(project: Path) -> None:
    entry = json.loads(call(project, "lists", "show", "companies", "--json").splitlines()[0])["id"]
    assert "delisted" in call(project, "listings", entry, "--as-of", "2025-01-01")
    assert ": listed" in call(project, "listings", entry, "--as-of", "2023-01-01")
    assert "not yet" in call(project, "listings", entry, "--as-of", "2020-01-01")


def test_list_prints_every_listing(project: Path) -> None:
    rows = list(csv.DictReader(call(project, "listings", "--list", "companies", "--csv").splitlines()))
    assert {row["listed_on"] for row in rows} == {"2021-06-03"}
    assert len(rows) == 2


def test_listings_needs_one_subject(project: Path) -> None:
    call(project, "listings", code=2)
