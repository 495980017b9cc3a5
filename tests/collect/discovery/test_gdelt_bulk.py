import hashlib
import io
from collections import Counter
from dataclasses import replace
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from countersight.collect.discovery import discover
from countersight.collect.discovery import gkg as rows
from countersight.collect.discovery.asking import Listing
from countersight.collect.discovery.entries import GdeltBulkEntry
from countersight.collect.discovery.gdelt_bulk import newest_files
from countersight.collect.discovery.gkg import words_of
from countersight.errors import UnreadableFeed

from .conftest import Discovered, Look


def row(
    address: str = "https://news.example/camera-deal-signed",
    *,
    collection: str = "1",
    themes: str = "SURVEILLANCE;SECURITY",
    organizations: str = "example cameras ltd;nowhere police",
    translation: str = "",
    extras: str = "<PAGE_TITLE>Camera &amp; deal</PAGE_TITLE>",
) -> str:
    fields = [""] * 27
    fields[0:5] = ["20260102031500-1", "20260102031500", collection, "news.example", address]
    fields[7], fields[13], fields[25], fields[26] = themes, organizations, translation, extras
    fields[11] = "some person"
    return "\t".join(fields)


def zipped(*lines: str, name: str = "20260102031500.gkg.csv") -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(name, "".join(f"{line}\n" for line in lines))
    return file.getvalue()


def listed(site, made: str, data: bytes, *, md5: str = "", kind: str = "gkg") -> str:
    address = site.page(f"/gdeltv2/{made}.{kind}.csv.zip", data)
    return f"{len(data)} {md5 or hashlib.md5(data).hexdigest()} {address}\n"


def update(site, *lines: str) -> str:
    others = f"1 {'1' * 32} {site.url('/x.export.CSV.zip')}\n2 {'2' * 32} {site.url('/x.mentions.CSV.zip')}\n"
    return site.page("/gdeltv2/lastupdate.txt", (others + "".join(lines)).encode())


def entry(site, *lines: str, **filters: object) -> GdeltBulkEntry:
    filters = filters or {"themes": ("SURVEILLANCE",)}
    return GdeltBulkEntry(address=update(site, *lines), **filters)  # type: ignore[arg-type]


def test_rows_that_fit_are_found(site, look: Look) -> None:
    data = zipped(
        row(),
        row("https://nouvelles.example/b", translation="srclc:fra;eng:GT-FRA 1.0", extras=""),
        row("https://news.example/c", themes="SPORT"),
        row("Daily of nowhere, p. 3", collection="2"),
        "words",
        "",
    )
    first, second = look(entry(site, listed(site, "20260102031500", data))).found
    assert first.address == "https://news.example/camera-deal-signed"
    assert (first.publisher, first.title, first.language) == ("news.example", "Camera & deal", "en")
    assert (first.seen, first.published) == ("2026-01-02T03:15:00+00:00", None)
    assert (second.language, second.title) == ("fr", None)


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        ({"themes": ("surveillance",)}, True),
        ({"themes": ("SURV",)}, False),
        ({"organizations": ("Example Cameras Ltd",)}, True),
        ({"organizations": ("Example",)}, False),
        ({"words": ("Camera deal",)}, True),
        ({"words": ("came",)}, False),
        ({"words": ("news",)}, False),
        ({"words": ("signed", "drone")}, True),
        ({"themes": ("SURVEILLANCE",), "words": ("drone",)}, False),
        ({"themes": ("SURVEILLANCE",), "words": ("deal",), "organizations": ("nowhere police",)}, True),
        ({"organizations": ("some person",)}, False),
    ],
)
def test_filters_hold_together(site, look: Look, filters: dict[str, tuple[str, ...]], fits: bool) -> None:
    looked = look(entry(site, listed(site, "20260102031500", zipped(row())), **filters))
    assert bool(looked.found) is fits


def test_files_are_read_once(site, log, look: Look) -> None:
    line = listed(site, "20260102031500", zipped(row()))
    bulk = entry(site, line)
    assert len(look(bulk).found) == 1
    assert look(bulk).found == []
    second = listed(site, "20260102033000", zipped(row("https://news.example/2")))
    update(site, second)
    assert look(bulk).addresses == ["https://news.example/2"]
    assert len([path for _, path, _ in log if path.endswith(".zip")]) == 2


def test_missed_files_are_reported(site, look: Look) -> None:
    bulk = entry(site, listed(site, "20260102031500", zipped(row())))
    look(bulk)
    update(site, listed(site, "20260102043000", zipped(row("https://news.example/2"))))
    looked = look(bulk)
    assert looked.addresses == ["https://news.example/2"]
    assert "4 files between 20260102031500 and 20260102043000 were missed" in looked.failures[0].detail


def test_list_of_all_files_is_read_from_its_end(site, log, look: Look) -> None:
    lines = [listed(site, f"202601020{hour}0000", zipped(row(f"https://news.example/{hour}"))) for hour in range(1, 9)]
    bulk = entry(site, *lines, themes=("SURVEILLANCE",), max_files=3)
    assert look(bulk).addresses == [f"https://news.example/{hour}" for hour in (6, 7, 8)]


def test_file_that_was_changed_is_refused(site, look: Look) -> None:
    good = listed(site, "20260102033000", zipped(row("https://news.example/2")))
    looked = look(entry(site, listed(site, "20260102031500", zipped(row()), md5="0" * 32), good))
    assert looked.addresses == ["https://news.example/2"]
    assert "not those of the list" in looked.failures[0].detail


def test_file_that_cannot_be_had_now_is_read_later(site, look: Look) -> None:
    line = listed(site, "20260102031500", zipped(row()))
    ready = site.pages["/gdeltv2/20260102031500.gkg.csv.zip"]
    site.page("/gdeltv2/20260102031500.gkg.csv.zip", status=500)
    bulk = entry(site, line)
    assert look(bulk).reasons == ["SourceUnavailable"]
    site.pages["/gdeltv2/20260102031500.gkg.csv.zip"] = ready
    assert len(look(bulk).found) == 1


@pytest.mark.parametrize("body", [b"words", b"1 2 3\n", b"<html>moved</html>"])
def test_what_is_no_list_is_a_clear_failure(site, look: Look, body: bytes) -> None:
    bulk = GdeltBulkEntry(address=site.page("/lastupdate.txt", body), themes=("A",))
    assert look(bulk).reasons == ["UnreadableFeed"]


def two_files() -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("a", "")
        archive.writestr("b", "")
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"words",
        zipped(row())[:-30],
        zipped(*[row()] * 50)[:200] + bytes(100) + zipped(*[row()] * 50)[300:],
        two_files(),
    ],
    ids=["words", "torn", "damaged", "two files"],
)
def test_damaged_file_is_a_clear_failure(site, look: Look, data: bytes) -> None:
    assert look(entry(site, listed(site, "20260102031500", data))).reasons == ["UnreadableFeed"]


def test_zip_bomb_is_refused(site, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MAX_EXPANDED_BYTES", 1_000_000)
    looked = look(entry(site, listed(site, "20260102031500", zipped(row(), "a" * 2_000_000))))
    assert looked.reasons == ["UnreadableFeed"]


def test_overlong_row_is_left_out(site, make_fetcher, memory, lab) -> None:
    long = row(extras="x" * 2_500_000)
    bulk = entry(
        site, listed(site, "20260102031500", zipped(row("https://news.example/1"), long, row("https://news.example/2")))
    )
    fetcher = make_fetcher(limits=replace(lab, max_document_bytes=10_000_000))
    looked = Discovered(list(discover(bulk, fetch=fetcher, state=memory)))
    assert looked.addresses == ["https://news.example/1", "https://news.example/2"]
    assert [failure.item for failure in looked.failures] == [site.url("/gdeltv2/20260102031500.gkg.csv.zip")]
    assert "left out: 1 rows of more than 1,048,576 bytes" in looked.failures[0].detail


def test_torn_rows_are_counted(site, look: Look) -> None:
    looked = look(entry(site, listed(site, "20260102031500", zipped("words", "", row(), "a\tb", "\t" * 25))))
    assert len(looked.found) == 1
    assert "left out: 3 rows without their 27 columns" in looked.failures[0].detail


def test_newest_files_stop_at_the_last_one() -> None:
    lines = b"".join(
        b"7 %032d http://data.example/202601020%d0000.gkg.csv.zip\n" % (hour, hour) for hour in range(1, 6)
    )
    listing = Listing(address="x", base="x", data=lines, declared="", validators=None)
    assert [file.made for file in newest_files(listing, after="20260102030000", most=9)] == [
        "20260102040000",
        "20260102050000",
    ]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (
            "https://news.example/2026/Camera-deal_signed.html?q=C%C3%A1maras+new",
            "2026 camera deal signed html q cámaras new",
        ),
        ("Camera deal", "camera deal"),
        ("https://news.example", ""),
    ],
)
def test_words_of_an_address_are_read(address: str, words: str) -> None:
    assert words_of(address) == words


@pytest.mark.parametrize("address", ["http://[x/camera", "https://]/camera"])
def test_address_that_is_none_is_passed_over(site, look: Look, address: str) -> None:
    data = zipped(row(address), row())
    looked = look(entry(site, listed(site, "20260102031500", data), words=("camera",)))
    assert looked.addresses == ["https://news.example/camera-deal-signed"]
    assert looked.failures == []


def test_zip_file_that_lies_is_refused(site, look: Look) -> None:
    packed = bytearray(zipped(row(), name="é.csv"))
    packed[packed.rfind("é".encode())] = 0xFF
    assert look(entry(site, listed(site, "20260102031500", bytes(packed)))).reasons == ["UnreadableFeed"]


def test_title_without_end_is_none() -> None:
    data = zipped(row(extras="<PAGE_TITLE>" * 80_000))
    [read] = rows.read_rows(Listing(address="x", base="x", data=data, declared="", validators=None), Counter())
    assert read.title is None


def test_list_of_figures_alone_is_refused_at_once() -> None:
    listing = Listing(address="x", base="x", data=b"0" * 1_000_000, declared="", validators=None)
    with pytest.raises(UnreadableFeed):
        newest_files(listing, after="", most=1)
