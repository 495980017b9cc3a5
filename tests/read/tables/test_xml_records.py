"""XML records as rows."""

import pytest

from countersight.errors import UnreadableDocument
from countersight.read.tables.xml_records import read_xml


def test_kinds_of_records_are_tables() -> None:
    data = b"<l><p><i><n>a</n></i><i><n>b</n></i></p><q><e><n>c</n></e></q></l>"
    assert [table.told for table in read_xml(data)] == ["XML records i", "XML records e"]


def test_words_between_elements_are_kept() -> None:
    table = next(read_xml(b"<l><e>one <n>two</n> three</e><e><n>four</n></e></l>"))
    assert [(cell.label, cell.words) for row in table.rows for cell in row] == [
        ("e", "one three"), ("n", "two"), ("n", "four"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [b"<l><e></l>", b'<?xml version="1.0" encoding="utf-16"?><l/>', "<!DOCTYPE l><l/>".encode("utf-16")],
    ids=["broken", "lying", "hidden document type"],
)
def test_bad_xml_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        list(read_xml(data))
