"""Citations: the original first, nothing made up, and files that other programs read."""

import io
import re
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.release.citations import (
    Citation,
    Work,
    cite_apa,
    cite_chicago,
    to_bibtex,
    to_csl,
    to_csl_json,
    to_ris,
    to_text,
)

SEEN = date(2026, 1, 2)
RECORD = Work(
    key="/claims/clm-1", title="Acme supplies cameras to Bolt.", publisher="Made up (Countersight)",
    address="https://example.org/claims/clm-1", language="en",
)  # fmt: skip
STORY = Work(
    key="a" * 64, title="Cameras for 100% of {Boltland} & more", author="Ada B. Reporter", publisher="The Made-up Post",
    published=date(2024, 5, 4), address="https://example.com/a_b?c=1&d=%20#e", language="en",
)  # fmt: skip
BARE = Work(key="b" * 64, title="博尔特买了摄像头 كاميرات", kind="document")


def cite(*works: Work, **more: object) -> Citation:
    return Citation(originals=works, record=RECORD, seen=SEEN, **more)  # type: ignore[arg-type]


def test_apa_gives_the_original_first():
    assert cite_apa(cite(STORY)) == (
        "Ada B. Reporter. (2024, May 4). Cameras for 100% of {Boltland} & more. The Made-up Post. "
        "https://example.com/a_b?c=1&d=%20#e [Words checked in Acme supplies cameras to Bolt, Made up (Countersight). "
        "Retrieved January 2, 2026, from https://example.org/claims/clm-1]"
    )


def test_chicago_gives_the_original_first():
    assert cite_chicago(cite(STORY, page=3)) == (
        "Ada B. Reporter, “Cameras for 100% of {Boltland} & more,” The Made-up Post, May 4, 2024, 3, "
        "https://example.com/a_b?c=1&d=%20#e; “Acme supplies cameras to Bolt,” Made up (Countersight), accessed "
        "January 2, 2026, https://example.org/claims/clm-1."
    )


def test_nothing_is_made_up():
    for words in (cite_apa(cite(BARE)), cite_chicago(cite(BARE))):
        assert "n.d." in words
        assert "None" not in words
        assert "nknown" not in words
    item = to_csl(cite(BARE))[0]
    assert not {"author", "issued", "URL", "publisher"} & set(item)


def test_finding_cites_every_document():
    words = cite_apa(cite(STORY, BARE))
    assert words.index(STORY.title) < words.index(BARE.title) < words.index("Words checked")


def test_release_is_cited_by_itself():
    release = Work(key="r", title="Made up", publisher="Us", kind="dataset", version="2026-01-02", published=SEEN)
    words = cite_apa(Citation(originals=(), record=release, seen=SEEN))
    assert words == "Us. (2026, January 2). Made up (Version 2026-01-02). [Data set]."


def test_bibtex_is_read_back_by_a_parser():
    pybtex = pytest.importorskip("pybtex.database", reason="pybtex is not installed")
    read = pybtex.parse_string(to_bibtex(cite(STORY, BARE)), "bibtex")
    story, bare, record = read.entries.values()
    assert story.fields["title"] == r"{Cameras for 100\% of \textbraceleft{}Boltland\textbraceright{} \& more}"
    assert story.fields["url"] == STORY.address
    assert [" ".join(name.last_names) for name in story.persons["author"]] == ["{Ada B. Reporter}"]
    assert bare.fields["title"] == "{博尔特买了摄像头 كاميرات}"
    assert "author" not in bare.persons
    assert "year" not in bare.fields
    assert record.fields["url"] == RECORD.address


@given(title=st.text(alphabet='a{}\\%&$#_~^"@,= é字', min_size=1, max_size=30).filter(str.strip))
def test_bibtex_holds_any_title(title):
    pybtex = pytest.importorskip("pybtex.database", reason="pybtex is not installed")
    read = pybtex.parse_string(to_bibtex(cite(Work(key="k", title=title))), "bibtex")
    (entry, _) = read.entries.values()
    assert _untex(entry.fields["title"]) == " ".join(title.split())


def _untex(words: str) -> str:
    names = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
    return re.sub(r"\\text(\w+){}|\\(.)", lambda found: names.get(found[1], found[2]), words[1:-1])


def test_csl_has_the_dates_and_types_that_processors_know():
    items = msgspec.json.decode(to_csl_json(cite(STORY)))
    assert items[0]["issued"] == {"date-parts": [[2024, 5, 4]]}
    assert items[0]["accessed"] == {"date-parts": [[2026, 1, 2]]}
    assert items[0]["author"] == [{"literal": "Ada B. Reporter"}]
    assert {item["type"] for item in items} <= {"webpage", "document", "dataset"}
    assert len({item["id"] for item in items}) == 2
    # `csl-data.json` of CSL 1.0.2 allows no field that it does not name.
    known = {"id", "type", "title", "author", "container-title", "publisher", "issued", "URL", "language", "version",
             "accessed", "note"}  # fmt: skip
    assert all(set(item) <= known for item in items)


def test_ris_has_a_record_for_each_work():
    lines = io.StringIO(to_ris(cite(STORY)), newline="").read().split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines.count("ER  - ") == 2
    assert "UR  - https://example.com/a_b?c=1&d=%20#e" in lines
    assert all(line == "" or line[2:6] == "  - " for line in lines)


def test_title_cannot_end_its_line():
    assert "\nAU  - Eve" not in to_ris(cite(Work(key="k", title="a\r\nAU  - Eve")))


def test_text_has_the_quoted_words():
    assert to_text(cite(STORY, quote="Acme sold\nBolt cameras")).startswith("“Acme sold Bolt cameras”\n\nAPA: ")
