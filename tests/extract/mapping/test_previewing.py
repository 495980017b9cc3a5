"""What a mapping makes of a table, shown before anything is stored."""

from collections.abc import Callable

import pytest

from countersight.errors import UsageError
from countersight.extract.mapping import TableMapping, preview_text
from countersight.model.text import DocumentText

Read = Callable[..., DocumentText]
Make = Callable[..., TableMapping]


def test_first_rows_are_shown_and_all_counted(table: Read, mapping: Make) -> None:
    preview = preview_text(table(), mapping(), rows=1)
    assert len(preview.first) == 1
    assert preview.report.rows == 3
    assert preview.report.claims == 2


def test_columns_that_are_not_read_are_named(table: Read, mapping: Make) -> None:
    assert preview_text(table(), mapping(), rows=0).unused == ()
    assert preview_text(table(), mapping(("attributes:\n  index: Index\n", "")), rows=0).unused == ("Index",)


def test_what_a_table_lacks_is_told(table: Read, mapping: Make) -> None:
    with pytest.raises(UsageError, match="no column seller, what"):
        preview_text(table("Buyer,Size\na,b\n"), mapping(), rows=1)
