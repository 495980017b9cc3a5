"""Made-up tables, read and mapped."""

import textwrap
from collections.abc import Callable

import pytest

from countersight.extract.mapping.loading import read_mapping
from countersight.extract.mapping.rules import TableMapping
from countersight.model.document import Document
from countersight.model.text import DocumentText
from countersight.read import READERS, ReadItem, read_document
from countersight.values.digests import sha256_hex

DEALS = """\
Buyer,Seller,Seat,What,Year,Price,Doubt,Index
Kenya,Orbex,"Israel, Hungary",Spyware,2019,"1,200.50",,0.4
France,Gelt,Atlantis,Cameras,"2013, 2015",n/a,x,0.9
,Velmar,Italy,Teapots,2020,5,,0.1
"""
"""Real territories, made-up firms and no real deal."""

MAPPING = """\
name: made-up
version: 1
title: Deals that never were
publisher: Nobody
published: 2024-02-01
recognize:
  columns: [Buyer, Seller, What]
claims:
  - kind: supply
    status: {default: reported, words: {column: Doubt, values: {x: alleged}}}
    technology: {column: What, values: {Spyware: spyware, Cameras: video_surveillance}}
    supplier: {name: Seller, territory: {column: Seat, split: [","]}}
    recipient: {territory: Buyer}
    when: Year
    quantity: {value: {column: Price, ignore: [n/a]}, unit: {constant: EUR, because: the header says so}}
attributes:
  index: Index
"""


@pytest.fixture(scope="session")
def table() -> Callable[..., DocumentText]:
    """Read a table in this process."""

    def read(data: str = DEALS, media_type: str = "text/csv") -> DocumentText:
        encoded = textwrap.dedent(data).encode()
        document = Document(id=sha256_hex(encoded), size=len(encoded), media_type=media_type)
        return read_document(ReadItem(document=document, data=encoded), READERS)

    return read


@pytest.fixture(scope="session")
def mapping() -> Callable[..., TableMapping]:
    """Read a mapping, some of its words changed."""

    def read(*changes: tuple[str, str], text: str = MAPPING) -> TableMapping:
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return read_mapping(textwrap.dedent(text), "made-up.yml")

    return read
