"""A mapping to begin with."""

from collections.abc import Callable

import pytest

from countersight.extract.mapping import draft_mapping, preview_text
from countersight.extract.mapping.loading import read_mapping
from countersight.extract.mapping.rows import read_tables
from countersight.model.text import DocumentText

Read = Callable[..., DocumentText]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("Buyer,Seller\nKenya,Orbex\n", id="plain"),
        pytest.param('"Yes","A: b","#1"\nKenya,Orbex,x\n', id="names that YAML means otherwise"),
        pytest.param("1,Orbex\n2,Gelt\n", id="no header"),
    ],
)
def test_draft_can_be_tried_at_once(table: Read, data: str) -> None:
    text = table(data)
    draft = draft_mapping(read_tables(text)[0], "My Table")
    mapping = read_mapping(draft, "draft.yml")
    assert mapping.name == "my-table"
    assert preview_text(text, mapping, rows=1).report.claims == len(read_tables(text)[0].rows)


def test_draft_shows_what_stands_in_columns(table: Read) -> None:
    draft = draft_mapping(read_tables(table())[0], "x")
    assert "#   Seller: 3 filled, 3 different: Orbex; Gelt; Velmar" in draft
