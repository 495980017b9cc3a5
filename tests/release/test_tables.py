"""Tables that a spreadsheet shows as text."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.release.tables import FORMULA_STARTS, guard_cell

from .conftest import World


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_formula_is_guarded(start: str) -> None:
    assert guard_cell(f"{start}1+1") == f"'{start}1+1"


@given(st.text())
def test_guarded_cell_never_starts_a_formula(text: str) -> None:
    cell = guard_cell(text)
    assert not cell.startswith(FORMULA_STARTS)
    assert cell.endswith(text)


def test_hostile_title_is_guarded_in_every_table(trade: World, tmp_path: Path) -> None:
    folder = trade.release(tmp_path / "1.0").folder
    cells = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            cells += [cell for row in csv.reader(file) for cell in row]
    assert '\'=HYPERLINK("https://evil.example")' in cells
    assert [cell for cell in cells if cell.startswith(FORMULA_STARTS)] == []


def test_cells_keep_line_breaks_and_quotes(world: World, tmp_path: Path) -> None:
    title = 'a "quoted",\nbroken; title'
    world.document("Nothing.", title=title)
    with (world.release(tmp_path / "1.0").folder / "documents.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["title"] == title
