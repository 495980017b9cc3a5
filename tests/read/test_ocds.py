"""Procurement releases as text, each value with its JSON Pointer."""

import json
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.errors import EmptyDocument, InputError, UnreadableDocument
from countersight.model.document import Document
from countersight.read import ReadItem, read_document
from countersight.read import ocds as reader
from countersight.read.ocds import OcdsReader
from countersight.values.digests import sha256_hex
from countersight.values.release_layout import Label

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
RELEASE = {
    "ocid": "ocds-a1b2c3-1",
    "id": "1-award",
    "date": "2025-03-04T10:00:00Z",
    "tag": ["award"],
    "language": "en",
    "buyer": {"name": "Orbex City Council", "id": "B1"},
    "tender": {
        "title": "Cameras for the harbor and the streets around it",
        "description": "Supply of cameras.\r\n\r\nWith recorders.",
        "classification": {"scheme": "CPV", "id": "35125300", "description": "Security cameras"},
        "value": {"amount": 93007.50, "currency": "EUR"},
        "items": [{"id": "1", "quantity": 12, "unit": {"name": "pieces"}, "deliveryAddresses": [{"region": "North"}]}],
    },
    "awards": [
        {
            "id": "A1",
            "status": "active",
            "date": "2025-02-01",
            "suppliers": [{"id": "S1", "name": "Shimmer Systems Ltd"}, {"id": "S2", "name": "Anna Mosby"}],
            "contractPeriod": {"startDate": "2025-03-01", "endDate": "2026-03-01"},
            "documents": [{"documentType": "awardNotice", "url": "https://orbex.example/notice/1"}],
        }
    ],
    "parties": [
        {"id": "B1", "name": "Orbex City Council", "roles": ["buyer"], "address": {"countryName": "Ruritania"}},
        {"id": "S2", "name": "Anna Mosby", "roles": ["supplier"], "address": {"locality": "Strelsau"}},
    ],
}


def read(document, *, publisher=None, address=None):
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    item = ReadItem(
        document=Document(id=sha256_hex(data), size=len(data), media_type="application/x-ocds+json"),
        data=data,
        address=address,
        publisher=publisher,
    )
    return read_document(item, (OcdsReader,))


def pointed(document, text):
    """Yield what each part's pointer leads to, with the part's words."""
    for part in text.parts:
        node = document
        for key in part.at.split("/")[1:]:
            key = key.replace("~1", "/").replace("~0", "~")
            node = node[int(key)] if isinstance(node, list) else node[key]
        yield node, text.text[part.start : part.end]


def line(text, words):
    return next(line for line in text.text.splitlines() if line.startswith(words))


def test_every_part_is_the_value_it_points_at():
    text = read(RELEASE)
    for value, words in pointed(RELEASE, text):
        if isinstance(value, dict):
            assert words == reader.LEFT_OUT
        else:
            assert " ".join(words.split()) == " ".join(str(value).split())


def test_facts_of_the_release_are_set():
    text = read(RELEASE, publisher="Orbex Portal", address="file:///x#/1")
    assert text.title == "Cameras for the harbor and the streets around it"
    assert text.published == date(2025, 3, 4)
    assert text.publisher == "Orbex Portal"
    assert text.address == "https://orbex.example/notice/1"
    assert text.language == "en"


def test_numbers_stay_as_written():
    text = read(json.dumps(RELEASE).replace("93007.5", "93007.500E0").encode())
    assert line(text, "Value") == "Value: 93007.500E0 EUR"


def test_values_side_by_side_have_parts_of_their_own():
    text = read(RELEASE)
    start = text.text.index("2025-03-01/2026-03-01")
    ats = [text.part_at(place).at for place in (start, start + 11)]
    assert ats == ["/awards/0/contractPeriod/startDate", "/awards/0/contractPeriod/endDate"]
    assert text.part_at(start + 10) is None


def test_private_suppliers_are_left_out():
    text = read(RELEASE)
    assert "Mosby" not in text.text
    assert "Strelsau" not in text.text
    assert line(text, Label.LEFT_OUT) == "Supplier left out: a private person"
    assert text.part_at(text.text.index(reader.LEFT_OUT)).at == "/awards/0/suppliers/1"


def test_contact_points_are_left_out():
    release = {**RELEASE, "buyer": {"name": "Orbex City Council", "contactPoint": {"name": "Anna Mosby"}}}
    assert "Mosby" not in read(release).text


def test_values_cannot_pass_for_layout():
    release = {**RELEASE, "tender": {"title": "x\n\nAward 1\nSupplier: Glimmer Ltd", "description": "\n\nLot 1"}}
    assert "\n\nAward 1\nSupplier" not in read(release).text
    assert read(release).text.count("\n\nAward 1\n") == 1


def test_escapes_and_directions_are_kept():
    title = "كاميرات المراقبة \u200fللشوارع ٪ / ~ \U0001f4f7"
    for ascii_only in (True, False):
        release = {**RELEASE, "tender": {"title": title, "a/b~c": 1}}
        text = read(json.dumps(release, ensure_ascii=ascii_only).encode())
        assert title in text.text


def test_lone_surrogates_do_no_harm():
    assert "�" in read(b'{"ocid": "ocds-a1b2c3-1", "tender": {"title": "\\ud800 cameras"}}').text


def test_language_is_told_by_the_wording():
    spanish = {**RELEASE, "tender": {"title": "Suministro de cámaras de videovigilancia para la ciudad y sus calles"}}
    assert read(spanish).language == "es"


def test_compiled_release_stands_for_its_record():
    text = read({"ocid": RELEASE["ocid"], "releases": [{"ocid": "x"}], "compiledRelease": RELEASE})
    assert all(part.at.startswith("/compiledRelease/") for part in text.parts)


def test_record_is_merged_from_its_releases():
    later = {
        "ocid": "ocds-a1b2c3-1",
        "id": "2",
        "date": "2025-05-01T00:00:00Z",
        "tag": ["awardUpdate"],
        "awards": [{"id": "A1", "status": "cancelled"}],
    }
    record = {"ocid": RELEASE["ocid"], "releases": [later, RELEASE]}
    text = read(record)
    assert text.part_at(text.text.index("cancelled")).at == "/releases/0/awards/0/status"
    assert text.part_at(text.text.index("Shimmer")).at == "/releases/1/awards/0/suppliers/0/name"
    assert text.published == date(2025, 5, 1)
    assert "active" not in text.text
    for value, words in pointed(record, text):
        assert isinstance(value, dict) or " ".join(words.split()) == " ".join(str(value).split())


def test_last_version_counts():
    versions = [
        {"releaseDate": "2025-01-01", "releaseID": "1", "releaseTag": ["tender"], "value": "Old"},
        {"releaseDate": "2025-02-01", "releaseID": "2", "releaseTag": ["tender"], "value": "New"},
    ]
    text = read({"ocid": "ocds-a1b2c3-1", "tender": {"title": versions}})
    assert text.title == "New"
    assert text.part_at(text.text.index("New")).at == "/tender/title/1/value"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[]", "no object"),
        (b'{"tender": {}}', "no ocid"),
        (b'{"ocid": ', "no JSON"),
        (b'{"ocid": NaN}', "NaN"),
        (b"[" * 100_000, "no JSON"),
        (b'{"ocid": ' + b"[" * 100 + b"]" * 100 + b"}", "deeper than"),
        (b'{"ocid": "x", "releases": [{"url": "https://orbex.example/1", "date": "2025-01-01"}]}', "only links"),
        (b'{"ocid": "x", "releases": [{"id": "1", "tender": {}}, {"id": "2", "tender": {}}]}', "cannot be merged"),
        (b"\xff\xfe", "no JSON"),
    ],
)
def test_no_release_is_told(data, reason):
    with pytest.raises(UnreadableDocument, match=reason):
        read(data)


def test_empty_release_is_told():
    with pytest.raises(EmptyDocument):
        read({"ocid": ""})


def test_fields_of_other_types_are_passed_over():
    odd = {
        "ocid": "ocds-a1b2c3-1",
        "tender": [],
        "buyer": "Orbex",
        "awards": {"0": 1},
        "parties": [7, None],
        "tag": "x",
    }
    assert "ocds-a1b2c3-1" in read(odd).text


def test_many_items_are_bounded(monkeypatch):
    monkeypatch.setattr(reader, "MOST_EACH", 10)
    items = [{"id": str(number), "description": "camera"} for number in range(50)]
    text = read({**RELEASE, "tender": {"title": "Cameras", "items": items}})
    assert text.text.endswith("Of long lists, 40 further entries are left out")
    assert "Item 10 of tender" in text.text
    assert "Item 11 of tender" not in text.text
    assert "Shimmer Systems Ltd" in text.text


def test_large_release_takes_seconds():
    items = [{"id": str(number), "description": "camera " * 50} for number in range(5_000)]
    begin = time.process_time()
    read({**RELEASE, "tender": {"title": "Cameras", "items": items}})
    assert time.process_time() - begin < 30


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "title", "name", "value", "amount", "items", "suppliers", "status", "date", "a/b"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
KEYS = st.sampled_from(
    ["tender", "awards", "contracts", "parties", "buyer", "planning", "releases", "compiledRelease", "tag", "date"]
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_whatever_comes_is_read_or_told(fields):
    document = {"ocid": "ocds-a1b2c3-1", **fields}
    try:
        text = read(document)
    except InputError:
        return
    for part in text.parts:
        assert text.text[part.start : part.end].strip()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real releases are not here")
def test_real_releases_point_at_their_values():
    path = SHARED / "ocds_uk_contractsfinder" / "releases.jsonl"
    for raw in path.read_bytes().splitlines()[::8]:
        document = json.loads(raw)
        for value, words in pointed(document, read(raw)):
            if isinstance(value, str):
                assert " ".join(words.split()) == " ".join(value.split())
            else:
                assert isinstance(value, dict) or float(words) == value
